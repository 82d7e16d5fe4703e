"""Reading an expression: the grammar of docs/expressions.md, by recursive descent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from monitor.core.errors import ExpressionError
from monitor.core.expressions.patterns import blind_spot
from monitor.core.expressions.syntax import (
    FIELDS,
    FILTERS,
    And,
    AtLeast,
    Entity,
    Exact,
    Expression,
    Filter,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Within,
    Word,
    stands_somewhere,
    walk,
)
from monitor.core.expressions.tokens import Kind, Token, tokens
from monitor.core.text import fold, word_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

LONGEST = 100_000
"""Code points of an expression."""

DEEPEST = 60
"""Brackets and NOTs inside one another."""

_ALL = (*FIELDS, *FILTERS)
_SHOWN = 8  # known names at most in a hint
_KINDS = {"cites": "agency"}
_LANGUAGES = {
    "english": "en",
    "russian": "ru",
    "korean": "ko",
    "chinese": "zh",
    "japanese": "ja",
    "kr": "ko",
    "cn": "zh",
    "jp": "ja",
    "ua": "uk",
}
"""What languages are called, and countries' codes, that are no language's code."""

_BROKEN = re.compile("[\ud800-\udfff]")
"""Half of a character, which is what Python makes of an argument that is not UTF-8."""

_STAR = re.compile(r"(\w+)\*")

_ON_COMMAS = "write OR between alternatives, or 2 OF (a, b, c); quote a word with a comma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an expression may name. None: names of this kind are not checked."""

    entities: Collection[str] | None = None
    topics: Collection[str] | None = None
    facets: Collection[str] | None = None
    sources: Collection[str] | None = None
    feeds: Collection[str] | None = None
    agencies: Collection[str] | None = None

    def of(self, field: str) -> Collection[str] | None:
        """The names that a filter's value may be."""
        return {
            "topic": self.topics,
            "facet": self.facets,
            "source": self.sources,
            "feed": self.feeds,
            "cites": self.agencies,
        }.get(field)


def parse(expression: str, names: Names | None = None) -> Expression:
    """Read an expression; raises ``ExpressionError`` with position, reason and hint."""
    if len(expression) > LONGEST:
        raise ExpressionError(
            f"longer than {LONGEST} characters",
            expression=expression,
            position=LONGEST,
            hint="split the rule",
        )
    if broken := _BROKEN.search(expression):
        raise ExpressionError(
            "a character that is not whole",
            expression=expression,
            position=broken.start(),
            hint="write the expression in UTF-8",
        )
    parser = _Parser(expression, names or Names())
    return parser.whole()


def caret(error: ExpressionError) -> str:
    """The line of the expression with a caret under the position, then the reason."""
    before = error.expression[: error.position]
    start = before.rfind("\n") + 1
    end = error.expression.find("\n", error.position)
    line = error.expression[start : len(error.expression) if end < 0 else end]
    # Chinese, Japanese and Korean characters take two columns on a terminal.
    columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before[start:])
    hint = f" ({error.hint})" if error.hint else ""
    return (
        f"{line.replace(chr(9), ' ')}\n{' ' * columns}^\nposition {error.position + 1}: {error.reason}{hint}"
    )


class _Parser:
    def __init__(self, expression: str, names: Names) -> None:
        self.expression = expression
        self.names = names
        self.tokens = list(tokens(expression))
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def kind(self) -> Kind:
        return self.tokens[self.index].kind

    def take(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def error(self, reason: str, token: Token, hint: str = "") -> ExpressionError:
        return ExpressionError(reason, expression=self.expression, position=token.position, hint=hint)

    def at_keyword(self, word: str) -> bool:
        return self.kind is Kind.KEYWORD and self.token.text == word

    # whole = or ;
    def whole(self) -> Expression:
        if self.kind is Kind.END:
            raise self.error("the expression is empty", self.token, "write a word to look for")
        found = self.either()
        if self.kind is Kind.COMMA:
            raise self.error("a comma outside of OF", self.token, _ON_COMMAS)
        if self.kind is Kind.CLOSE:
            raise self.error("a closing bracket without an opening one", self.token, "remove it, or add (")
        return found

    # or = and { "OR" and } ;
    def either(self) -> Expression:
        parts = [self.all()]
        while self.at_keyword("OR"):
            self.take()
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    # and = near { ["AND"] near } ;
    def all(self) -> Expression:
        parts = [self.near()]
        while True:
            if self.at_keyword("AND"):
                self.take()
            elif self.kind in (Kind.CLOSE, Kind.COMMA, Kind.END) or self.at_keyword("OR"):
                break
            parts.append(self.near())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    # near = unary { "NEAR" [ "/" number ] unary } ;
    def near(self) -> Expression:
        start = self.token
        left = self.unary()
        while self.kind is Kind.NEAR:
            near = self.take()
            self.check_near(left, start)
            start = self.token
            right = self.unary()
            self.check_near(right, start)
            if isinstance(left, Within) and isinstance(right, Within) and left.field != right.field:
                raise self.error(
                    "what is near stands in one field", start, f"write {left.field}:(a {near.text} b)"
                )
            left = Near(left, right, near.number)
        return left

    def check_near(self, side: Expression, token: Token) -> None:
        if not stands_somewhere(side):
            raise self.error(
                "NEAR joins words, phrases, entities and groups of them with OR",
                token,
                "put brackets around the whole: NOT (a NEAR b), (a NEAR b) AND c",
            )

    # unary = "NOT" unary | atom ;
    def unary(self) -> Expression:
        if self.at_keyword("NOT"):
            token = self.take()
            return Not(self.deeper(self.unary, token))
        return self.atom()

    def deeper(self, rule: Callable[[], Expression], token: Token) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("brackets or NOTs are nested too deeply", token, f"at most {DEEPEST} levels")
        found = rule()
        self.depth -= 1
        return found

    def atom(self) -> Expression:
        token = self.take()
        match token.kind:
            case Kind.OPEN:
                return self.group(token)
            case Kind.WORD:
                if self.at_keyword("OF"):
                    return self.at_least(token)
                return Word(self.something(token))
            case Kind.QUOTED:
                if star := _STAR.search(token.text):
                    raise self.error(
                        "a star has no place in a phrase",
                        token,
                        f'write {star[1]}* by itself, after NEAR/0 perhaps; for a star as written use ="…"',
                    )
                return Phrase(self.something(token))
            case Kind.PREFIX:
                return Prefix(self.something(token))
            case Kind.EXACT:
                if not fold(token.text).text.strip():
                    raise self.error("there is nothing to look for", token, 'write =Word or ="Exact Phrase"')
                return Exact(token.text)
            case Kind.ENTITY:
                self.check_name("entity", token.text, self.names.entities, token)
                return Entity(token.text)
            case Kind.REGEX:
                return self.regex(token)
            case Kind.FIELD:
                return self.field(token)
            case _:
                where = "the end of the expression" if token.kind is Kind.END else f"{token}"
                raise self.error(f"a word is expected before {where}", token, self.hint_for(token))

    def hint_for(self, token: Token) -> str:
        """What to write where ``token`` stands and a word should."""
        before = self.tokens[self.index - 2] if self.index > 1 else None
        if before and before.kind is Kind.FIELD:
            return f"write {before.text}:word, or {before.text}:(…) around more than one"
        if token.text == "NOT":
            return "put brackets around it: (NOT …)"
        if token.kind in (Kind.KEYWORD, Kind.NEAR):
            return f'{token.text} joins two sides; to look for the word itself write "{token.text}"'
        if before and before.kind in (Kind.KEYWORD, Kind.NEAR):
            return f"write what follows {before.text}, or remove it"
        return "write what to look for, or remove what is left over"

    def something(self, token: Token) -> str:
        if not word_spans(fold(token.text).text):
            raise self.error(
                f"there is nothing to look for in {token}", token, 'for signs as written use ="…"'
            )
        return token.text

    def group(self, opening: Token) -> Expression:
        found = self.deeper(self.either, opening)
        self.close(opening)
        return found

    def close(self, opening: Token) -> None:
        if self.kind is Kind.COMMA:
            raise self.error("a comma outside of OF", self.token, _ON_COMMAS)
        if self.kind is not Kind.CLOSE:
            raise self.error("the bracket is never closed", opening, "add )")
        self.take()

    # at_least = number "OF" "(" or { "," or } ")" ;
    def at_least(self, number: Token) -> Expression:
        if not (number.text.isascii() and number.text.isdigit()):
            raise self.error("OF wants a number before it", number, "write 2 OF (a, b, c)")
        self.take()
        opening = self.take()
        if opening.kind is not Kind.OPEN:
            raise self.error("OF wants a list in brackets", opening, f"write {number.text} OF (a, b, c)")
        parts = [self.deeper(self.either, opening)]
        while self.kind is Kind.COMMA:
            self.take()
            parts.append(self.deeper(self.either, opening))
        self.close(opening)
        count = int(number.text[:9])
        if not 1 <= count <= len(parts):
            raise self.error(
                f"{count} of {len(parts)} is {'always' if count < 1 else 'never'} true",
                number,
                "write 2 OF (a, b, c), with commas between the parts",
            )
        return AtLeast(count, tuple(parts))

    def regex(self, token: Token) -> Expression:
        problem = regex_problem(token.text)
        if problem:
            raise self.error(problem, token, "the syntax is RE2's: no look-around, no back-references")
        return Regex(token.text)

    # field = name ":" atom ;
    def field(self, token: Token) -> Expression:
        if token.text not in _ALL:
            near = get_close_matches(token.text.lower(), _ALL, n=1)
            raise self.error(
                f'there is no field "{token.text}"',
                token,
                f"did you mean {near[0]}:?"
                if near
                else f"fields are {', '.join(_ALL)}; quote a word with a colon",
            )
        start = self.token
        if token.text in FILTERS:
            return self.filters(token.text, self.deeper(self.atom, token), start)
        inner = self.deeper(self.atom, token)
        if any(isinstance(node, Within | Filter) for node in walk(inner)):
            raise self.error(
                f"{token.text}: holds only what is looked for in the {token.text}",
                start,
                f"write {token.text}:(…) AND the rest",
            )
        return Within(token.text, inner)

    def filters(self, field: str, value: Expression, token: Token) -> Expression:
        """A filter, or a group of them: ``source:(tass OR yonhap)``."""
        match value:
            case Word(text) | Phrase(text):
                self.check_name(field, text, self.names.of(field), token)
                if field == "lang" and text.casefold() in _LANGUAGES:
                    code = _LANGUAGES[text.casefold()]
                    raise self.error(f'there is no language "{text}"', token, f"did you mean {code}?")
                return Filter(field, text)
            case Or(parts):
                return Or(tuple(self.filters(field, part, token) for part in parts))
            case And(parts):
                return And(tuple(self.filters(field, part, token) for part in parts))
            case Not(inner):
                return Not(self.filters(field, inner, token))
        raise self.error(f"{field}: wants a name", token, f"write {field}:name or {field}:(one OR other)")

    def check_name(self, kind: str, name: str, known: Collection[str] | None, token: Token) -> None:
        # An entity is named by its id; what filters name is compared without regard to case.
        if known is None or name in known:
            return
        if kind != "entity" and name.casefold() in map(str.casefold, known):
            return
        near = get_close_matches(name.lower(), known, n=2, cutoff=0.5)
        shown = ", ".join(sorted(known)[:_SHOWN]) or "none"
        raise self.error(
            f'there is no {_KINDS.get(kind, kind)} "{name}"',
            token,
            f"did you mean {' or '.join(near)}?" if near else f"known are {shown}",
        )


def regex_problem(pattern: str) -> str:
    """Why a regular expression cannot be used; empty if it can."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        return f"not a regular expression: {reason.decode() if isinstance(reason, bytes) else reason}"
    if compiled.fullmatch(""):
        return "the regular expression matches nothing at all, anywhere"
    return blind_spot(pattern)
