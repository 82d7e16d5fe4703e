"""Whom an article names as the source of its report: «Yonhap reported», «передает ТАСС», 연합뉴스에 따르면.

An agency's name alone is no citation: it may be in the news itself, or take a picture. It becomes one through
the words of quoting beside it in its sentence (``monitor.core.quoting``), through its place (a headline's
«— KCNA», «朝中社：», a credit in brackets, a line of its own at the end: ``monitor.core.bylines``), or by
standing in another house's dateline, byline or trailer. Names in a row share their words, and each link of a
chain («Reuters со ссылкой на ЦТАК») counts. "North Korea's state news agency" is as good as a name.

An article does not cite the agency whose own it is, unless something was said to that agency («сообщил ТАСС
посол», "told Yonhap"): then it is the source, and not only the publisher. Which agency that is, the caller
says. The names are the lexicon's (kind ``agency``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from monitor.core import bylines, quoting
from monitor.core.model import Citation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from monitor.core.furniture import FurnitureSpan
    from monitor.core.lexicon import Lexicon
    from monitor.core.model import Mention
    from monitor.core.text import Folded

CITING_PARTS = ("dateline", "byline", "trailer")
"""The furniture in which another house's name says whose the report is."""

MOST_NAMES = 1_000
"""Names looked at in a field; only an absurd text has more."""

_BEFORE, _AFTER = 130, 240
"""Code points beside a name in which the words of quoting are looked for."""

_TELLERS = frozenset(("agency", "outlet"))  # names that words of quoting may belong to

# No end: «U.S. », «Sept. 6», «ул. ».
_SENTENCE_END = re.compile(r"(?<!\b[a-zа-я])(?<!\b[a-zа-я]{2})(?<!\bкорр)[.!?…]['\")\]]{0,3}\s|[。！？\n]")
_CREDIT_LINES, _CREDIT_LINE = 3, 60
"""Lines after a name that is a line of its own, and the length of each."""

_LEAD_IN = 16
"""What may stand before the name that opens a headline or a line: «North Korea's KCNA:», «러 타스 "…"»."""

_MARKUP = ' -*_[]"'

_DESCRIPTION = 60
"""Code points before a state's name in which it may be called an agency's."""

_SAME_NAME_GOES_ON = {" (": ")", "(": ")", ", ": ",", ", the ": ",", " ": "", ' "': '"'}
"""What stands between two ways of saying a name, and what closes the second."""


class _Name(NamedTuple):
    """An agency's or an outlet's name in a field's folded text, and the rest of its sentence beside it.

    The rest ends where the next name begins, for words belong to the name that they stand next to;
    ``beyond`` goes on from there to the sentence's end.
    """

    agency: str
    start: int
    end: int
    before: str = ""
    after: str = ""
    beyond: str = ""


class _Words(NamedTuple):
    """A name with the words that make it a source. ``told``: something was said to it."""

    start: int
    end: int
    told: bool = False


def citations(
    title: Folded,
    text: Folded,
    mentions: Iterable[Mention],
    *,
    lexicon: Lexicon,
    own: Collection[str] = (),
    furniture: Sequence[FurnitureSpan] = (),
) -> tuple[Citation, ...]:
    """The agencies named as source, each once a field, in order of appearance: title, text, furniture.

    ``own`` are the agencies whose article this is. ``furniture`` is what was taken out of title and text;
    a citation found there is at the place that its span says.
    """
    tellers = [
        mention
        for mention in mentions
        if mention.entity in quoting.STATE_AGENCIES or lexicon.kind(mention.entity) in _TELLERS
    ]
    found = []
    for field, folded in (("title", title), ("text", text)) if tellers else ():  # most articles name none
        named = (_named(folded, teller) for teller in tellers if teller.field == field)
        names = _names(folded.text, islice(filter(None, named), MOST_NAMES))
        for name, words in _sources(folded.text, names, headline=field == "title"):
            if lexicon.kind(name.agency) == "agency" and (words.told or name.agency not in own):
                start, end = folded.span(words.start, words.end)
                found.append(_citation(name.agency, field, start, folded.original[start:end]))
    found += _in_furniture(furniture, lexicon, own)
    first: dict[tuple[str, str], Citation] = {}
    for citation in sorted(found, key=lambda citation: (_ORDER[citation.field], citation.start)):
        first.setdefault((citation.agency, citation.field), citation)
    return tuple(first.values())


_ORDER = {field: place for place, field in enumerate(("title", "text", *CITING_PARTS))}


def _citation(agency: str, field: str, start: int, words: str) -> Citation:
    return Citation(agency=agency, field=field, start=start, end=start + len(words), text=words)


def _named(folded: Folded, mention: Mention) -> tuple[str, int, int] | None:
    """The agency that a mention names, and where; None for a state that nothing makes an agency's name."""
    start, end = folded.locate(mention.start, mention.end)
    agency = quoting.STATE_AGENCIES.get(mention.entity)
    if agency is None:
        return mention.entity, start, end
    words = quoting.STATE_AGENCY_AFTER.match(folded.text, end)
    if words:
        return agency, start, words.end()
    words = quoting.STATE_AGENCY_BEFORE.search(folded.text, max(0, start - _DESCRIPTION), start)
    return (agency, words.start(), end) if words else None


def _names(text: str, named: Iterable[tuple[str, int, int]]) -> list[_Name]:
    """The names with what stands beside them; of one that is said twice («… (KCNA)») both are one."""
    places: list[tuple[str, int, int]] = []
    for agency, start, end in named:
        between = text[places[-1][2] : start] if places and places[-1][0] == agency else ""
        if between in _SAME_NAME_GOES_ON:
            closing = _SAME_NAME_GOES_ON[between]
            places[-1] = (agency, places[-1][1], end + len(closing) * text.startswith(closing, end))
        else:
            places.append((agency, start, end))
    begins = [0, *(end for _, _, end in places)]
    stops = [*(start for _, start, _ in places[1:]), len(text)]
    names = []
    for (agency, start, end), begin, stop in zip(places, begins, stops, strict=False):
        sentence = _sentence_after(text, end)
        cut = max(0, stop - end)
        before = _sentence_before(text, begin, start)
        names.append(_Name(agency, start, end, before, sentence[:cut], sentence[cut:]))
    return names


def _sources(text: str, names: list[_Name], *, headline: bool) -> Iterator[tuple[_Name, _Words]]:
    """The names that something makes a source."""
    barred = _barred(text, names)
    found = [
        None if bar else _said(name) or _placed(text, name, headline=headline)
        for name, bar in zip(names, barred, strict=True)
    ]
    # Words before a row of names reach its later ones, words behind it the earlier ones.
    later = [(place - 1, place) for place in range(1, len(names))]
    earlier = [(place, place - 1) for place in range(len(names) - 1, 0, -1)]
    for here, there in later + earlier:
        words, name = found[here], names[there]
        free = not found[there] and not barred[there]
        if words and free and _in_a_row(text, names, min(here, there)):
            found[there] = _Words(min(name.start, words.start), max(name.end, words.end), words.told)
    for name, words in zip(names, found, strict=True):
        if words:
            yield name, words


def _barred(text: str, names: list[_Name]) -> list[bool]:
    """Which of the names are in the news themselves, or in the credit of a picture."""
    pictured = [_pictures(name) for name in names]
    for here in range(len(names) - 1):
        if pictured[here] and bylines.CREDIT_JOINED.fullmatch(names[here + 1].before):
            pictured[here + 1] = True
    for here in range(len(names) - 2, -1, -1):
        joined = bylines.PICTURE_JOINED.fullmatch(text, names[here].end, names[here + 1].start)
        if joined and (pictured[here + 1] or _credits(text, names[here].start, joined, names[here + 1].end)):
            pictured[here] = pictured[here + 1] = True
    return [shown or _in_the_news(name) for shown, name in zip(pictured, names, strict=True)]


def _pictures(name: _Name) -> bool:
    return bool(bylines.PICTURE_BEFORE.search(name.before) or bylines.PICTURE_AFTER.match(name.after))


def _credits(text: str, start: int, joined: re.Match[str], end: int) -> bool:
    """Whether two names that are joined without words stand as the credits of pictures do."""
    opens = bylines.PICTURE_OPENS.search(text, max(0, start - _CREDIT_LINE), start)
    if not opens or joined[0] == " " or (opens[0] == "(" and joined[0].strip() not in ("-", "=")):
        return False
    bracket = opens[0][0] if opens[0][0] in "[(" else ""
    return bool(bylines.PICTURE_ENDS[bracket].match(text, end))


def _in_a_row(text: str, names: list[_Name], place: int) -> bool:
    start, end = names[place].end, names[place + 1].start
    return end - start <= _BEFORE and bool(quoting.JOINED.fullmatch(text, start, end))


def _in_the_news(name: _Name) -> bool:
    return bool(bylines.ITSELF_BEFORE.search(name.before) or bylines.ITSELF_AFTER.match(name.after))


def _said(name: _Name) -> _Words | None:
    """The name together with its words of quoting, if there are any."""
    before, after = name.before, name.after
    told = quoting.TOLD_AFTER.match(after)
    if told:
        return _Words(name.start, name.end + told.end(), told=True)
    first = name.start - len(before)
    reporters = bylines.PEOPLE_BEFORE.search(before)
    if reporters:
        before = before[: reporters.start()]
    words = quoting.TOLD_BEFORE.search(before) or quoting.SAID_BEFORE.search(before)
    if words:
        return _Words(first + words.start(), name.end, told=words.re is quoting.TOLD_BEFORE)
    people = bylines.PEOPLE_AFTER.match(after)
    words = quoting.SAID_AFTER.match(after, people.end() if people else 0)
    if not words and not reporters and not people:
        rest = after + name.beyond if quoting.SUBJECT.match(after) else after
        another = quoting.ANOTHER_SPEAKS.search(rest)
        words = quoting.SAID_ANYWHERE_AFTER.search(rest, 0, another.start() if another else len(rest))
    return _Words(name.start, name.end + words.end()) if words else None


def _placed(text: str, name: _Name, *, headline: bool) -> _Words | None:
    """The name, if it stands where sources are put."""
    place = _of_a_headline if headline else _of_a_line
    placed = place(text, name) or _credited(text, name) or quoting.SUBJECT_CUT_OFF.match(text, name.end)
    return _Words(name.start, name.end) if placed else None


def _of_a_headline(text: str, name: _Name) -> bool:
    if len(name.before.strip()) <= _LEAD_IN and bylines.HEADLINE_GOES_ON.match(name.after):
        return True
    closes = bylines.CLOSES.match(text, name.end) or name.after.startswith(":")
    return bool(closes and bylines.HEADLINE_BEFORE.search(name.before))


def _of_a_line(text: str, name: _Name) -> bool:
    if len(name.before.strip(_MARKUP)) <= _LEAD_IN and name.after.lstrip(_MARKUP).startswith(":"):
        return True
    if not bylines.CLOSES.match(text, name.end):
        return False
    return bool(bylines.LINE_BEFORE.search(name.before)) or _stands_alone(text, name)


def _credited(text: str, name: _Name) -> bool:
    before = text[max(0, name.start - _CREDIT_LINE) : name.start]
    return bool(bylines.CREDIT.search(before) and bylines.CREDIT_END.match(text, name.end))


def _stands_alone(text: str, name: _Name) -> bool:
    """Whether the name is a line of its own at the text's end, where only a few short lines follow."""
    if not name.start or text[name.start - 1] != "\n":
        return False
    rest = text[name.end : name.end + _CREDIT_LINES * _CREDIT_LINE]
    lines = rest.rstrip().split("\n")
    return (
        name.end + len(rest) == len(text)
        and len(lines) <= _CREDIT_LINES
        and all(len(line) <= _CREDIT_LINE and not line.endswith(".") for line in lines)
    )


def _sentence_before(text: str, begin: int, start: int) -> str:
    before = text[max(begin, start - _BEFORE) : start]
    last = 0
    for ending in _SENTENCE_END.finditer(before):
        last = ending.end()
    return before[last:]


def _sentence_after(text: str, end: int) -> str:
    after = text[end : end + _AFTER]
    ending = _SENTENCE_END.search(after)
    return after[: ending.start() + 1] if ending else after


def _in_furniture(
    furniture: Sequence[FurnitureSpan], lexicon: Lexicon, own: Collection[str]
) -> Iterator[Citation]:
    """Another house's name where an article says whose it is: 【聯合ニュース】, «(Yonhap)» at the end."""
    for span in furniture:
        if span.kind not in CITING_PARTS:
            continue
        for agency, start, end in _agencies_in(lexicon, span.value):
            if agency not in own:
                yield _citation(agency, span.field, span.start + start, span.value[start:end])


@lru_cache(maxsize=512)
def _agencies_in(lexicon: Lexicon, words: str) -> tuple[tuple[str, int, int], ...]:
    """As the lexicon finds them; a wire's datelines and trailers are the same all day."""
    return lexicon.agencies_in(words)
