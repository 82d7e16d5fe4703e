"""Finding out which of many regular expressions may match a text, before any of them is tried.

RE2 knows strings without which an expression cannot match; they are looked for together, so an article
hardly pays for expressions that have nothing to do with it. One without such a string (two digits in a row,
say) may match anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Larger sets of strings take more memory than RE2 allows itself for one search.
_TOGETHER = 500
_LENGTH_TOGETHER = 50_000


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
