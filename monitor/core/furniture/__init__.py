"""What stands around an article's words without being its words: the furniture of wires and pages.

Markers of titles («(2nd LD)», «[속보]», «ДОПОЛНЕНО:»), datelines, bylines, captions, page heads, end marks,
copyright lines and the lists of other headlines that pages carry. ``furniture`` says where it stands;
``separate`` cuts it off for storing. «— Lavrov» at the end of a title names who said it and stays.

The forms are the agencies' own, seen on their public pages: the shared ones are in ``forms``, what only one
source does is in its profile. Work is linear in the text: openings are looked for in the first lines only,
every repetition in a pattern is bounded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.content_words import content_words
from monitor.core.furniture import forms
from monitor.core.furniture.spans import FurnitureSpan, key_of, says, without
from monitor.core.furniture.texts import head_spans, inner_spans, tail_spans
from monitor.core.furniture.titles import title_spans
from monitor.core.profile import GENERIC

if TYPE_CHECKING:
    from monitor.core.profile import SourceProfile

__all__ = ["FurnitureSpan", "Separated", "furniture", "separate"]

_FORMS = ("head", "caption", "trailer")  # kinds that a line is of by its form alone
_FEWEST_WORDS = 2  # that say something; a shorter title is none of a flash
_BLANKS = re.compile(r"[ \t]{2,}")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class Separated(NamedTuple):
    """Title and text without their furniture, and the furniture that is worth keeping."""

    title: str
    text: str
    markers: tuple[str, ...] = ()
    dateline: str = ""
    byline: str = ""
    trailer: str = ""


def furniture(title: str, text: str, profile: SourceProfile = GENERIC) -> tuple[FurnitureSpan, ...]:
    """All furniture of an article, title first, in order and without overlaps."""
    spans = title_spans(title, profile)
    bare = without(title, spans).strip()
    start, text_spans = head_spans((title.strip(), bare), text, profile)
    text_spans += tail_spans(bare, text, start, profile)
    text_spans += inner_spans(text)
    return (*spans, *_sparing(bare, text, _disjoint(text_spans)))


def separate(title: str, text: str, profile: SourceProfile = GENERIC) -> Separated:
    """Cut the furniture off. A missing title is taken from the text's first line, if that is a headline."""
    spans = furniture(title, text, profile)
    markers = [span for span in spans if span.field == "title"]
    stretches = [span for span in spans if span.field == "text"]
    clean_title = " ".join(without(title, markers).split())
    clean_text = _tidy(without(text, stretches))
    if not clean_title:
        clean_title, clean_text = _headline_of(clean_text)
    if not spans:
        return Separated(clean_title, clean_text)
    kept: dict[str, list[str]] = {"dateline": [], "byline": [], "trailer": []}
    for span in stretches:
        if span.kind in kept:
            kept[span.kind].append(" ".join(span.value.split()))
    return Separated(
        title=clean_title,
        text=clean_text,
        markers=tuple(dict.fromkeys(span.value for span in markers)),
        dateline=" ".join(kept["dateline"])[:500],
        byline=", ".join(kept["byline"])[:500],
        trailer="\n".join(kept["trailer"])[:2_000],
    )


def _disjoint(spans: list[FurnitureSpan]) -> list[FurnitureSpan]:
    ordered: list[FurnitureSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > span.start and (not ordered or span.start >= ordered[-1].end):
            ordered.append(span)
    return ordered


def _sparing(title: str, text: str, spans: list[FurnitureSpan]) -> list[FurnitureSpan]:
    """The spans, without those of sentences that are all that the text says: forms are rules of thumb."""
    if not spans:
        return spans
    left = without(text, spans)
    titled = any(span.kind == "title" for span in spans)
    if not key_of(left):
        doubted = _FORMS[:-1] if titled else _FORMS  # below its title a trailer is not all that a text says
        return [span for span in spans if not (span.kind in doubted and says(span.value))]
    if titled and not _goes_on(title, left):
        return [span for span in spans if span.kind != "title"]
    return spans


def _goes_on(title: str, text: str) -> bool:
    """True if a text says more than its title, and not only what its publisher puts under everything."""
    if len(text) > forms.FOOTER_LENGTH:
        return True
    said = set(content_words(title))
    return len(said) < _FEWEST_WORDS or not said.isdisjoint(content_words(text))


def _tidy(text: str) -> str:
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    if "\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip()


def _headline_of(text: str) -> tuple[str, str]:
    first, newline, rest = text.partition("\n")
    if newline and len(first) <= forms.HEADLINE_LENGTH and not forms.SENTENCE_END.search(first):
        return " ".join(first.split()), rest.strip()
    return "", text
