"""``tumen explain A B``: why two articles are, or are not, one story; for a person and as JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.core import copies
from monitor.core.stories.pairs import compare, written_out
from monitor.reports.status import iso
from monitor.reports.story import brief
from monitor.reports.terminal import console, lasting, local

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.model import JSON, Article, ScorePart, StoryLink
    from monitor.core.protocols import Store


def pair_json(store: Store, one: Article, other: Article) -> JSON:
    """Why two articles are, or are not, one story, as one JSON object; the earlier one comes first.

    ``after`` counts seconds between them. ``copy`` is how much of the shorter text stands in the other, null
    if they are no copies; ``chain`` the report of which both are filings. ``link`` is null if one of them is
    about nothing that a topic looks for. ``joined`` says how an article came to its story, null if it founded
    it.
    """
    earlier, later = sorted((one, other), key=lambda article: (article.when, article.id))
    report = later.reading.source, later.reading.chain
    same_report = bool(later.reading.chain) and report == (earlier.reading.source, earlier.reading.chain)
    return {
        "one_story": earlier.story == later.story,
        "stories_linked": later.story in {first.story for first in store.linked_stories(earlier.story)},
        "after": round((later.when - earlier.when).total_seconds()),
        "copy": copies.similarity(later.reading, earlier.reading) or None,
        "chain": later.reading.chain if same_report else None,
        "link": _link(store, earlier, later),
        "articles": [
            {
                **brief(article),
                "when": iso(article.when),
                "story": article.story,
                "joined": _joined(store, article),
            }
            for article in (earlier, later)
        ],
    }


def _link(store: Store, earlier: Article, later: Article) -> JSON | None:
    terms = later.reading.features.terms
    if not (terms and earlier.reading.features.terms):
        return None
    counts, total = store.term_counts(terms)
    link = compare(earlier, later, counts=counts, total=total)
    return {"score": link.score, "parts": _parts(link.parts)}


def _joined(store: Store, article: Article) -> JSON | None:
    link = next((link for member, link in store.story(article.story) if member.id == article.id), None)
    return nearest_json(store, link) if link and link.by else None


def nearest_json(store: Store, link: StoryLink) -> JSON:
    """How an article came to its story: the member it was linked by, judged with all the others.

    ``by`` is null if that article is not stored any more.
    """
    nearest = store.article(link.by) if link.by else None
    return {
        "score": link.score,
        "by": brief(nearest) if nearest else None,
        "parts": _parts(written_out(link.parts, nearest.reading) if nearest else link.parts),
    }


def _parts(parts: Iterable[ScorePart]) -> list[JSON]:
    return [{"name": part.name, "weight": part.weight, "detail": part.detail} for part in parts]


# --- for a person ---------------------------------------------------------------------------------


def show_pair(pair: JSON) -> None:
    """Print it for a person."""
    show = partial(console().print, soft_wrap=True)
    named = list(zip("AB", pair["articles"], strict=True))
    for name, article in named:
        show(Text(f"{name}  {article['title']}", style="bold"))
        show(f"   {article['source']}, {article['language']}, {local(article['when'])}, id {article['id']}")
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
    for name, article in named:
        if article["joined"]:
            show(f"\n{name} joined story {article['story']}, {article['joined']['score']:+.2f}:")
            show_nearest(article["joined"], indent="  ")
        else:
            show(f"\n{name} founded its story {article['story']}: no story of those days was near enough.")


def show_nearest(joined: JSON, *, indent: str) -> None:
    """Print what ``nearest_json`` says."""
    if by := joined["by"]:
        console().print(Text(f"{indent}nearest to {by['id']}: {by['title']}"), soft_wrap=True)
    _show_parts(joined["parts"], indent)


def _show_parts(parts: Iterable[JSON], indent: str) -> None:
    for part in parts:
        detail = f": {part['detail']}" if part["detail"] else ""
        console().print(Text(f"{indent}{part['weight']:+6.2f}  {part['name']}{detail}"), soft_wrap=True)
