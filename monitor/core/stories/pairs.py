"""How strongly two articles are linked, each asked about by itself: for ``tumen explain A B``.

Whether they are one story is decided by all members and all stories of their days (``placing``); this link is
one piece of evidence among others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.features import COMPARED_CHARS
from monitor.core.romanise import korean_skeleton, skeleton
from monitor.core.stories.links import Compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.core.model import Article, Reading, ScorePart
    from monitor.core.stories.links import Link

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LONGEST = 3  # words of a name: Чо Тхэ Ёль


def compare(one: Article, other: Article, *, counts: Mapping[str, int], total: int) -> Link:
    """The link between two articles, with its parts; names as the first of the two to be seen writes them.

    ``counts`` says of the terms of the later one in how many of the ``total`` articles each occurs.
    """
    earlier, later = sorted((one, other), key=lambda article: (article.when, article.id))
    link = Compared(later, counts, total).link(earlier)
    return replace(link, parts=written_out(link.parts, earlier.reading))


def written_out(parts: Iterable[ScorePart], reading: Reading) -> tuple[ScorePart, ...]:
    """The parts of a link, the names of which go by their sound, with these as the reading writes them."""
    return tuple(
        replace(part, detail=", ".join(_as_written(key, reading) for key in part.detail.split(", ")))
        if part.name == "names" and part.detail
        else part
        for part in parts
    )


def _as_written(key: str, reading: Reading) -> str:
    """The words that sound like this key; the key itself if there are none."""
    words = _WORD.findall(f"{reading.title[:COMPARED_CHARS]} {reading.text[:COMPARED_CHARS]}")
    for length in range(1, _LONGEST + 1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            joined = "".join(run)
            if key in (skeleton(joined), korean_skeleton(joined)) and not any(w[0].islower() for w in run):
                return " ".join(run)
    return key
