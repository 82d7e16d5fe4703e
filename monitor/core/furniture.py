"""What stands around an article's words without being its words: the furniture of wires and pages.

Markers of titles («(2nd LD)», «[속보]», «ДОПОЛНЕНО:»), datelines, bylines, captions, page heads, end marks,
copyright lines and the lists of other headlines that pages carry. ``furniture`` says where it stands;
``separate`` cuts it off for storing. «— Lavrov» at the end of a title names who said it and stays.

The forms are the agencies' own (collected from their public pages); patterns live in
``monitor.core.wire``, what only one source does in its profile. Work is linear in the text: openings are
looked for in the first lines only, every repetition in a pattern is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core import wire
from monitor.core.profile import GENERIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.profile import SourceProfile

HEAD_LINES = 14
HEAD_CHARS = 4_000
TAIL_LINES = 14
TAIL_CHARS = 6_000
TITLE_MARKERS = 4
MIN_GLUED_TITLE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureSpan:
    """A stretch of ``field`` (``title`` or ``text``) that is not the article's own words.

    ``kind``: ``marker``, ``head`` (of a page), ``title`` (repeated in the text), ``stamp`` (a date
    line), ``dateline``, ``byline``, ``caption``, ``trailer``, ``related`` (other articles' headlines),
    ``note`` (an editor's mark inside the text). ``value``: a marker's normalised name, else the words.
    """

    field: str
    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Separated:
    """Title and text without their furniture, and the furniture that is worth keeping."""

    title: str
    text: str
    markers: tuple[str, ...] = ()
    dateline: str = ""
    byline: str = ""
    trailer: str = ""


def furniture(title: str, text: str, profile: SourceProfile = GENERIC) -> tuple[FurnitureSpan, ...]:
    """All furniture of an article, title first, in order and without overlaps."""
    spans = list(_title_spans(title, profile))
    bare = _without(title, spans).strip()
    start, text_spans = _head_spans((title.strip(), bare), text, profile)
    text_spans += _tail_spans(bare, text, start, profile)
    text_spans += _inner_spans(text)
    return (*spans, *_disjoint(text_spans))


def separate(title: str, text: str, profile: SourceProfile = GENERIC) -> Separated:
    """Cut the furniture off. A missing title is taken from the text's first line, if that is a headline."""
    spans = furniture(title, text, profile)
    title_spans = [span for span in spans if span.field == "title"]
    text_spans = [span for span in spans if span.field == "text"]
    clean_title = " ".join(_without(title, title_spans).split())
    clean_text = _tidy(_without(text, text_spans))
    if not clean_title:
        clean_title, clean_text = _headline_of(clean_text)
    kept: dict[str, list[str]] = {"dateline": [], "byline": [], "trailer": []}
    for span in text_spans:
        if span.kind in kept:
            kept[span.kind].append(" ".join(span.value.split()))
    return Separated(
        title=clean_title,
        text=clean_text,
        markers=tuple(dict.fromkeys(span.value for span in title_spans)),
        dateline=" ".join(kept["dateline"])[:500],
        byline=", ".join(kept["byline"])[:500],
        trailer="\n".join(kept["trailer"])[:2_000],
    )


# --- titles -------------------------------------------------------------------------------------


def _title_spans(title: str, profile: SourceProfile) -> list[FurnitureSpan]:
    start, end = 0, len(title.rstrip())
    spans = []
    names = _marker_names(profile)
    for _ in range(TITLE_MARKERS):
        found = wire.MARKER_PREFIX.match(title, start, end)
        name = _marker_name(found, names) if found else None
        if not found or not name or found.end() >= end:
            break
        spans.append(FurnitureSpan(field="title", start=start, end=found.end(), kind="marker", value=name))
        start = found.end()
    closing = []
    for _ in range(TITLE_MARKERS):
        tail = max(start, end - wire.MARKER_LENGTH)
        found = wire.MARKER_SUFFIX.search(title, tail, end)
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
    if kind == "plain" and word != word.upper() and key not in wire.MARKERS_ANY_CASE:
        return None
    if key in names:
        return names[key]
    ordinal = wire.MARKER_ORDINAL.fullmatch(key)
    if ordinal:
        number = int(ordinal.group("n1") or ordinal.group("n2") or ordinal.group("n3"))
        return f"{number}{_ORDINAL_ENDING.get(number, 'th')}-{'report' if ordinal.group('n3') else 'lead'}"
    if kind == "bracketed" and key.startswith("yonhap "):
        return key.removeprefix("yonhap ").replace(" ", "-")
    return None


_ORDINAL_ENDING = {1: "st", 2: "nd", 3: "rd"}


@lru_cache(maxsize=256)
def _marker_names(profile: SourceProfile) -> dict[str, str]:
    return wire.MARKERS | {written.casefold(): name for written, name in profile.markers}


# --- the head of a text ---------------------------------------------------------------------------


def _head_spans(
    titles: tuple[str, str], text: str, profile: SourceProfile
) -> tuple[int, list[FurnitureSpan]]:
    """Furniture of the first lines, and where the article's own words begin."""
    spans: list[FurnitureSpan] = []
    begin = _title_repeated(titles, text, spans)
    patterns = _patterns(profile)
    stamped = wire.STAMP_PREFIX.match(text, begin)
    if stamped:
        spans.append(_span(text, begin, stamped.end(), "stamp"))
        begin = stamped.end()
    previous = ""
    captioned = wording = False
    for line_start, line_end in _lines(text, begin, HEAD_LINES):
        line = text[line_start:line_end]
        dated = _dateline(text, line_start, patterns)
        if dated:
            spans += dated
            begin = dated[-1].end
            break
        if line in patterns.heads or wire.HEAD_LINE.fullmatch(line):
            spans.append(_span(text, line_start, line_end, "head"))
        elif wire.STAMP_LINE.fullmatch(line) and not (wording and wire.CARD_STAMP.fullmatch(line)):
            spans.append(_span(text, line_start, line_end, "stamp"))
        elif _is_caption(line, previous):
            spans.append(_span(text, line_start, line_end, "caption"))
            captioned = True
        elif wire.BYLINE_LINE.fullmatch(line):
            spans.append(_span(text, line_start, line_end, "byline"))
        else:
            wording = True
        previous = line
    if captioned:
        _take_repeated_captions(text, spans)
    return begin, spans


def _title_repeated(titles: tuple[str, str], text: str, spans: list[FurnitureSpan]) -> int:
    """Where the text goes on after its own title (with its markers or without), if it begins with it.

    Page heads may stand above it.
    """
    _, bare = titles
    wanted = _key(bare)
    if not wanted:
        return 0
    for line_start, line_end in _lines(text, 0, HEAD_LINES // 2):
        line = text[line_start:line_end]
        if len(line) < 2 * len(bare) + 40 and wanted in (_key(line), _key(_without_markers(line))):
            if text[:line_start].strip():
                spans.append(_span(text, 0, line_start, "head"))
            spans.append(_span(text, line_start, line_end, "title"))
            return line_end
    lead = len(text) - len(text.lstrip())
    for title in titles:
        if len(bare) >= MIN_GLUED_TITLE and text.startswith(title, lead):
            ending = wire.TITLE_ENDING.match(text, lead + len(title))
            if ending and (title[-1] in ".!?…" or not ending[0].isspace()):
                spans.append(_span(text, lead, ending.end(), "title"))
                return ending.end()
    return 0


def _without_markers(line: str) -> str:
    return _without(line, _title_spans(line, GENERIC))


def _dateline(text: str, start: int, patterns: _Patterns) -> list[FurnitureSpan]:
    found = patterns.dateline.match(text, start)
    if not found:
        return []
    spans = [_span(text, start, found.end(), "dateline")]
    byline = wire.BYLINE_AFTER_DATELINE.match(text, found.end())
    if byline:
        spans.append(_span(text, found.end(), byline.end(), "byline", byline.group("who")))
    return spans


def _is_caption(line: str, previous: str) -> bool:
    return bool(wire.CAPTION_LINE.fullmatch(line)) or (
        # The same words again, now with the photographer: «Sergey Lavrov  Ivan Ivanov/TASS».
        bool(wire.CREDITED_LINE.fullmatch(line)) and not wire.SENTENCE_END.search(previous)
    )


def _take_repeated_captions(text: str, spans: list[FurnitureSpan]) -> None:
    """A caption's words stand a second time beside it, without the photographer."""
    captions = {_key(span.value) for span in spans if span.kind == "caption"}
    taken = {span.start for span in spans}
    for line_start, line_end in _lines(text, 0, HEAD_LINES):
        key = _key(text[line_start:line_end])
        if line_start not in taken and len(key) > 8 and any(c.startswith(key) for c in captions):
            spans.append(_span(text, line_start, line_end, "caption"))


# --- the end of a text ----------------------------------------------------------------------------


def _tail_spans(title: str, text: str, begin: int, profile: SourceProfile) -> list[FurnitureSpan]:
    patterns = _patterns(profile)
    end = len(text)
    spans = []
    mark = wire.END_MARK.search(text, begin)
    if mark:
        spans.append(_span(text, mark.start(), mark.end(), "trailer"))
        rest = [text[a:b] for a, b in _lines(text, mark.end(), HEAD_LINES)]
        closing = all(patterns.trailer.fullmatch(line) or wire.BYLINE_LINE.fullmatch(line) for line in rest)
        if rest:
            spans.append(_span(text, mark.end(), end, "trailer" if closing else "related"))
        end = mark.start()
    listing = patterns.related.search(text, begin, end) or wire.DASHED_HEADLINES.search(text, begin, end)
    if listing:
        spans.append(_span(text, listing.start(), end, "related"))
        end = listing.start()
    for line_start, line_end in _lines_backwards(text, begin, end, TAIL_LINES):
        line = text[line_start:line_end]
        if wire.CAPTION_LINE.fullmatch(line):
            kind = "caption"
        elif wire.BYLINE_LINE.fullmatch(line):
            kind = "byline"
        elif patterns.trailer.fullmatch(line) or line in patterns.heads:
            kind = "trailer"
        elif wire.CARD_STAMP.fullmatch(line):
            card = _teaser_card(title, text, begin, line_start)
            if card is None:
                break
            spans.append(_span(text, card, line_end, "related"))
            end = card
            break
        else:
            last = patterns.closing.search(text, max(line_start, line_end - wire.CLOSING_LENGTH), line_end)
            if last and last.start() > line_start:
                spans.append(_span(text, last.start(), line_end, "trailer"))
            break
        spans.append(_span(text, line_start, line_end, kind))
        end = line_start
    return spans


def _teaser_card(title: str, text: str, begin: int, stamp: int) -> int | None:
    """Where another article's card (headline, lead, clock time) starts, if the text's end is one.

    It is one if hardly any word of the title is in it: a page's own last line may be a time too.
    """
    stems = {word[:5] for word in _words(title)}
    lines = list(_lines_backwards(text, begin, stamp, 4))
    card = text[lines[-1][0] : stamp] if lines else ""
    shared = stems & {word[:5] for word in _words(card)}
    if not stems or len(lines) > 3 or len(card) > 1_200 or 3 * len(shared) > len(stems):
        return None
    return lines[-1][0] if lines else stamp


def _inner_spans(text: str) -> list[FurnitureSpan]:
    spans = [_span(text, found.start(), found.end(), "note") for found in wire.NOTE.finditer(text)]
    spans += [_span(text, found.start(), found.end(), "caption") for found in wire.CAPTION.finditer(text)]
    return spans


# --- common ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Patterns:
    dateline: re.Pattern[str]
    trailer: re.Pattern[str]
    closing: re.Pattern[str]
    related: re.Pattern[str]
    heads: frozenset[str]


@lru_cache(maxsize=256)
def _patterns(profile: SourceProfile) -> _Patterns:
    related = "|".join(re.escape(line) for line in (*profile.related, *wire.RELATED))
    return _Patterns(
        dateline=re.compile("|".join((*profile.datelines, *wire.DATELINES))),
        trailer=re.compile("|".join((*profile.trailers, *wire.TRAILERS)), re.IGNORECASE),
        closing=re.compile(wire.CLOSING),
        related=re.compile(rf"^[ \t]*(?:{related})[ \t]*[:：]?[ \t]*$", re.MULTILINE | re.IGNORECASE),
        heads=frozenset((*profile.heads, *wire.HEADS)),
    )


def _span(text: str, start: int, end: int, kind: str, value: str | None = None) -> FurnitureSpan:
    words = text[start:end].strip() if value is None else value
    return FurnitureSpan(field="text", start=start, end=end, kind=kind, value=words)


def _lines(text: str, begin: int, most: int) -> Iterator[tuple[int, int]]:
    """The first lines that are not blank, as offsets without surrounding blanks."""
    position, stop = begin, min(len(text), begin + HEAD_CHARS)
    while position < stop and most:
        newline = text.find("\n", position, stop)
        line_end = newline if newline >= 0 else (len(text) if stop == len(text) else stop)
        line = text[position:line_end]
        if line.strip():
            yield position + len(line) - len(line.lstrip()), position + len(line.rstrip())
            most -= 1
        position = line_end + 1


def _lines_backwards(text: str, begin: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    floor = max(begin, end - TAIL_CHARS)
    while end > floor and most:
        newline = text.rfind("\n", floor, end)
        line_start = newline + 1 if newline >= 0 else floor
        if newline < 0 and floor > begin:
            return  # the line is longer than the window: it is text
        line = text[line_start:end]
        if line.strip():
            yield line_start + len(line) - len(line.lstrip()), line_start + len(line.rstrip())
            most -= 1
        end = max(newline, floor)


def _disjoint(spans: list[FurnitureSpan]) -> list[FurnitureSpan]:
    ordered: list[FurnitureSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > span.start and (not ordered or span.start >= ordered[-1].end):
            ordered.append(span)
    return ordered


def _without(text: str, spans: list[FurnitureSpan]) -> str:
    parts, position = [], 0
    for span in spans:
        parts.append(text[position : span.start])
        position = span.end
    return "".join((*parts, text[position:]))


_BLANKS = re.compile(r"[ \t]{2,}")
_NOT_LETTERS = re.compile(r"[\W_]+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", _BLANKS.sub(" ", text)).strip()


def _key(text: str) -> str:
    """Letters and digits only, for comparing lines that differ in quotes, dashes and spaces."""
    return _NOT_LETTERS.sub("", text[:1_000].casefold())


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w{4,}", text[:4_000].casefold()) if not word.isdigit()]


def _headline_of(text: str) -> tuple[str, str]:
    first, newline, rest = text.partition("\n")
    if newline and len(first) <= wire.HEADLINE_LENGTH and not wire.SENTENCE_END.search(first):
        return " ".join(first.split()), rest.strip()
    return "", text
