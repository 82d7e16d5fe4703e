"""Why an article did not join a story: for ``tumen explain A B``, where the link of the two speaks for one.

It is judged anew, as ``placing.place`` did it, with what was filed before it; by what the store has of that
now. Edits, what was forgotten since, and how rare a term has become may have changed the score.
"""

from __future__ import annotations

from heapq import nlargest
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.model import ScorePart
from monitor.core.stories import NEIGHBOURS, WINDOW, telling
from monitor.core.stories.links import Compared
from monitor.core.stories.placing import CERTAIN, candidates, crowding
from monitor.core.stories.weights import CROWD
from storage.neighbours import weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.model import JSON, Article
    from monitor.core.protocols import Store


def apart_json(store: Store, one: Article, other: Article) -> JSON:
    """Why the one of two articles that was filed later did not join the other's story, as a JSON object.

    ``article`` is that one, ``story`` the other's, ``gap`` how many seconds it came after the nearest article
    of that story (negative: before it). ``reason``: ``settled`` (a copy, or another filing of a report, is
    where that is), ``ended`` (none of them was near enough in time), ``against`` (the story as a whole spoke
    against it: ``score`` is not above 0), ``weaker`` (its own story was nearer: ``joined`` is the score of
    that), ``unseen`` (the story was not among those looked at), or ``changed`` (as things are stored now it
    would join). ``parts`` add up to ``score``, by the ``members`` that counted.
    """
    both = {one.id: one, other.id: other}
    since = min(one.first_seen, other.first_seen)
    filed = (article.id for article in store.articles(kept_only=False, since=since))
    resident = both.pop(next(article for article in filed if article in both))
    (article,) = both.values()
    found: JSON = {"article": article.id, "story": resident.story, "score": None, "joined": None, "parts": []}
    story = [member for member, _ in store.story(resident.story) if member.first_seen <= article.first_seen]
    gap = min((article.when - member.when for member in story), key=abs)
    found["gap"] = round(gap.total_seconds())
    if any(link.score == CERTAIN for it, link in store.story(article.story) if it.id == article.id):
        return {**found, "reason": "settled", "members": 0}
    return found | _judged(store, article, resident.story)


def shares_nothing(store: Store, article: Article) -> bool:
    """Whether nothing that was filed before it, near enough in time, has anything telling in common."""
    terms = set(telling(article.reading.features.terms))
    return all(terms.isdisjoint(other.reading.features.terms) for other in _filed_before(store, article))


def _filed_before(store: Store, article: Article) -> Iterator[Article]:
    """What was filed before it and is near enough in time to count."""
    filed = store.articles(kept_only=False, since=article.when - WINDOW)
    before = takewhile(lambda other: other.id != article.id, filed)
    return (other for other in before if abs(other.when - article.when) <= WINDOW)


def _judged(store: Store, article: Article, wanted: str) -> JSON:
    """``reason``, ``score`` and what it is made of, for a story with this id."""
    terms = article.reading.features.terms
    counts, total = store.term_counts(terms)
    worth = weights(terms, counts, total)

    def shared(other: Article) -> float:
        return sum(worth[term] for term in worth.keys() & set(other.reading.features.terms))

    ranked = ((shared(other), other.when, other) for other in _filed_before(store, article))
    near = nlargest(NEIGHBOURS, (it for it in ranked if it[0]), key=lambda it: it[:2])
    compared = Compared(article, counts, total)
    looked_at = [other for _, _, other in near]
    stories = candidates(compared, looked_at)
    unseen = wanted not in stories
    if unseen:
        members = [other for other in _filed_before(store, article) if other.story == wanted]
        stories |= candidates(compared, [*looked_at, *members])
    if wanted not in stories:
        return {"reason": "ended", "members": 0}
    crowd = CROWD * crowding(len(stories))
    candidate = stories[wanted]
    score = candidate.score + crowd
    own = stories[article.story].score + crowd if article.story in stories else None
    if unseen:
        reason = "unseen"
    elif score <= 0:
        reason = "against"
    else:
        reason = "weaker" if own is not None and own >= score else "changed"
    count = len(candidate.members)
    links = ScorePart(name="links to the story", weight=round(candidate.link, 2), detail=str(count))
    return {
        "reason": reason,
        "members": count,
        "score": round(score, 2),
        "joined": None if own is None else round(own, 2),
        "parts": [
            {"name": part.name, "weight": part.weight, "detail": part.detail}
            for part in (links, *candidate.parts(len(stories)))
        ],
    }
