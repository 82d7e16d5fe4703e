"""Names that no list has: found by how each script writes them, keyed by their consonants.

Latin and Cyrillic capitals inside a sentence, a Korean surname with two syllables before a title
(«조태열 장관»), a transliterated word of Hangul or katakana. What the lexicon has found already is left out.
A wrong guess does little harm, for only a key that another article shares is ever used; what agrees with
what is decided by ``monitor.core.stories``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.romanise import korean_skeleton, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.model import Mention

MAX_NAMES = 30

_CAPITAL = re.compile(r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w'’-]+")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;\"“”«»‘(\[\n—–*•|])\s*$")
_SURNAMES_ABROAD = frozenset(
    "kim lee ri li rhee yi park pak choi choe jung chung jong jeong kang yoon yun jang chang lim rim han oh seo suh "
    "so shin sin kwon hwang ahn an song ryu yoo yu hong ko koh jon moon mun yang bae pae paek baek noh roh no ha heo ho "
    "hur nam sim shim kwak sung song cha joo ju chu woo ku koo min jin chin chi ji eom won chon cheon pang bang kong gong "
    "hyon hyun ham pyon byun yom yo to tong thae tae cho jo wi ma kil hwangbo "
    "ким ли пак чхве цой чвэ чо чон чжон чен кан юн чан чжан лим хан о со син квон хван ан сон ю рю хон ко мун ян пэ пэк но "
    "ха хо нам сим квак чха чу чжу у ку мин чин чжин чи ом вон чхон пан кон хён хен ham хам пён ём то тон ри тхэ ма киль "
    "лю тэ".split()
)
_STOP = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday president minister foreign deputy vice prime ministry general "
    "secretary chairman committee council national state republic federation people's democratic the this "
    "mr ms mrs mister dr party central government agency news january korean russian "
    "россия россии президент министр".split()
)
_SURNAME = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민유나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용리려태"
_TITLE = (
    r"(?:국무위원장|위원장|대통령|총리|부총리|외무상|외무장관|외교장관|외교부|장관|차관|국방상|부상|상|대사|의원|서기|대표|"
    r"총장|비서|부장|국장|실장|대변인|주지사|지사|시장|의장|사령관|대장|상장|중장|소장|총영사|공사|참사|회장|사장|박사|교수|"
    r"씨|전|당시|특사|단장|총재|감독|선수|후보)"
)
_KOREAN = re.compile(rf"(?<![가-힣])([{_SURNAME}][가-힣]{{2}})\s?(?:[가-힣]{{1,8}}\s){{0,2}}{_TITLE}")
_HANGUL_WORD = re.compile(r"[가-힣]{3,12}")
_PARTICLE = re.compile(
    r"(?:에서는|에서|에게|으로|까지|부터|이라고|라고|이다|에는|에도|와의|과의|이며|에|은|는|이|가|을|를|와|과|의|도|로|측|산|군|인)$"
)
_OPEN_FOREIGN = frozenset(
    "프스크츠브르트드흐즈그루로라리레코카키쿠바비보예노니나네마메미무체쇼샤셰셴페포파피타토티테블플클푸볼롭롤돌놉솝봅코쿤젠옙쥐"
)
_KATAKANA = re.compile(r"[ァ-ヺー]{3,14}")


def names(title: str, text: str, mentions: Sequence[Mention] = ()) -> tuple[str, ...]:
    """The keys of the names in title and text, each once, at most 30."""
    found: dict[str, None] = {}
    for field, part in (("title", title), ("text", text)):
        spans = [(mention.start, mention.end) for mention in mentions if mention.field == field]
        found.update(dict.fromkeys(_in_field(part, spans)))
    return tuple(found)[:MAX_NAMES]


def _in_field(text: str, known: list[tuple[int, int]]) -> Iterator[str]:
    yield from _capitalised(text, known)
    for match in _KOREAN.finditer(text):
        if not _inside(match.start(1), known):
            key = korean_skeleton(match[1])
            if len(key) >= 3:
                yield key
    for match in _HANGUL_WORD.finditer(text):
        word = _PARTICLE.sub("", match.group())
        if len(word) >= 3 and not _inside(match.start(), known):
            foreign = sum(char in _OPEN_FOREIGN for char in word)
            if foreign * 3 >= len(word) * 2:
                key = skeleton(word)
                if len(key) >= 4:
                    yield key
    for match in _KATAKANA.finditer(text):
        if not _inside(match.start(), known):
            key = skeleton(match.group())
            if len(key) >= 4:
                yield key


def _capitalised(text: str, known: list[tuple[int, int]]) -> Iterator[str]:
    tokens = list(_CAPITAL.finditer(text))
    words = len(re.findall(r"\b[^\W\d_]{4,}", text)) or 1
    if sum(len(token.group()) >= 4 for token in tokens) > words * 0.6:
        return  # a headline in capitals says nothing about names
    run: list[str] = []
    end = -1
    for token in tokens:
        word = token.group()
        first = bool(_SENTENCE_END.search(text[max(0, token.start() - 4) : token.start()]))
        if run and text[end : token.start()] != " ":
            yield from _of_run(run)
            run = []
        if _inside(token.start(), known) or word.isupper() or word.lower() in _STOP:
            yield from _of_run(run)
            run = []
        elif not first or run:
            run.append(word)
        elif word.lower() in _SURNAMES_ABROAD:
            run.append(word)
        end = token.end()
    yield from _of_run(run)


def _of_run(run: list[str]) -> Iterator[str]:
    if not run:
        return
    if run[0].lower() in _SURNAMES_ABROAD and len(run) > 1:
        key = skeleton("".join(run[:3]))
        if len(key) >= 3:
            yield key
        return
    for word in run:
        key = skeleton(_stem(word))
        if len(word) >= 4 and len(key) >= 3:
            yield key


def _stem(word: str) -> str:
    if "а" <= word[-1].lower() <= "я":
        word = re.sub(r"(?<=ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)$", "", word)
        word = re.sub(r"(?<=\w{3})(?:ым|ом|ем|ой|ей|ого|ому|ами|ах|ою|ых)$", "", word)
        return word
    return re.sub(r"['’]s$", "", word)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)
