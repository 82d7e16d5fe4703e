"""The markers that wires put before and after titles, by their normalised names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.furniture import forms
from monitor.core.furniture.spans import FurnitureSpan

if TYPE_CHECKING:
    import re

    from monitor.core.profile import SourceProfile

MOST = 4
"""Markers looked for on each side."""

_ORDINAL_ENDING = {1: "st", 2: "nd", 3: "rd"}


def title_spans(title: str, profile: SourceProfile) -> list[FurnitureSpan]:
    """The markers of a title, in order; never the whole of it."""
    start, end = 0, len(title.rstrip())
    spans = []
    names = _marker_names(profile)
    for _ in range(MOST):
        if not forms.MARKER_PREFIX_SIGNS.search(title, start, min(end, start + forms.MARKER_PREFIX_LENGTH)):
            break
        found = forms.MARKER_PREFIX.match(title, start, end)
        name = _marker_name(found, names) if found else None
        if not found or not name or found.end() >= end:
            break
        spans.append(FurnitureSpan(field="title", start=start, end=found.end(), kind="marker", value=name))
        start = found.end()
    closing = []
    for _ in range(MOST):
        tail = max(start, end - forms.MARKER_LENGTH)
        if not forms.MARKER_SUFFIX_SIGNS.search(title, tail, end):
            break
        found = forms.MARKER_SUFFIX.search(title, tail, end)
        name = _marker_name(found, names) if found else None
        if not found or not name or found.start() <= start:
            break
        closing.append(FurnitureSpan(field="title", start=found.start(), end=end, kind="marker", value=name))
        end = found.start()
    return spans + closing[::-1]


def _marker_name(found: re.Match[str], names: dict[str, str]) -> str | None:
    kind, word = found.lastgroup, found.group(found.lastgroup or 0)
    key = " ".join(word.casefold().split()).strip(" :：.!|")
    if kind == "sign":
        return "urgent"
    if kind == "site":
        return "site"
    if kind == "numbered":
        return "update"
    if kind == "plain" and word != word.upper() and key not in forms.MARKERS_ANY_CASE:
        return None
    if key in names:
        return names[key]
    ordinal = forms.MARKER_ORDINAL.fullmatch(key)
    if ordinal:
        number = int(ordinal.group("n1") or ordinal.group("n2") or ordinal.group("n3"))
        return f"{number}{_ORDINAL_ENDING.get(number, 'th')}-{'report' if ordinal.group('n3') else 'lead'}"
    if kind == "bracketed" and key.startswith("yonhap "):
        return key.removeprefix("yonhap ").replace(" ", "-")
    return None


@lru_cache(maxsize=256)
def _marker_names(profile: SourceProfile) -> dict[str, str]:
    return forms.MARKERS | {written.casefold(): name for written, name in profile.markers}
