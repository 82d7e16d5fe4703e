"""Names across scripts: a key that «Чо Тхэ Ёль», "Cho Tae-yul" and 조태열 share.

Every romanisation writes vowels its own way; consonants survive better. ``skeleton`` maps a name to its
consonants, folded to the classes that English, Russian, Korean and Japanese spellings confuse (Soundex'
idea: R. Russell, US patent 1,261,167; here across scripts): Лавров, Lavrov, 라브로프, ラブロフ → ``RPRP``.

Which words are names is left to ``monitor.core.features``. Han characters have no sound of their own
and give nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Classes: P b p v f · T t d · K k g · H h · S s sh · J j ch ts z zh · M · N · R l r.
# Digraphs stand before their letters; vowels and glides give nothing.
_LATIN = {
    "tch": "J", "sch": "S", "zh": "J", "ch": "J", "sh": "S", "ts": "J", "tz": "J", "kh": "H", "ph": "P",
    "th": "T", "ck": "K", "ng": "N", "dz": "J", "gh": "K", "qu": "K",
    "b": "P", "p": "P", "v": "P", "f": "P", "t": "T", "d": "T", "k": "K", "g": "K", "q": "K", "c": "K",
    "x": "KS", "h": "H", "s": "S", "z": "J", "j": "J", "m": "M", "n": "N", "l": "R", "r": "R",
}  # fmt: skip
_CYRILLIC = {
    "пх": "P", "тх": "T", "кх": "K", "дж": "J", "дз": "J", "чж": "J", "чх": "J", "тс": "J", "нг": "N",
    "хв": "H", "б": "P", "п": "P", "в": "P", "ф": "P", "т": "T", "д": "T", "к": "K", "г": "K", "ґ": "K",
    "х": "H", "с": "S", "ш": "S", "щ": "S", "з": "J", "ж": "J", "ч": "J", "ц": "J", "м": "M", "н": "N",
    "л": "R", "р": "R",
}  # fmt: skip
_KANA = {
    "ヴ": "P", "ジ": "J", "ヂ": "J", "チ": "J", "ツ": "J", "ヅ": "J", "ン": "N", "フ": "P",
    **dict.fromkeys("カキクケコガギグゲゴ", "K"), **dict.fromkeys("サシスセソ", "S"),
    **dict.fromkeys("ザズゼゾ", "J"), **dict.fromkeys("タテトダデド", "T"),
    **dict.fromkeys("ナニヌネノ", "N"), **dict.fromkeys("ハヒヘホ", "H"),
    **dict.fromkeys("バビブベボパピプペポ", "P"),
    **dict.fromkeys("マミムメモ", "M"), **dict.fromkeys("ラリルレロ", "R"),
}  # fmt: skip
_LETTERS = _LATIN | _CYRILLIC | _KANA
_SOUND = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|[가-힣]|.", re.DOTALL)

# Hangul syllables are initial x 588 + vowel x 28 + final, from U+AC00 (Unicode, section 3.12).
_FIRST_SYLLABLE = 0xAC00
_INITIALS = ["K", "K", "N", "T", "T", "R", "M", "P", "P", "S", "S", "", "J", "J", "J", "K", "T", "P", "H"]
_FINALS = [
    "", "K", "K", "K", "N", "N", "N", "T", "R", "R", "R", "R", "R", "R", "R", "R", "M", "P", "P", "T", "T",
    "N", "T", "T", "K", "T", "P", "",
]  # fmt: skip

# Surnames that are written with an L or R abroad: 이재명 is Lee Jae-myung and Ли Чжэ Мён.
_SURNAMES = {"이": "리", "임": "림"}
_PERSON = re.compile(r"[이임][가-힣]{2}")


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> str:
    """The consonant classes of a name written in Latin, Cyrillic, Hangul or kana; may be empty.

    Neighbouring letters of one class count once («Россия»: ``RS``). Spaces and hyphens are not heard, nor
    is anything after the first 80 characters.
    """
    out: list[str] = []
    previous = ""
    for sound in _SOUND.findall(_without_accents(name[:80])):
        if "가" <= sound <= "힣":
            syllable = ord(sound) - _FIRST_SYLLABLE
            initial, final = _INITIALS[syllable // 588], _FINALS[syllable % 28]
            if initial != previous:
                out.append(initial)
            out.append(final)
            previous = final
        else:
            heard = _LETTERS.get(sound, "")
            if heard != previous:
                out.append(heard)
            previous = heard
    return "".join(out)


def korean_skeleton(name: str) -> str:
    """``skeleton`` of a Korean's full name in any script.

    The surname is taken as it is written abroad. Russian has no W: «Вон» is Won, which is all vowel.
    """
    if _PERSON.fullmatch(name):
        name = _SURNAMES[name[0]] + name[1:]
    return skeleton(name.replace("в", "").replace("В", ""))


def _without_accents(name: str) -> str:
    name = unicodedata.normalize("NFKC", name).casefold()
    if name.isascii():
        return name
    return "".join(unicodedata.normalize("NFD", char)[0] if char < "\u0530" else char for char in name)
