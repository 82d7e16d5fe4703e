"""What the operator is told, said in the reader's language.

Pure. What there is to tell is kept as phrases: the name of a sentence in the catalogues
(``notices_english`` and its like, one a language) and the values that stand in it, as plain JSON. So a notice
is frozen as told, and each reader has it in words, units and a time zone of their own. Values from outside
(what a receiver answered, a file's mistakes) are said as they are.

A catalogue's sentences are format strings with these kinds of fields beside the usual:

    {it:time}    a time in ISO 8601      {it:span}  seconds       {it:bytes}   a size
    {it:number}  with thousands parted   {it:list}  its parts     {it:phrase}  a phrase in it
    {it:lines}   as it is, line by line
"""

from __future__ import annotations

from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts.render import safe
from alerts.render.labels import zone_name
from alerts.render.notices_english import ENGLISH
from alerts.render.notices_korean import KOREAN
from alerts.render.notices_russian import RUSSIAN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from monitor.core.model import JSON

CATALOGUES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "ru": RUSSIAN, "ko": KOREAN}

_UNITS = {
    "en": (" d", " h", " min", " s", " GB", " MB"),
    "ru": (" д", " ч", " мин", " с", " ГБ", " МБ"),
    "ko": ("일", "시간", "분", "초", "GB", "MB"),
}
_SECONDS = (86_400, 3_600, 60, 1)


def worded(notice: JSON, *, language: str, timezone: str) -> tuple[str, str]:
    """Headline, on one line, and text of a notice for a reader of that language in that zone."""
    return said(notice["headline"], notice["lines"], language=language, timezone=timezone)


def said(headline: JSON, lines: Sequence[Sequence[JSON]], *, language: str, timezone: str) -> tuple[str, str]:
    """The same of phrases; those of one line stand one behind the other."""
    speaker = _Speaker(language, timezone)
    text = "\n".join(" ".join(map(speaker.say, line)) for line in lines)
    return safe.line(speaker.say(headline)), safe.plain(text)


def span(seconds: float, language: str = "en") -> str:
    """A time in its two largest units: ``3 d 4 h``, ``2 h 5 min``, ``40 s``."""
    left = max(0, round(seconds))
    parts: list[str] = []
    for name, size in zip(_units(language), _SECONDS, strict=False):
        count, left = divmod(left, size)
        if count or parts:
            parts.append(f"{count}{name}" if count else "")
        if len(parts) == 2:
            break
    return " ".join(filter(None, parts)) or f"0{_units(language)[3]}"


def _units(language: str) -> tuple[str, ...]:
    return _UNITS.get(language, _UNITS["en"])


class _Speaker(Formatter):
    """Says phrases to a reader."""

    def __init__(self, language: str, timezone: str) -> None:
        self._language = language if language in CATALOGUES else "en"
        self._zone = ZoneInfo(timezone)

    def say(self, phrase: JSON) -> str:
        return self.vformat(CATALOGUES[self._language][phrase["say"]], (), phrase)

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 (the interface's)
        """A value as its field has it."""
        match format_spec:
            case "time":
                local = datetime.fromisoformat(value).astimezone(self._zone)
                return f"{local:%Y-%m-%d %H:%M} {zone_name(local)}".rstrip()
            case "span":
                return span(value, self._language)
            case "bytes":
                *_, giga, mega = _units(self._language)
                size, places, unit = (value / 1e9, 1, giga) if value >= 1e9 else (value / 1e6, 0, mega)
                return self._number(size, places) + unit
            case "number":
                return self._number(value)
            case "list":
                return ", ".join(map(safe.line, value))
            case "phrase":
                return self.say(value)
            case "lines":
                return safe.plain(value)
        return safe.line(format(value, format_spec))

    def _number(self, value: float, places: int = 0) -> str:
        text = f"{value:,.{places}f}"
        # "10 000,5" with blanks that do not break, as Russian has it.
        return text.translate(_RUSSIAN_NUMBERS) if self._language == "ru" else text


_RUSSIAN_NUMBERS = str.maketrans({",": "\u00a0", ".": ","})
