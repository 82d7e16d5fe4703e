"""An expression cut into tokens, each with its position."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.errors import ExpressionError
from monitor.core.expressions.syntax import DEFAULT_DISTANCE, FIELDS, FILTERS, KEYWORDS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    WORD = auto()
    PREFIX = auto()
    QUOTED = auto()
    EXACT = auto()
    ENTITY = auto()
    REGEX = auto()
    FIELD = auto()
    KEYWORD = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    END = auto()


class Token(NamedTuple):
    """``text`` is the content: without quotes, slashes, or the sign that tells the kind."""

    kind: Kind
    text: str
    position: int
    number: int = 0

    def __str__(self) -> str:
        """As named in an error."""
        return "the end" if self.kind is Kind.END else f'"{self.text}"'


_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
_SINGLE = {
    **dict.fromkeys("(（", Kind.OPEN),
    **dict.fromkeys(")）", Kind.CLOSE),
    **dict.fromkeys(",，", Kind.COMMA),
}
_WORD = re.compile(r"[^\s()（）\",，“”„«»「」『』]+")
_BLANKS = re.compile(r"\s*")
_FIELD = re.compile(r"([A-Za-z_-]+):")
_NEAR = re.compile(r"NEAR(?:/(.*)|(?=\d)(.*))?", re.DOTALL)
_FLAGS = re.compile(r"[ims]{1,3}\b")

# What means something elsewhere, and here would quietly be a word: what is written instead.
_ELSEWHERE = (
    (re.compile(r"[-!](\w.*)", re.DOTALL), "NOT {}"),
    (re.compile(r"(?i:near)/?(\d+)"), "NEAR/{}"),
    (re.compile(r"~(\d+)"), "NEAR/{} between the words"),
    (re.compile(rf"({'|'.join(FIELDS + FILTERS)})=.*", re.DOTALL | re.IGNORECASE), "{}:"),
    (re.compile(r"['‘]([^'’]+)", re.DOTALL), 'double quotes around words in a row: "{} …"'),
    (re.compile(r"\+([^\W\d].*)", re.DOTALL), "{}, which must be there anyway"),
    (re.compile(r"(\w+)(?:~\d*|\^\d+)"), "{}"),
    (re.compile(r"(\w+)\?\w*"), "{}*, or a regular expression: /…/"),
    (re.compile(r"&&?()"), "AND"),
    (re.compile(r"\|\|?()"), "OR"),
)
_FARTHEST = 1000


def tokens(expression: str) -> Iterator[Token]:
    """The tokens in order, an END last; raises ``ExpressionError``."""
    position = _skip(expression, 0)
    while position < len(expression):
        token, position = _next(expression, position)
        yield token
        position = _skip(expression, position)
    yield Token(Kind.END, "", position)


def _skip(expression: str, position: int) -> int:
    blanks = _BLANKS.match(expression, position)
    return blanks.end() if blanks else position


def _next(expression: str, position: int) -> tuple[Token, int]:
    sign = expression[position]
    if sign in _SINGLE:
        return Token(_SINGLE[sign], sign, position), position + 1
    if sign in _QUOTES:
        text, end = _quoted(expression, position)
        return Token(Kind.QUOTED, text, position), end
    if sign == "/":
        return _regex(expression, position)
    if sign == "=" and expression[position + 1 : position + 2] in tuple(_QUOTES):
        text, end = _quoted(expression, position + 1)
        return Token(Kind.EXACT, text, position), end
    field = _FIELD.match(expression, position)
    if field:
        return Token(Kind.FIELD, field.group(1), position), field.end()
    found = _WORD.match(expression, position)
    if not found:
        raise ExpressionError(
            f"a closing quote {sign} without an opening one",
            expression=expression,
            position=position,
            hint="remove it, or put a quote before the words",
        )
    return _word(expression, found.group(), position), found.end()


def _word(expression: str, word: str, position: int) -> Token:
    if word in KEYWORDS and word != "NEAR":
        return Token(Kind.KEYWORD, word, position)
    near = _NEAR.fullmatch(word)
    if near:
        return _near(expression, near, position)
    for pattern, instead in _ELSEWHERE:
        if found := pattern.fullmatch(word):
            raise ExpressionError(
                f"{word} means nothing here",
                expression=expression,
                position=position,
                hint=f"write {instead.format(found.group(1).lower())}; to look for it as it stands, quote it",
            )
    if word[0] in "@=":
        if len(word) == 1:
            raise ExpressionError(
                f"{word} stands alone",
                expression=expression,
                position=position,
                hint="write @north-korea for an entity" if word == "@" else 'write =Word or ="Exact Phrase"',
            )
        if word[0] == "=" and word[-1] == "*":
            raise ExpressionError(
                "a star has no place in what is looked for as written",
                expression=expression,
                position=position + len(word) - 1,
                hint=f"write {word[1:]}, or quote it: ={quoted(word[1:])}",
            )
        return Token(Kind.ENTITY if word[0] == "@" else Kind.EXACT, word[1:], position)
    if "*" in word:
        if word.index("*") != len(word) - 1 or len(word) == 1:
            raise ExpressionError(
                "a star stands only at the end of a word",
                expression=expression,
                position=position + word.index("*"),
                hint="for anything more use a regular expression, /like.*this/",
            )
        return Token(Kind.PREFIX, word[:-1], position)
    return Token(Kind.WORD, word, position)


def _near(expression: str, near: re.Match[str], position: int) -> Token:
    number = near.group(1)
    if number is None and near.group(2) is None:
        return Token(Kind.NEAR, "NEAR", position, DEFAULT_DISTANCE)
    if number is None or not number.isascii() or not number.isdigit() or int(number[:6]) > _FARTHEST:
        raise ExpressionError(
            f"NEAR/ wants a number of words up to {_FARTHEST}",
            expression=expression,
            position=position + len("NEAR" if number is None else "NEAR/"),
            hint="write NEAR/10",
        )
    return Token(Kind.NEAR, near.group(), position, int(number))


def _quoted(expression: str, position: int) -> tuple[str, int]:
    closing = _QUOTES[expression[position]]
    made: list[str] = []
    at = position + 1
    while at < len(expression):
        sign = expression[at]
        if sign == "\\" and expression[at + 1 : at + 2] in ("\\", *closing):
            made.append(expression[at + 1])
            at += 2
        elif sign in closing:
            return "".join(made), at + 1
        else:
            made.append(sign)
            at += 1
    raise ExpressionError(
        "the quote is never closed", expression=expression, position=position, hint=f"add {closing[0]}"
    )


def _regex(expression: str, position: int) -> tuple[Token, int]:
    made: list[str] = []
    at = position + 1
    while at < len(expression):
        sign = expression[at]
        if sign == "\\" and at + 1 < len(expression):
            made.append("/" if expression[at + 1] == "/" else expression[at : at + 2])
            at += 2
        elif sign == "/":
            if flags := _FLAGS.match(expression, at + 1):
                raise ExpressionError(
                    "a regular expression has its flags inside",
                    expression=expression,
                    position=at + 1,
                    hint=f"write /(?{flags.group()})…/, or a blank after the slash",
                )
            return Token(Kind.REGEX, "".join(made), position), at + 1
        else:
            made.append(sign)
            at += 1
    raise ExpressionError(
        "the regular expression is never closed",
        expression=expression,
        position=position,
        hint="write NEAR/5 without a blank"
        if expression[:position].rstrip().endswith("NEAR")
        else "add / at its end, or quote a word that begins with a slash",
    )
