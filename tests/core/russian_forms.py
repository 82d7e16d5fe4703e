"""Writes ``monitor/core/words/data/russian_forms.txt`` anew: python -m tests.core.russian_forms

The Cyrillic words are all those that are looked up while what Tumen brings is compiled; their forms are
those of pymorphy3's dictionary.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.words import russian

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = Path(russian.__file__).parent / "data" / "russian_forms.txt"

HEAD = """\
# The Cyrillic words of the lexicon, of the word lists and of the shipped rules, with the forms that they have
# by pymorphy3's dictionary (OpenCorpora), so that no start need look them up.
# A line: the word as written, what its forms have in common, and their endings; - is for no letters.
# Written by: python -m tests.core.russian_forms
"""


def words() -> set[str]:
    """The words looked up while everything is compiled; only the first call in a process sees any."""
    seen: set[str] = set()
    look_up = russian.forms

    def note(word: str) -> frozenset[str]:
        seen.add(word)
        return look_up(word)

    russian.forms = note  # type: ignore[assignment]
    try:
        import monitor.workers.preloaded  # noqa: F401 - it compiles what all configurations share
        from monitor.configfile import read, shipped_path
        from monitor.reader import Reader

        Reader(read(shipped_path(), {}))
    finally:
        russian.forms = look_up
    return seen


def table(words: Iterable[str]) -> str:
    """The file for these words."""
    listed = sorted(word for word in words if not russian.is_abbreviation(word))
    return HEAD + "".join(russian.line_of(word) + "\n" for word in listed)


if __name__ == "__main__":
    FILE.write_text(table(words()), encoding="utf-8")
