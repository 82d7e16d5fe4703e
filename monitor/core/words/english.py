"""English word forms by rule, with a table of the irregular ones (``data/english.txt``).

A word's forms are those of its base taken as noun and as verb: *launch, launches, launched, launching*.
That makes some forms which nobody writes; they cost a little memory and find nothing. Possessives need no
form: the apostrophe is a boundary.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.core import data

_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9]{1,4}")
_VOWEL = re.compile("[aeiouy]")
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]|\w*(?:mit|fer|cur|pel|bel|bat|ban|rol)")
_UNDOUBLED = re.compile(r"(?:([bdgmnprt])\1)$")


def forms(word: str) -> frozenset[str]:
    """All forms of a word, itself among them, in lower case.

    Capitals mean an abbreviation (*ICBM*), which has a plural and no more.
    """
    lower = word.lower()
    if _ABBREVIATION.fullmatch(word):
        return frozenset((lower, lower + "s"))
    if len(lower) < 3 or not lower.isalpha():
        return frozenset((lower,))
    irregular = _irregular()
    if lower in irregular:
        return irregular[lower]
    made = {lower}
    for base in bases(lower):
        made |= irregular.get(base) or _regular(base)
    return frozenset(made)


def bases(lower: str) -> set[str]:
    """What the word may be a form of: *troops* of *troop*, *stopped* of *stop*; itself where of nothing."""
    if lower.endswith("ies") and len(lower) > 4:
        return {lower[:-3] + "y"}
    if re.search(r"(?:s|x|z|ch|sh|o)es$", lower):
        return {lower[:-2], lower[:-1]}
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return {lower[:-1]}
    if lower.endswith("ied") and len(lower) > 4:
        return {lower[:-3] + "y"}
    for ending in ("ed", "ing"):
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) > 2 and _VOWEL.search(stem):
            found = {stem, stem + "e"}
            if _UNDOUBLED.search(stem):
                found = {stem[:-1], stem}
            return found
    return {lower}


def _regular(base: str) -> frozenset[str]:
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return frozenset((base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"))
    plural = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    made = {base, plural}
    if base.endswith("o"):
        made.add(base + "es")
    if base.endswith("ie"):
        made |= {base + "d", base[:-2] + "ying"}
    elif base.endswith("ee"):
        made |= {base + "d", base + "ing"}
    elif base.endswith("e"):
        made |= {base + "d", base[:-1] + "ing"}
    else:
        made |= {base + "ed", base + "ing"}
        if _DOUBLING.fullmatch(base):
            made |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return frozenset(made)


@cache
def _irregular() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in data.lines("monitor.core.words", "data", "english.txt"):
        words = frozenset(line.split())
        for word in words:
            found[word] = found.get(word, frozenset()) | words
    return found
