"""English word forms by rule, with a table of the irregular ones (``data/english.txt``).

A word's forms are those of its base taken as noun and as verb: *launch, launches, launched, launching*; of a
listed adjective also its comparative and superlative, which stand for themselves alone (*lower* is a verb).
That makes some forms which nobody writes; they cost a little memory and find nothing. Possessives need no
form: the apostrophe is a boundary.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.core import data

_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9]{1,4}")
_VOWEL = re.compile("[aeiouy]")
_SYLLABLES = re.compile("[aeiouy]+[^aeiouy]+[aeiouy]+")
_DOUBLING = re.compile(
    r"(?:qu|[^aeiou])*[aeiou][bdgklmnprt]"
    r"|\w*(?:[^aeiou][aeiou]l|mit|[^f]fer|cur|bat|ban|nap|hip|quip|gram|gret)"
)
_UNDOUBLED = re.compile(r"(?:([bdgmnprt])\1)$")
_PLURAL_IN_ES = re.compile(r"(?:s|x|z|ch|sh|o)es$")
_SHORT = re.compile("[^aeiou]+[aeiou][dgmnt]")
_AGREE = re.compile(r"(?:agr|fr|decr|guarant|refer|tr)eed$")
_MEN, _MAN = re.compile(r"\w{2,}men"), re.compile(r"\w{2,}man")


def forms(word: str) -> frozenset[str]:
    """All forms of a word, itself among them, in lower case.

    Capitals mean an abbreviation (*ICBM*), which has a plural and no more.
    """
    lower = word.lower()
    if _ABBREVIATION.fullmatch(word):
        return frozenset((lower, lower + "s"))
    made = _inflected(lower)
    return made | _compared(lower) if lower in _adjectives() else made


def _inflected(lower: str) -> frozenset[str]:
    irregular = _irregular()
    made = {lower}
    if lower in irregular:
        base, found = irregular[lower]
        # *Found* is a form of find, and a verb of its own; *shot* has a plural.
        return found if lower == base or lower.endswith("s") else found | _regular(lower)
    if len(lower) < 3 or not lower.isalpha():
        return frozenset(made)
    for base in bases(lower):
        # *Founded* is no form of find, though *found* is.
        made |= irregular[base][1] if irregular.get(base, ("",))[0] == base else _regular(base)
    if lower.endswith("ing"):
        made.add(lower + "s")
    return frozenset(made)


def _compared(adjective: str) -> set[str]:
    """Its comparative and superlative."""
    if adjective.endswith("y"):
        stem = adjective[:-1] + "i"
    elif _SHORT.fullmatch(adjective):
        stem = adjective + adjective[-1]
    else:
        stem = adjective.removesuffix("e")
    return {stem + "er", stem + "est"}


def bases(lower: str) -> set[str]:
    """What the word may be a form of: *troops* of *troop*, *stopped* of *stop*; itself where of nothing."""
    if lower.endswith("ies") and len(lower) > 4:
        return {lower[:-3] + "y", lower[:-1]}
    if _PLURAL_IN_ES.search(lower):
        return {lower[:-2], lower[:-1]}
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return {lower[:-1]}
    if _MEN.fullmatch(lower):
        return {lower[:-2] + "an"}
    if lower.endswith("ied") and len(lower) > 4:
        return {lower[:-3] + "y"}
    if lower.endswith("eed"):
        return {lower[:-1] if _AGREE.search(lower) else lower}
    for ending in ("ed", "ing"):
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) > 2 and _VOWEL.search(stem):
            return _verbs(stem)
    return {lower}


def _verbs(stem: str) -> set[str]:
    """The verbs whose *-ed* or *-ing* may follow this stem."""
    if _UNDOUBLED.search(stem):
        return {stem[:-1], stem} if len(stem) > 3 else {stem}
    if stem.endswith("ll") and _SYLLABLES.search(stem):
        return {stem[:-1], stem}
    if stem.endswith("ick") and _SYLLABLES.search(stem):
        return {stem[:-1], stem}
    return {stem, stem + "e"}


def _regular(base: str) -> frozenset[str]:
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return frozenset((base, base[:-1] + "ies", base[:-1] + "ied", base + "ing", base + "ings"))
    made = {base, base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")}
    if base.endswith("o"):
        made.add(base + "es")
    elif base.endswith("sis"):
        made.add(base[:-2] + "es")
    elif _MAN.fullmatch(base):
        made.add(base[:-2] + "en")
    stems = [base]
    if base.endswith("ie"):
        made |= {base + "d", base[:-2] + "ying"}
        return frozenset(made)
    if base.endswith("e"):
        made.add(base + "d")
        stems = [base if base.endswith("ee") else base[:-1]]
    else:
        if base.endswith("ic"):
            stems.append(base + "k")
        elif _DOUBLING.fullmatch(base):
            stems.append(base + base[-1])
        made.update(stem + "ed" for stem in stems)
    made.update(stem + ending for stem in stems for ending in ("ing", "ings"))
    return frozenset(made)


@cache
def _adjectives() -> frozenset[str]:
    lines = data.lines("monitor.core.words", "data", "english_adjectives.txt")
    return frozenset(word for line in lines for word in line.split())


@cache
def _irregular() -> dict[str, tuple[str, frozenset[str]]]:
    """A word of the table: the base of the first line that has it, and the forms of all such lines."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for line in data.lines("monitor.core.words", "data", "english.txt"):
        base, *others = line.split()
        # What is done in a verb's way is counted: *hearings*, *shootings*.
        counted = [word + "s" for word in others if word.endswith("ing")]
        words = frozenset((base, *others, *counted))
        for word in words:
            known = found.get(word, (base, words))
            found[word] = (word if word == base else known[0], known[1] | words)
    return found
