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

# Letters, marks and digits in a few ranges: Unicode's own \pL takes a quarter of a megabyte an expression.
_LETTERS = (
    r"0-9A-Z_a-z\x{aa}\x{b5}\x{ba}\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{11ff}\x{1e00}-\x{1fff}"
    r"\x{3005}-\x{3007}\x{3031}-\x{3035}\x{3041}-\x{309f}\x{30a1}-\x{30fa}\x{30fc}-\x{318e}\x{3400}-\x{9fff}"
    r"\x{ac00}-\x{d7a3}\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff66}-\x{ff9f}"
)
_PIECE = re.compile(r"\\Q.*?(?:\\E|\Z)|(\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])|\\[wW]|\\.", re.DOTALL)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_BEGIN, _END = rf"(?:\b|\A|[^{_LETTERS}])", rf"(?:\b|\z|[^{_LETTERS}])"
_WHOLE = re.compile(
    r"(?P<flags>\(\?[a-zA-Z]+\))?(?P<first>\\b)?(?P<core>.*?)(?P<last>(?<!\\)\\b)?", re.DOTALL
)
_FOREIGN = r"[^\W\d_a-zA-Z]"
_FOREIGN_EDGE = re.compile(rf"\\[bB](?:\(\?[a-zA-Z]*[:)]|[(\[^])*{_FOREIGN}|{_FOREIGN}[)\]*+?]*\\[bB]")


def for_all_scripts(pattern: str) -> tuple[str, int]:
    r"""What RE2 is to be given for an expression, and which group of that is what the expression matches.

    ``\w`` comes to stand for the letters and digits of every script, and ``\b`` at the beginning and end of
    the whole for their edges, too, at the price of a character beside the match.
    """
    letters = _with_all_letters(pattern)
    first, core, last = _parted(pattern)
    if not (first or last) or (pattern.isascii() and letters == pattern):
        return letters, 0
    return f"{first}({_with_all_letters(core)}){last}", 1


def _parted(pattern: str) -> tuple[str, str, str]:
    r"""The expression without a ``\b`` at its edges, between flags and what stands for these edges."""
    whole = _WHOLE.fullmatch(pattern)
    if not whole or _has_branches(whole["core"]) or not (whole["first"] or whole["last"]):
        return "", pattern, ""
    return (
        (whole["flags"] or "") + (_BEGIN if whole["first"] else ""),
        whole["core"],
        _END if whole["last"] else "",
    )


def _with_all_letters(pattern: str) -> str:
    def piece(found: re.Match[str]) -> str:
        if found[1]:
            return _ESCAPE.sub(lambda escape: _LETTERS if escape[0] == r"\w" else escape[0], found[1])
        return {r"\w": f"[{_LETTERS}]", r"\W": f"[^{_LETTERS}]"}.get(found[0], found[0])

    return _PIECE.sub(piece, pattern)


def _has_branches(pattern: str) -> bool:
    """Does the expression consist of alternatives as a whole?"""
    depth = 0
    for sign in _PIECE.sub("", pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return True
    return False


def blind_spot(pattern: str) -> str:
    r"""What in the expression would quietly never match because RE2 knows a to z only; empty if nothing."""
    if any(found[1] and r"\W" in _ESCAPE.findall(found[1]) for found in _PIECE.finditer(pattern)):
        return r"\W has no place in brackets; \PL is what is no letter"
    if _FOREIGN_EDGE.search(_parted(pattern)[1]):
        return r"\b amid an expression knows the letters a to z only; leave it out there"
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
