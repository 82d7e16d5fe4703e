"""How the articles that share terms are ranked, and articles in outline; the same for every engine."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monitor.core.model import Features, Reading
from monitor.core.stories import telling
from storage.limits import TERMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from monitor.core.model import Article


def weights(terms: Iterable[str], counts: Mapping[str, int], total: int) -> dict[str, float]:
    """What sharing each telling term counts for, in a fixed order: more, the rarer it is.

    The inverse document frequency of information retrieval (K. Spärck Jones, 1972). Terms that no article
    has are left out, and of the others all but the rarest (``TERMS``).
    """
    known = [term for term in set(telling(terms)) if term in counts]
    rarest = sorted(known, key=lambda term: (counts[term], term))[:TERMS]
    return {term: math.log((total + 1) / counts[term]) for term in rarest}


def outline(article: Article) -> Article:
    """The article with only as much of its reading as story linking compares.

    Two hundred whole neighbours for each new article would cost more than all the rest of filing it.
    """
    reading = article.reading
    return _with_only(
        article,
        text="",
        cites=reading.cites,
        features=Features(
            content=reading.features.content,
            # Thousands of outlines are held at a time, and most of their terms are the same.
            terms=tuple(map(sys.intern, reading.features.terms)),
        ),
    )


def match_outline(article: Article, parts: Collection[str]) -> Article:
    """The article with only as much of its reading as expressions and alerts go by, and ``parts``."""
    reading = article.reading
    return _with_only(article, text=reading.text, **{part: getattr(reading, part) for part in parts})


def _with_only(article: Article, *, text: str, **read: Any) -> Article:
    """The article with the bare bones of its reading, and of the rest ``text`` and ``read``."""
    reading = article.reading
    return replace(
        article,
        reading=Reading(
            source=reading.source,
            feed=reading.feed,
            guid=reading.guid,
            url=reading.url,
            title=reading.title,
            text=text,
            language=reading.language,
            published=reading.published,
            chain=reading.chain,
            **read,
        ),
    )
