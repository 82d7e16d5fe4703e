"""Which language an article is in.

The script decides first: Hangul, kana, Han and the scripts of one language need no more than counting.
Within Latin and Cyrillic, letters and words that only some languages have (``language.yaml`` lists both)
give points, and so does what the feed declares and what it usually brings; most titles are settled by a
clear lead. langdetect judges what is still open, among the candidates only, if that is not too short for it.

Deterministic and safe in threads: langdetect is seeded, loaded once under a lock, and asked through a
detector of its own each time.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core import data
from monitor.core.memo import WordMemo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNDETERMINED = "und"
"""The answer for a text without letters (ISO 639-2)."""

SAMPLE = 400
"""Code points of title and text that are looked at: enough for certainty, bounded for any input."""

# Points. A word of one language outweighs a habit; two of them outweigh what the feed declares.
_OWN_WORD, _OWN_SHORT_WORD, _ENDING = 4, 2, 3
_SHARED_BY = 3  # each gets its part; what more of them share says nothing
_OWN_LETTER, _SHARED_LETTER = 4, 1
_DECLARED, _HABIT = 5, 3
_CLEAR_LEAD = 3

_DENSE = 2.5  # letters that a syllable or ideogram stands for, when scripts are weighed
_TYPICAL_FROM = 40
_JUDGED_FROM = 25  # letters; langdetect does no better than chance with fewer
_ENDING_FROM = 4
_ENDING_LENGTHS = (5, 4, 3, 2)

_HANGUL_RANGE = "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"
_KANA_RANGE = "\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9d"
_HAN_RANGE = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HANGUL, _KANA, _HAN = (re.compile(f"[{one}]+") for one in (_HANGUL_RANGE, _KANA_RANGE, _HAN_RANGE))
_EAST_ASIAN = re.compile(f"[{_HANGUL_RANGE}{_KANA_RANGE}{_HAN_RANGE}]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:s\b|(?=[^\W\d_])))?")
_ADDRESS = re.compile(r"(?:https?://|www\.|[@#])\S{1,2000}")
_ADDRESS_SIGNS = ("@", "#", "www.", "://")  # one of these is in every address

# Characters that only Japanese uses: neither simplified nor traditional Chinese writes them so.
_JAPANESE_HAN = re.compile(
    "[衆撃圏処仮枠駆拠挙暁塩姫巣霊斎絵郷暦錬緑縁涙瀬滝稲穂粛粋荘覧頼顕騒黙歯齢氏株脳弾働込畑峠労対総圧権経済発検両単戦鉄県気図伝実変売労関価円仏広拡児駅読訳沢択釈渋焼縄続営栄覚観験険剣剰浄応従徴竜桜黒薬様渡辺帰逓辞乱]"
)
_SIMPLIFIED_HAN = re.compile(
    "[们这对说时为个话发东车长门问间见贝飞马鸟鱼龙订讨议论设访证评识词译试该语误请读谈财贸费资赛运进远连达边选逊队阳际难韩领题额风驻验黄战报导总统经过权岁万与专业两严丧]"
)

# Japanese alone writes characters of both kinds side by side: 韓 (not 韩) and 国 (not 國).
_UNSIMPLIFIED_HAN = re.compile(
    "[韓東訪談領統協議進軍車長門間見貝飛馬鳥魚訂討論設評識詞試該語誤請財費資運遠連達選陽際難題額風駐導億島後時戰題"
    "個話電機業開閉問聞計記許説調質買賣閣陸陳頭願類]"
)
_SHARED_SIMPLIFIED_HAN = re.compile("[国会学体来点当万区医参双争余宝尽属条断数寿麦随声号]")

_Points = dict[str, tuple[tuple[str, int], ...]]

_SCRIPT_LANGUAGES = {
    "GREEK": "el", "HEBREW": "he", "ARABIC": "ar", "THAI": "th", "DEVANAGARI": "hi", "GEORGIAN": "ka",
    "ARMENIAN": "hy", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "KHMER": "km", "LAO": "lo",
    "MYANMAR": "my", "MONGOLIAN": "mn", "ETHIOPIC": "am", "SINHALA": "si", "MALAYALAM": "ml", "KANNADA": "kn",
    "GUJARATI": "gu", "GURMUKHI": "pa", "TIBETAN": "bo",
}  # fmt: skip
_OTHER_SCRIPT = frozenset(_SCRIPT_LANGUAGES.values()) | {
    "fa",
    "ur",
    "yi",
    "ps",
    "ckb",
    "ug",
    "sd",
    "ne",
    "mr",
    "dv",
}
_OTHER_CODES = {
    "eng": "en", "rus": "ru", "kor": "ko", "jpn": "ja", "zho": "zh", "chi": "zh", "kr": "ko", "jp": "ja",
    "cn": "zh", "ua": "uk", "iw": "he", "in": "id", "nb": "no", "nn": "no",
}  # fmt: skip


def detect(title: str, text: str = "", declared: str | None = None, habit: str | None = None) -> str:
    """The language of an article as an ISO 639-1 code; ``UNDETERMINED`` if it has no letters.

    ``declared`` is what the feed or item says (``en``, ``en-US``); ``habit`` is what the feed has mostly
    brought so far. Either is believed unless script, letters or words speak against it.
    """
    sample = f"{title}\n{text[: SAMPLE * 2]}"
    if any(sign in sample for sign in _ADDRESS_SIGNS):
        sample = _ADDRESS.sub(" ", sample[: SAMPLE * 3])
    sample = sample[:SAMPLE]
    hints = _hints(declared, habit)
    cyrillic = latin = 0
    if sample.isascii():
        latin = int(_LATIN.search(sample) is not None)  # how much of it does not matter alone
    else:
        hangul = kana = han = 0
        if _EAST_ASIAN.search(sample):
            for part in (sample[: SAMPLE // 2], sample):  # mostly half of it tells
                hangul = _count(_HANGUL, part)
                if hangul * 2 >= len(sample) - hangul:
                    return "ko"  # whatever the rest is, it would not outweigh this
            kana, han = _count(_KANA, sample), _count(_HAN, sample)
        cyrillic = _count(_CYRILLIC, sample)
        if cyrillic * 2 < len(sample):  # nor that
            latin = _count(_LATIN, sample)
        cjk = _DENSE * (hangul + kana + han)
        if cjk and cjk >= max(cyrillic, latin):
            return _east_asian(sample, hangul, kana, han, hints)
    if not latin and not cyrillic:
        return _single_script(sample, hints)
    script = _scripts()["cyrillic" if cyrillic * 1.3 >= latin else "latin"]
    return script.decide(sample.lower(), hints)


def _count(script: re.Pattern[str], sample: str) -> int:
    return len(sample) - len(script.sub("", sample))


@lru_cache(maxsize=64)  # of a feed they are always the same
def _hints(declared: str | None, habit: str | None) -> Mapping[str, int]:
    hints: dict[str, int] = {}
    for said, points in ((declared, _DECLARED), (habit, _HABIT)):
        if said:
            code = re.split("[-_]", said.strip().lower(), maxsplit=1)[0]
            code = _OTHER_CODES.get(code, code)
            hints[code] = hints.get(code, 0) + points
    return hints


def _east_asian(sample: str, hangul: int, kana: int, han: int, hints: Mapping[str, int]) -> str:
    if hangul and hangul * 2 >= kana + han:
        return "ko"
    if kana and (kana * 8 >= han or not _SIMPLIFIED_HAN.search(sample)):
        return "ja"
    if _SIMPLIFIED_HAN.search(sample):
        return "zh"
    if _JAPANESE_HAN.search(sample) or (
        _UNSIMPLIFIED_HAN.search(sample) and _SHARED_SIMPLIFIED_HAN.search(sample)
    ):
        return "ja"
    # Han alone, of the kind that both write: the feed knows.
    return "ja" if hints.get("ja", 0) > hints.get("zh", 0) else "zh"


def _single_script(sample: str, hints: Mapping[str, int]) -> str:
    letter = next((character for character in sample if character.isalpha()), None)
    if letter is None:
        return max(hints, key=hints.__getitem__, default=UNDETERMINED) if sample.strip() else UNDETERMINED
    for code in hints:
        if code in _OTHER_SCRIPT:
            return code
    return _SCRIPT_LANGUAGES.get(unicodedata.name(letter, "").split(" ")[0], UNDETERMINED)


class _Signs(NamedTuple):
    """What a piece of text tells of its language: languages with points for them, and the marks in it."""

    worth: tuple[tuple[str, int], ...]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Script:
    """The languages of one script, and what tells them apart."""

    languages: tuple[str, ...]
    signs: WordMemo[_Signs | None]
    letters: dict[str, frozenset[str]]  # with their languages, those of fewest first
    pairs: dict[str, frozenset[str]]
    needed: dict[str, frozenset[str]]
    typical: dict[str, frozenset[str]]
    exclusive: bool  # a letter that a language lacks rules it out, as no foreign name brings it

    def decide(self, sample: str, hints: Mapping[str, int]) -> str:
        worth, marks = self.signs_of(sample)
        has_special = not self.letters.keys().isdisjoint(marks)
        special = [letter for letter in self.letters if letter in marks] if has_special else []
        candidates = self._candidates(special, marks, sample)
        points = dict.fromkeys(candidates, 0)
        for code, given in hints.items():
            if code in points:
                points[code] += given
            elif self._is_foreign_to_us(code):
                points[code] = given
        for letter in special:
            owners = self.letters[letter]
            given = _OWN_LETTER if len(owners) == 1 else _SHARED_LETTER
            for code in owners:
                if code in points:
                    points[code] += given
        for code, given in worth:
            if code in points:
                points[code] += given
        for code, pairs in self.pairs.items():
            if code in points:
                points[code] += len(pairs & marks)
        # Among equals, the order of the tables: the languages of the sources stand first.
        ranking = sorted(points, key=points.__getitem__, reverse=True)
        best, lead = ranking[0], points[ranking[0]]
        if len(ranking) == 1 or lead - points[ranking[1]] >= _CLEAR_LEAD:
            return best
        if not _has_letters(sample, _JUDGED_FROM):
            return best  # langdetect sees Indonesian in «Putin y Kim Jong-un», and Swedish in names alone
        open_ones = [code for code in ranking if lead - points[code] < _CLEAR_LEAD]
        return _Judge.of(self.languages).choose(sample, open_ones)

    def signs_of(self, sample: str) -> tuple[Iterable[tuple[str, int]], frozenset[str]]:
        """The points of a sample's words, and the letters and groups of letters in it that tell something.

        None of them holds a blank, so what stands between blanks is looked at once for all texts.
        """
        signs = list(filter(None, map(self.signs.__getitem__, sample.split())))
        if not signs:
            return (), frozenset()
        worth, marks = zip(*signs, strict=True)
        return chain.from_iterable(worth), frozenset().union(*marks)

    def _candidates(self, special: list[str], marks: frozenset[str], sample: str) -> tuple[str, ...]:
        if not self.needed and not self.exclusive:
            return self.languages
        lacking = {code for code, needed in self.needed.items() if needed.isdisjoint(marks)}
        candidates = frozenset(self.languages) - lacking
        if self.exclusive:
            for letter in special:
                candidates = candidates & self.letters[letter] or candidates
            if _has_letters(sample, _TYPICAL_FROM):
                missing = {code for code, letters in self.typical.items() if letters.isdisjoint(marks)}
                candidates = candidates - missing or candidates
        return tuple(code for code in self.languages if code in candidates)

    def _is_foreign_to_us(self, code: str) -> bool:
        """A language that no table knows, and that may be written in this script."""
        known = {code for script in _scripts().values() for code in script.languages}
        return code not in known | _OTHER_SCRIPT | {"ko", "ja", "zh"}


def _has_letters(sample: str, most: int) -> bool:
    """Has it so many letters? Mostly its beginning tells."""
    return sum(map(str.isalpha, sample[: 2 * most])) >= most or sum(map(str.isalpha, sample)) >= most


@cache
def _scripts() -> dict[str, _Script]:
    document = data.document("monitor.core", "language.yaml")
    return {name: _script(content, exclusive=name == "cyrillic") for name, content in document.items()}


def _script(content: dict[str, dict[str, str]], *, exclusive: bool) -> _Script:
    words = {
        word: tuple((code, (_OWN_WORD if len(word) > 2 else _OWN_SHORT_WORD) // share) for code in codes)
        for word, codes in _owners(content["words"]).items()
        if (share := len(codes)) <= _SHARED_BY
    }
    endings = {
        ending: tuple((code, _ENDING // len(codes)) for code in codes)
        for ending, codes in _owners(content["endings"]).items()
        if len(codes) <= _SHARED_BY
    }
    letters = {
        letter: frozenset(codes.split())
        for letters, codes in content["letters"].items()
        for letter in letters
    }
    needed = {code: frozenset(entries.split()) for code, entries in content.get("needed", {}).items()}
    typical = {code: frozenset(letters) for code, letters in content.get("typical", {}).items()}
    pairs = {code: frozenset(entries.split()) for code, entries in content["pairs"].items()}
    marks = frozenset(letters).union(*pairs.values(), *needed.values(), *typical.values())
    return _Script(
        languages=tuple(content["words"]),
        signs=_signs(words, endings, marks),
        letters=dict(sorted(letters.items(), key=lambda item: (len(item[1]), item[0]))),
        pairs=pairs,
        needed=needed,
        typical=typical,
        exclusive=exclusive,
    )


def _signs(words: _Points, endings: _Points, marks: frozenset[str]) -> WordMemo[_Signs | None]:
    def worth(word: str) -> tuple[tuple[str, int], ...]:
        known = words.get(word)
        if known is None and len(word) > _ENDING_FROM:
            for length in _ENDING_LENGTHS:
                known = endings.get(word[-length:])
                if known is not None:
                    break
        return known or ()

    letters = frozenset(mark for mark in marks if len(mark) == 1)
    groups = marks - letters

    def signs(chunk: str) -> _Signs | None:
        told = [points for word in _WORD.findall(chunk) for points in worth(word)]
        found = letters.intersection(chunk).union([group for group in groups if group in chunk])
        return _Signs(tuple(told), found) if told or found else None

    return WordMemo(signs)


def _owners(lists: dict[str, str]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for code, entries in lists.items():
        for entry in dict.fromkeys(entries.split()):
            owners.setdefault(entry, []).append(code)
    return owners


class _Judge:
    """langdetect, restricted to the languages of one script that it has profiles of."""

    _loaded: dict[tuple[str, ...], _Judge] = {}  # noqa: RUF012 - one judge a script, for the whole process
    _loading = Lock()

    def __init__(self, languages: tuple[str, ...]) -> None:
        from langdetect import detector_factory

        folder = files("langdetect").joinpath("profiles")
        self.languages = tuple(code for code in languages if folder.joinpath(code).is_file())
        self._factory: Any = detector_factory.DetectorFactory()
        self._factory.set_seed(0)
        self._factory.load_json_profile(
            [folder.joinpath(code).read_text(encoding="utf-8") for code in self.languages]
        )

    @classmethod
    def of(cls, languages: tuple[str, ...]) -> _Judge:
        with cls._loading:
            if languages not in cls._loaded:
                cls._loaded[languages] = cls(languages)
            return cls._loaded[languages]

    def choose(self, sample: str, candidates: list[str]) -> str:
        """The likeliest of ``candidates``; the first, if langdetect knows too few of them or sees nothing."""
        from langdetect.lang_detect_exception import LangDetectException

        known = [code for code in candidates if code in self.languages]
        if len(known) < 2:
            return candidates[0]
        detector = self._factory.create()
        detector.set_prior_map({code: 1.0 / (1 + self.languages.index(code)) for code in known})
        detector.append(sample)
        try:
            return str(detector.detect())
        except LangDetectException:
            return candidates[0]
