"""Items in and out: the JSON lines of ``tumen classify``, ``stories`` and ``match``.

One object a line: ``id``, ``title``, ``text``; optionally ``lang``, ``source``, ``url``, ``date``
(ISO 8601; a day will do). Unknown keys are ignored. A line that is no item is reported with its number
and skipped; it never ends the work.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.core.model import JSON, Match
    from monitor.core.understanding import Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as given. ``id`` is handed back as it came, whatever JSON value it is."""

    id: Any
    title: str
    text: str
    lang: str | None = None
    source: str | None = None
    url: str | None = None
    date: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that is no item; ``number`` counts from 1."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}; skipped"


def read_items(lines: Iterable[bytes]) -> Iterator[Item | BadLine]:
    """The items of a stream of lines, in order; empty lines are passed over."""
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        try:
            yield _item(json.loads(line))
        except UnicodeDecodeError:
            yield BadLine(number=number, reason="not UTF-8")
        except json.JSONDecodeError as error:
            yield BadLine(number=number, reason=f"not JSON ({error.msg}, column {error.colno})")
        except RecursionError:
            yield BadLine(number=number, reason="nested too deeply")
        except ValueError as error:
            yield BadLine(number=number, reason=str(error))


def _item(value: object) -> Item:
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    if value.get("id") is None:
        raise ValueError("no id")
    if value.get("title") is None and value.get("text") is None:
        raise ValueError("neither title nor text")
    try:
        json.dumps(value["id"], allow_nan=False)
    except ValueError:
        raise ValueError("id is a number that JSON does not have") from None
    return Item(
        id=value["id"],
        title=_text(value, "title") or "",
        text=_text(value, "text") or "",
        lang=_text(value, "lang"),
        source=_text(value, "source"),
        url=_text(value, "url"),
        date=parse_date(value["date"]) if _text(value, "date") else None,
    )


def _text(value: dict[str, object], key: str) -> str | None:
    text = value.get(key)
    if text is None:
        return None
    if not isinstance(text, str):
        raise ValueError(f"{key} is not a string")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"{key} holds half of a surrogate pair")
    return text


def parse_date(text: str) -> datetime:
    """A moment or a day (its midnight) in ISO 8601; without a zone it is UTC.

    Raises ``ValueError`` for anything else, and for a year at an end of the calendar.
    """
    try:
        if len(text) == len("2026-03-01"):
            moment = datetime.combine(date.fromisoformat(text), time(), UTC)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"date {text[:40]!r} is not ISO 8601") from None
    if not MINYEAR + 1 < moment.year < MAXYEAR:  # what is asked about the weeks around it must be dates
        raise ValueError(f"date {text[:40]!r} is at an end of the calendar")
    return moment


def spans(match: Match) -> list[JSON]:
    """The words that satisfied an expression, as JSON has them."""
    return [
        {"field": e.field, "start": e.start, "end": e.end, "text": e.text, "term": e.term}
        for e in match.evidence
    ]


def spans_in(item: Item, match: Match) -> list[JSON]:
    """The same for an item, with its words as given: of furniture that cites a match knows only blanks."""
    return [
        span | {"text": getattr(item, span["field"])[span["start"] : span["end"]]} for span in spans(match)
    ]


def classified(item: Item, understood: Understood, rules: Iterable[str]) -> JSON:
    """The line that ``tumen classify`` writes for an item; ``cut`` only if not all of it was looked at."""
    return {
        "id": item.id,
        "lang": understood.language,
        "topics": {
            verdict.topic: {
                "keep": verdict.keep,
                "score": round(verdict.score, 2),
                "facets": list(verdict.facets),
                "evidence": [
                    {
                        "field": mention.field,
                        "start": mention.start,
                        "end": mention.end,
                        "text": mention.text,
                        "entity": mention.entity,
                    }
                    for mention in verdict.evidence
                ],
            }
            for verdict in understood.verdicts
        },
        "entities": list(dict.fromkeys(mention.entity for mention in understood.mentions)),
        "cites": list(dict.fromkeys(citation.agency for citation in understood.cites)),
        "rules": list(rules),
        **({"cut": True} if understood.cut else {}),
    }
