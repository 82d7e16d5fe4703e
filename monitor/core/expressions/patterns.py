"""Finding out which of many regular expressions may match a text, before any of them is tried.

RE2 knows strings without which an expression cannot match; they are looked for together, so an article
hardly pays for expressions that have nothing to do with it. One without such a string (two digits in a row,
say) may match anything.

RE2 takes for a letter what is in a to z; what can be done about that is done here, the rest refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Larger sets of strings take more memory than RE2 allows itself for one search.
_TOGETHER = 500
_LENGTH_TOGETHER = 50_000


_LETTERS = r"\pL\pM\pN_"
_PIECE = re.compile(r"\\Q.*?(?:\\E|\Z)|(\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])|\\[wW]|\\.", re.DOTALL)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_FOREIGN = r"[^\W\d_a-zA-Z]"
_FOREIGN_EDGE = re.compile(rf"\\[bB](?:\(\?[a-zA-Z]*[:)]|[(\[^])*{_FOREIGN}|{_FOREIGN}[)\]*+?]*\\[bB]")


def with_all_letters(pattern: str) -> str:
    r"""The expression with ``\w`` for letters and digits of every script; RE2's own are a to z."""

    def piece(found: re.Match[str]) -> str:
        if found[1]:
            return _ESCAPE.sub(lambda escape: _LETTERS if escape[0] == r"\w" else escape[0], found[1])
        return {r"\w": f"[{_LETTERS}]", r"\W": f"[^{_LETTERS}]"}.get(found[0], found[0])

    return _PIECE.sub(piece, pattern)


def blind_spot(pattern: str) -> str:
    r"""What in the expression would quietly never match because RE2 knows a to z only; empty if nothing."""
    if any(found[1] and r"\W" in _ESCAPE.findall(found[1]) for found in _PIECE.finditer(pattern)):
        return r"\W has no place in brackets; \PL is what is no letter"
    if _FOREIGN_EDGE.search(pattern):
        return r"\b knows the letters a to z only; leave it out, or look for the word without slashes"
    return ""


class PatternIndex:
    """Regular expressions in RE2's syntax, each with a number."""

    def __init__(self, patterns: Mapping[int, str]) -> None:
        self._filters: list[tuple[Any, list[int]]] = []
        length = 0
        for number, pattern in patterns.items():
            length += len(pattern)
            if not self._filters or len(self._filters[-1][1]) == _TOGETHER or length > _LENGTH_TOGETHER:
                self._filters.append((_filter(), []))
                length = len(pattern)
            together, numbers = self._filters[-1]
            together.Add(pattern)
            numbers.append(number)
        for together, _ in self._filters:
            together.Compile()

    def __bool__(self) -> bool:
        return bool(self._filters)

    def candidates(self, text: str) -> Iterator[int]:
        """The numbers of the expressions that may match."""
        encoded = text.encode()
        for together, numbers in self._filters:
            for index in together.Match(encoded, potential=True) or ():
                yield numbers[index]


def _filter() -> Any:  # noqa: ANN401 - the library has no types
    import re2

    return re2.Filter()
