"""``tumen explain A B``: why two articles are, or are not, one story; for a person and as JSON."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.core import copies
from monitor.core.stories import WINDOW
from monitor.core.stories.pairs import compare, written_out
from monitor.reports.apart import apart_json, shares_nothing
from monitor.reports.status import iso
from monitor.reports.story import brief
from monitor.reports.terminal import console, counted, lasting, zoned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.model import JSON, Article, ScorePart, StoryLink
    from monitor.core.protocols import Store

_PLAIN = {
    "bias": "what every two have to begin with",
    "brevity": "few terms to go by",
    "time": "apart in time",
    "the other Korea": "one is of the North and one of the South",
    "entities across headline and text": "entities in a headline and anywhere in the other",
    "concepts across headline and text": "concepts in a headline and anywhere in the other",
    "entities and concepts together": "who and what are the same at once",
    "links to the story": "links to the story's articles, the better half on average",
    "stories of these days": "stories that came into question",
    "core of the story": "what sets the story apart",
    "headlines of the story": "what the story's headlines have",
    "people new to the story": "somebody in the headline of whom the story's articles do not speak",
    "another name instead": "a name in the headline where the story's headlines have another",
    "no concept in common": "not one act or thing is in both",
}
"""What the parts of a link mean, where their names do not say it."""

_FOUNDED = {
    "no terms": "it has nothing that stories are linked by",
    "alone": f"nothing stored of the {WINDOW.days} days before it has anything in common with it",
    "none near enough": "no story of those days was near enough",
}

_ACROSS = {"entities across headline and text": "e", "concepts across headline and text": "c"}
_OF_ENTITIES = frozenset(("entities", "headline entities", "entities across headline and text"))
_OF_WORDS = frozenset(("words", "headline words"))
_SHOWN = 6
_WORD = re.compile(r"[^\W\d_]+")


def pair_json(store: Store, one: Article, other: Article) -> JSON:
    """Why two articles are, or are not, one story, as one JSON object; the earlier one comes first.

    ``after`` counts seconds between them. ``copy`` is how much of the shorter text stands in the other, null
    if they are no copies; ``chain`` the report of which both are filings. ``link`` is null if one of them is
    about nothing that a topic looks for. ``apart``: why they are two stories though the link speaks for one
    (``apart_json``), else null. ``joined`` says how an article came to its story, null if it ``founded`` it:
    with ``no terms`` to be linked by, ``alone`` with what it names, or with ``none near enough`` to it.
    """
    earlier, later = sorted((one, other), key=lambda article: (article.when, article.id))
    report = later.reading.source, later.reading.chain
    same_report = bool(later.reading.chain) and report == (earlier.reading.source, earlier.reading.chain)
    link = _link(store, earlier, later)
    one_story = earlier.story == later.story
    return {
        "same_article": earlier.id == later.id,
        "one_story": one_story,
        "stories_linked": later.story in {first.story for first in store.linked_stories(earlier.story)},
        "after": round((later.when - earlier.when).total_seconds()),
        "copy": copies.similarity(later.reading, earlier.reading) or None,
        "chain": later.reading.chain if same_report else None,
        "link": link,
        "apart": apart_json(store, earlier, later) if link and link["score"] > 0 and not one_story else None,
        "articles": [
            {**brief(article), "when": iso(article.when), "story": article.story, **_came(store, article)}
            for article in (earlier, later)
        ],
    }


def _link(store: Store, earlier: Article, later: Article) -> JSON | None:
    terms = later.reading.features.terms
    if not (terms and earlier.reading.features.terms):
        return None
    counts, total = store.term_counts(terms)
    link = compare(earlier, later, counts=counts, total=total)
    return {"score": link.score, "parts": _parts(link.parts, later, earlier)}


def _came(store: Store, article: Article) -> JSON:
    """How it came to its story: ``joined``, or why it ``founded`` it."""
    link = next((link for member, link in store.story(article.story) if member.id == article.id), None)
    if link and link.by:
        return {"joined": nearest_json(store, article, link), "founded": None}
    if not article.reading.features.terms:
        return {"joined": None, "founded": "no terms"}
    return {"joined": None, "founded": "alone" if shares_nothing(store, article) else "none near enough"}


def nearest_json(store: Store, article: Article, link: StoryLink) -> JSON:
    """How an article came to its story: the member it was linked by, judged with all the others.

    ``by`` is null if that article is not stored any more.
    """
    nearest = store.article(link.by) if link.by else None
    parts = written_out(link.parts, nearest.reading) if nearest else link.parts
    return {
        "score": link.score,
        "by": brief(nearest) if nearest else None,
        "parts": _parts(parts, article, nearest),
    }


def _parts(parts: Iterable[ScorePart], article: Article, other: Article | None) -> list[JSON]:
    """The parts of a link of an article to another; ``written``: the detail in the words of the first."""
    return [
        {
            "name": part.name,
            "weight": part.weight,
            "detail": (detail := part.detail or _detail(part.name, article, other)),
            "written": _written(part.name, detail, article),
        }
        for part in parts
    ]


def _detail(name: str, article: Article, other: Article | None) -> str:
    """What a part measures of which the link does not say it; nothing if the other is not stored any more."""
    if other is None or name not in ("time", *_ACROSS):
        return ""
    if name == "time":
        return lasting(abs((article.when - other.when).total_seconds()))
    ours, theirs = set(article.reading.features.terms), set(other.reading.features.terms)
    headline = f"t{_ACROSS[name]}:"
    crossed = {
        term[len(headline) :]
        for mine, others in ((ours, theirs), (theirs, ours))
        for term in mine
        if term.startswith(headline) and term[1:] in others
    }
    return ", ".join(sorted(crossed)[:_SHOWN])


def _written(name: str, detail: str, article: Article) -> str:
    """The detail with entities and stems as the article writes them, where it does."""
    reading = article.reading
    if name in _OF_ENTITIES:
        words = {mention.entity: mention.text for mention in reversed(reading.mentions)}
        return ", ".join(words.get(entity, entity) for entity in detail.split(", "))
    if name in _OF_WORDS:
        found = dict.fromkeys(_WORD.findall(f"{reading.title} {reading.text}"))
        return ", ".join(
            next((word for word in found if word.casefold().startswith(stem)), stem)
            for stem in detail.split(", ")
        )
    return detail


# --- for a person ---------------------------------------------------------------------------------


def show_pair(pair: JSON) -> None:
    """Print it for a person."""
    show = partial(console().print, soft_wrap=True)
    named = list(zip("AB", pair["articles"], strict=True))
    for name, article in named:
        show(Text(f"{name}  {article['title']}", style="bold"))
        show(f"   {article['source']}, {article['language']}, {zoned(article['when'])}, id {article['id']}")
    if pair["same_article"]:
        show("\nA and B are the same article.")
        named = named[:1]
    else:
        _show_link(pair)
    if pair["apart"]:
        name = next(name for name, article in named if article["id"] == pair["apart"]["article"])
        _show_apart(name, pair["apart"])
    for name, article in named:
        if article["joined"]:
            show(f"\n{name} joined story {article['story']}, {article['joined']['score']:+.2f}:")
            show_nearest(article["joined"], indent="  ")
        else:
            show(f"\n{name} founded its story {article['story']}: {_FOUNDED[article['founded']]}.")


def _show_link(pair: JSON) -> None:
    show = partial(console().print, soft_wrap=True)
    stories = "two stories that seem to be one" if pair["stories_linked"] else "two stories"
    stories = "one story" if pair["one_story"] else stories
    show(f"\nThey are {stories}; B came {lasting(pair['after'])} after A.")
    if pair["copy"]:
        show(f"As texts they are the same: {pair['copy']:.0%} of the shorter one stands in the other.")
    if pair["chain"]:
        show(f"They are filings of one report ({pair['chain']}).")
    if link := pair["link"]:
        says = "for" if link["score"] > 0 else "against"
        show(f"\nThe link between the two, {link['score']:+.2f}, speaks {says} one event:")
        _show_parts(link["parts"], indent="  ")
    else:
        show("\nOne of them is about nothing that a topic looks for, so it is linked to none by its subject.")


def _show_apart(name: str, apart: JSON) -> None:
    """Print what ``apart_json`` says of the article with this name."""
    away = lasting(abs(apart["gap"]))
    days = f"{WINDOW.days} days"
    if apart["gap"] > 0:
        ended = f"its last article was {away} old then, and a story that nothing joined for {days} has ended"
    else:
        ended = f"its first article came {away} later, and no story reaches back more than {days}"
    judged = ""
    if apart["score"] is not None:
        judged = f"by {counted(apart['members'], 'article')} of it the link comes to {apart['score']:+.2f}"
    nearer = f", {apart['joined']:+.2f}" if apart["joined"] is not None else ""
    why = {
        "settled": "it is a copy, or another filing of a report, and is where that is",
        "ended": ended,
        "against": f"{judged}, and above 0 is needed",
        "weaker": f"{judged}, and its own story was nearer{nearer}",
        "unseen": f"{judged}, but so many others have more in common with it that nobody asked",
        "changed": f"{judged} and would join it now, but the store was another when it came",
    }[apart["reason"]]
    console().print(f"\nStill, {name} did not join story {apart['story']}: {why}.", soft_wrap=True)
    _show_parts(apart["parts"], indent="  ")


def show_nearest(joined: JSON, *, indent: str) -> None:
    """Print what ``nearest_json`` says."""
    if by := joined["by"]:
        console().print(Text(f"{indent}nearest to {by['id']}: {by['title']}"), soft_wrap=True)
    _show_parts(joined["parts"], indent)


def plain(name: str) -> str:
    """What a part of a link means, said to a person."""
    return _PLAIN.get(name, name)


def _show_parts(parts: Iterable[JSON], indent: str) -> None:
    for part in parts:
        detail = part.get("written", part["detail"])
        line = f"{indent}{part['weight']:+6.2f}  {plain(part['name'])}" + (f": {detail}" if detail else "")
        console().print(Text(line), soft_wrap=True)
