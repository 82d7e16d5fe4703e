"""Furniture at the head of a text, at its end, and inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.furniture import forms
from monitor.core.furniture.spans import (
    FurnitureSpan,
    key_of,
    lines,
    lines_backwards,
    says,
    text_span,
    without,
)
from monitor.core.furniture.titles import title_spans
from monitor.core.profile import GENERIC

if TYPE_CHECKING:
    from monitor.core.profile import SourceProfile

HEAD_LINES = 14
TAIL_LINES = 14
MIN_GLUED_TITLE = 30
MAX_HEADLINES = 60


@dataclass(frozen=True, slots=True)
class _Patterns:
    dateline: re.Pattern[str]
    trailer: re.Pattern[str]
    closing: re.Pattern[str]
    related: re.Pattern[str]
    heads: frozenset[str]


@lru_cache(maxsize=256)
def _patterns(profile: SourceProfile) -> _Patterns:
    related = "|".join(re.escape(line) for line in (*profile.related, *forms.RELATED))
    return _Patterns(
        dateline=re.compile("|".join((*profile.datelines, *forms.DATELINES))),
        trailer=re.compile("|".join((*profile.trailers, *forms.TRAILERS)), re.IGNORECASE),
        closing=re.compile(forms.CLOSING),
        related=re.compile(rf"^[ \t]*(?:{related})[ \t]*[:：]?[ \t]*$", re.MULTILINE | re.IGNORECASE),
        heads=frozenset((*profile.heads, *forms.HEADS)),
    )


def head_spans(titles: tuple[str, str], text: str, profile: SourceProfile) -> tuple[int, list[FurnitureSpan]]:
    """Furniture of the first lines, and where the article's own words begin."""
    spans: list[FurnitureSpan] = []
    patterns = _patterns(profile)
    begin = _title_repeated(titles, text, spans, patterns)
    stamped = forms.STAMP_PREFIX.match(text, begin)
    if stamped:
        spans.append(text_span(text, begin, stamped.end(), "stamp"))
        begin = stamped.end()
    previous = ""
    captioned = wording = False
    for line_start, line_end in lines(text, begin, HEAD_LINES):
        line = text[line_start:line_end]
        dated = _dateline(text, line_start, patterns)
        if dated:
            spans += dated
            begin = dated[-1].end
            break
        if _is_frame(line, patterns):
            spans.append(text_span(text, line_start, line_end, "head"))
        elif forms.STAMP_LINE.fullmatch(line) and not (wording and forms.CARD_STAMP.fullmatch(line)):
            spans.append(text_span(text, line_start, line_end, "stamp"))
        elif _is_caption(line, previous):
            spans.append(text_span(text, line_start, line_end, "caption"))
            captioned = True
        elif forms.BYLINE_LINE.fullmatch(line):
            spans.append(text_span(text, line_start, line_end, "byline"))
        else:
            wording = True
        previous = line
    if captioned:
        _take_repeated_captions(text, spans)
    return begin, spans


def _title_repeated(
    titles: tuple[str, str], text: str, spans: list[FurnitureSpan], patterns: _Patterns
) -> int:
    """Where the text goes on after its own title (with its markers or without), if it begins with it.

    Page heads may stand above it, but no sentences, and not all that the text has.
    """
    _, bare = titles
    longest = 2 * len(bare) + 40
    above = False
    for line_start, line_end in lines(text, 0, HEAD_LINES // 2):
        line = text[line_start:line_end]
        if line_end - line_start < longest and _are_same(bare, line):
            if above and not text[line_end:].strip():
                break
            if above:
                spans.append(text_span(text, 0, line_start, "head"))
            spans.append(text_span(text, line_start, line_end, "title"))
            return line_end
        if says(line) and not _is_frame(line, patterns):
            break
        above = True
    lead = len(text) - len(text.lstrip())
    for title in titles:
        if len(bare) >= MIN_GLUED_TITLE and text.startswith(title, lead) and key_of(bare):
            ending = forms.TITLE_ENDING.match(text, lead + len(title))
            if ending and (title[-1] in ".!?…" or not ending[0].isspace()):
                spans.append(text_span(text, lead, ending.end(), "title"))
                return ending.end()
    return 0


def _is_frame(line: str, patterns: _Patterns) -> bool:
    return bool(line in patterns.heads or forms.HEAD_LINE.fullmatch(line) or forms.FRAME_LINE.fullmatch(line))


def _are_same(title: str, line: str) -> bool:
    wanted = key_of(title)
    return wanted != "" and (wanted == key_of(line) or wanted == key_of(_without_markers(line)))


def _without_markers(line: str) -> str:
    return without(line, title_spans(line, GENERIC))


def _dateline(text: str, start: int, patterns: _Patterns) -> list[FurnitureSpan]:
    found = patterns.dateline.match(text, start)
    if not found:
        return []
    spans = [text_span(text, start, found.end(), "dateline")]
    byline = forms.BYLINE_AFTER_DATELINE.match(text, found.end())
    if byline:
        spans.append(text_span(text, found.end(), byline.end(), "byline", byline.group("who")))
    return spans


def _is_caption(line: str, previous: str) -> bool:
    return bool(forms.CAPTION_SIGNS.search(line) and forms.CAPTION_LINE.fullmatch(line)) or (
        # The same words again, now with the photographer: «Sergey Lavrov  Ivan Ivanov/TASS».
        "/" in line and bool(forms.CREDITED_LINE.fullmatch(line)) and not forms.SENTENCE_END.search(previous)
    )


def _take_repeated_captions(text: str, spans: list[FurnitureSpan]) -> None:
    """A caption's words stand a second time beside it, without the photographer."""
    captions = {key_of(span.value) for span in spans if span.kind == "caption"}
    taken = {span.start for span in spans}
    for line_start, line_end in lines(text, 0, HEAD_LINES):
        key = key_of(text[line_start:line_end])
        if line_start not in taken and len(key) > 8 and any(c.startswith(key) for c in captions):
            spans.append(text_span(text, line_start, line_end, "caption"))


def tail_spans(title: str, text: str, begin: int, profile: SourceProfile) -> list[FurnitureSpan]:
    patterns = _patterns(profile)
    end = len(text)
    spans = []
    mark = forms.END_MARK.search(text, begin)
    if mark:
        spans.append(text_span(text, mark.start(), mark.end(), "trailer"))
        rest = list(lines(text, mark.end(), HEAD_LINES))
        closing = all(_is_closing(text[line_start:line_end], patterns) for line_start, line_end in rest)
        if rest:
            spans.append(text_span(text, rest[0][0], end, "trailer" if closing else "related"))
        end = mark.start()
    listing = _first_line(patterns.related, text, begin, end) or _first_line(
        forms.DASHED_HEADLINES, text, begin, end
    )
    if listing:
        stop = _end_of_headlines(text, listing.start(), end)
        spans.append(text_span(text, listing.start(), stop, "related"))
        if stop == end:
            end = listing.start()
    for line_start, line_end in lines_backwards(text, begin, end, TAIL_LINES):
        line = text[line_start:line_end]
        if forms.CAPTION_SIGNS.search(line) and forms.CAPTION_LINE.fullmatch(line):
            kind = "caption"
        elif forms.BYLINE_LINE.fullmatch(line):
            kind = "byline"
        elif patterns.trailer.fullmatch(line) or _is_frame(line, patterns):
            kind = "trailer"
        elif forms.CARD_STAMP.fullmatch(line):
            card = _teaser_card(title, text, begin, line_start)
            if card is None:
                break
            spans.append(text_span(text, card, line_end, "related"))
            end = card
            break
        else:
            within = max(line_start, line_end - forms.CLOSING_LENGTH), line_end
            last = forms.CLOSING_SIGNS.search(text, *within) and patterns.closing.search(text, *within)
            if last and last.start() > line_start:
                spans.append(text_span(text, last.end() - len(last[0].lstrip()), line_end, "trailer"))
            break
        spans.append(text_span(text, line_start, line_end, kind))
        end = line_start
    return spans


def _first_line(form: re.Pattern[str], text: str, begin: int, end: int) -> re.Match[str] | None:
    """What ``search`` finds for a form of whole lines, without trying it inside of lines."""
    found = form.match(text, begin, end)
    while not found and (begin := text.find("\n", begin, end) + 1):
        found = form.match(text, begin, end)
    return found


def _is_closing(line: str, patterns: _Patterns) -> bool:
    return bool(patterns.trailer.fullmatch(line) or forms.BYLINE_LINE.fullmatch(line))


def _end_of_headlines(text: str, start: int, end: int) -> int:
    """Where a list of headlines ends: at the text's end, or where its sentences go on."""
    first = previous = ""
    for line_start, line_end in lines(text, start, MAX_HEADLINES):
        line = text[line_start:line_end]
        sentence = len(line) > forms.HEADLINE_LENGTH or forms.FULL_STOP.search(line)
        if first and previous != "-" and sentence:
            return line_start
        first, previous = first or line, line
    return end


def _teaser_card(title: str, text: str, begin: int, stamp: int) -> int | None:
    """Where another article's card (headline, lead, clock time) starts, if the text's end is one.

    It is one if hardly any word of the title is in it: a page's own last line may be a time too.
    """
    stems = {word[:5] for word in _words(title)}
    lines = list(lines_backwards(text, begin, stamp, 4))
    card = text[lines[-1][0] : stamp] if lines else ""
    shared = stems & {word[:5] for word in _words(card)}
    if not stems or len(lines) > 3 or len(card) > 1_200 or 3 * len(shared) > len(stems):
        return None
    return lines[-1][0] if lines else stamp


def inner_spans(text: str) -> list[FurnitureSpan]:
    if "[" not in text and "(" not in text:
        return []
    spans = [text_span(text, found.start(), found.end(), "note") for found in forms.NOTE.finditer(text)]
    spans += [
        text_span(text, found.start(), found.end(), "caption") for found in forms.CAPTION.finditer(text)
    ]
    return spans


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w{4,}", text[:4_000].casefold()) if not word.isdigit()]
