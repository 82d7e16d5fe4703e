"""Which stems the words that begin in some way can have, so that an index of stems can be asked for a prefix.

A stemmer cuts endings off. So the stem of a longer word begins like the word, or ends before the prefix does,
and then what it lacks of the prefix is the beginning of an ending. Of some English endings a letter remains
or is put in: happy → happi, possibility → possibl, hoping → hope.

These are rules of the stemmers that ``monitor.core.text.search_terms`` uses, Porter2 for Latin and Snowball's
for Cyrillic letters (https://snowballstem.org/algorithms/). They err on the side of too many stems.
"""

from __future__ import annotations

import re

from monitor.core.model import Beginning
from monitor.core.text import script_of

_RUSSIAN_ENDING = re.compile("[авгеийлмностухшщыьюя]+")
"""The letters of which all Russian endings are made."""

_ENGLISH_ENDING = re.compile("[ey]|a[blnt]|fu|i[bcdeilnostvz]|l[eily]|[mn]e|o[ru]|ti|[adfilmnost]$")
"""How what is cut off an English word begins: as -able, -al, -ance, -ed, -ful, -ing, -ness, -ous, -tional."""

_VOWEL = {"latin": re.compile("[aeiouy]"), "cyrillic": re.compile("[аеиоуыэюя]")}


def stems_beginning(prefix: str) -> list[str | Beginning]:
    """What the stem of any word that begins so is among; ``prefix`` is folded and of one script."""
    script = script_of(prefix[0])
    if script == "cyrillic":
        shorter = [prefix[:end] for end in range(1, len(prefix)) if _RUSSIAN_ENDING.fullmatch(prefix, end)]
    elif script == "latin":
        shorter = [stem for end in range(1, len(prefix)) for stem in _english(prefix, end)]
    else:
        return [Beginning(prefix)]
    # Nothing is cut off before the first vowel, but for the plural of what ends with ss.
    telling = [stem for stem in dict.fromkeys(shorter) if _VOWEL[script].search(stem) or stem[-2:] == "ss"]
    return [Beginning(prefix), *telling]


def _english(prefix: str, end: int) -> list[str]:
    """The stems of words of which ``prefix[:end]`` is left."""
    left, cut = prefix[:end], prefix[end:]
    # A doubled letter is made single: stopped → stop.
    if cut[0] != left[-1] and not _ENGLISH_ENDING.match(cut):
        return []
    stems = [left, f"{left}e", f"{left}i"]
    if left[-1] == "b":
        stems.append(f"{left}l")
    if end == 1 and cut[0] == "y":
        stems.append(f"{left}ie")  # dying → die
    if left == "sk":
        stems.append("sky")  # skies
    return stems
