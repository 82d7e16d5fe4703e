"""Whom an article names as the source of its report: «Yonhap reported», «передает ТАСС», 연합뉴스에 따르면.

An agency's name alone is no citation: it may be in the news itself. It becomes one through the words around
it in the same sentence, through its place (a headline's «— KCNA», «朝中社：», a credit in brackets), or by
standing in another house's dateline or trailer. Each link of a chain («Reuters со ссылкой на ЦТАК») counts.

The names are the lexicon's (kind ``agency``); which agency is the article's own is the caller's to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.model import Citation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from monitor.core.furniture import FurnitureSpan
    from monitor.core.lexicon import Lexicon
    from monitor.core.model import Mention
    from monitor.core.text import Folded

_BEFORE, _AFTER = 60, 90
"""Code points beside a name in which the words of quoting are looked for."""

# Patterns see folded text: lower case, ё as е, plain quotes and dashes, simplified Han.
_SAYS_BEFORE = re.compile(
    r"\b(?:according to|cit(?:ing|es|ed by)|quot(?:ed by|ing)|tells?|told|reported by|as reported"
    r"|reports? (?:by|from|in)|says|said|reports|reported|via|interview (?:with|by|to)|source:|by the"
    r"|carried by|published by|monitored by)\b"
    r"|со ссылкой|ссыла|переда(?:ет|л)|сообщ|пиш[еу]т|написал|по данным|по информации|как отмеча|цитиру"
    r"|заявил|рассказал|ответ|в интервью|приводят?|поясн|уточн|утвержд|говорит|источник|публик"
    r"|посилан|повідом|передає|пише|за даними|джерел"
    r"|[据称电]|引述|援引|消息|报道|报导|根据|接受"
    r"|によると|によれば|[報报]じ|[伝传]え|配信"
    r"|selon|d'après|a indiqué|rapporte|según|informó|citando|laut|berichtet|meldet|zufolge"
)
_SAYS_AFTER = re.compile(
    r"\b(?:report(?:s|ed)?|says|said|cit(?:es|ed|ing)|quote[sd]|wr(?:ote|ites)|announced|noted|add(?:s|ed)|revealed"
    r"|claim(?:s|ed)|carried|published|released|stated|confirmed|informed|learne?d|learnt|described|showed|called"
    r"|commentary)\b"
    r"|сообщ|переда(?:ет|л)|пиш[еу]т|написал|отме(?:ча|тил)|цитиру|со ссылкой|ссыла|информиру|утвержда"
    r"|опубликовал|заявил|рассказал|приводят?|уточн|уведом|упомина|подтвер|назвал"
    r"|повідомл|передає|пише|посилан"
    r"|따르면|보도|전했|전한|밝혔|인용|통해|타전|발표|공개|보낸|인터뷰|확인|소개|주장|논평|비난|따른"
    r"|报道|报导|[称说引电]|指出|消息|援引|发布|表示|记者|确认"
    r"|によると|によれば|[報报]じ|[伝传]え|配信|は、|に[対对]し|が\d"
    r"|a rapporté|indique|rapporte|informó|berichtet|meldet"
)
_HEADLINE_BEFORE = re.compile(r"(?:\s[-|]\s*|\s?\(|\[|/|: ?|\()$")
_HEADLINE_AFTER = re.compile(r"\s?(?::|\)|\]|/|\||$)")
_CREDIT = re.compile(r"[(\[【/][^()\[\]【】/\n]{0,40}$")
_CREDIT_END = re.compile(r"[^()\[\]【】/\n]{0,40}[)\]】/]")
_PICTURE = re.compile(r"(?:photo|picture|image|фото|사진|자료|图|写真|画像)[^.\n]{0,30}$")
_LAST_WORD = re.compile(r"\s*(?:$|\n)")
_SUBJECT_CUT_OFF = re.compile(r"(?:통신)?(?:이|은|가|는)\s(?:지난\s)?\d{1,2}일[^.]{0,12}(?:\.{3}|…)")

# The agency is in the news itself.
_ITSELF = re.compile(
    r"\b(?:director[- ]general|head|ceo|chief|office|correspondents?|president|founder|journalists?)"
    r"\s(?:of|from)\s(?:the\s)?$"
    r"|(?:гендиректора?|генеральный директор|глав[аы]|офис|редакция|корреспондент)\s(?:агентства\s)?$"
)

_SENTENCE_END = re.compile(r"[.!?…]['\")\]]*\s|[。！？\n]")

_CITING_PARTS = frozenset({"dateline", "byline", "trailer"})


def citations(
    title: Folded,
    text: Folded,
    mentions: Iterable[Mention],
    *,
    lexicon: Lexicon,
    own: Collection[str] = (),
    furniture: Sequence[FurnitureSpan] = (),
) -> tuple[Citation, ...]:
    """The agencies named as source, each once a field, in order of appearance.

    ``own`` are the agencies whose article this is: they don't cite themselves in their furniture, though
    their words may quote them. ``furniture`` is what was taken out of title and text.
    """
    found = list(_in_words(title, text, mentions, lexicon, own))
    found += _in_furniture(furniture, lexicon, own)
    found.sort(key=lambda citation: (citation.field != "title", citation.start))
    first: dict[tuple[str, str], Citation] = {}
    for citation in found:
        first.setdefault((citation.agency, citation.field), citation)
    return tuple(first.values())


def _in_words(
    title: Folded, text: Folded, mentions: Iterable[Mention], lexicon: Lexicon, own: Collection[str]
) -> Iterator[Citation]:
    for mention in mentions:
        if lexicon.kind(mention.entity) != "agency" or mention.entity in own:
            continue
        folded = title if mention.field == "title" else text
        span = _said(
            folded.text, *folded.locate(mention.start, mention.end), headline=mention.field == "title"
        )
        if span:
            start, end = folded.span(*span)
            yield Citation(
                agency=mention.entity,
                field=mention.field,
                start=start,
                end=end,
                text=folded.original[start:end],
            )


def _said(text: str, start: int, end: int, *, headline: bool) -> tuple[int, int] | None:
    """The name together with the words that make it a source; None if nothing does."""
    before, after = _sentence_before(text, start), _sentence_after(text, end)
    if _ITSELF.search(before) or _PICTURE.search(before):
        return None
    says = _last(_SAYS_BEFORE, before)
    if says:
        return start - len(before) + says.start(), end
    says = _SAYS_AFTER.search(after)
    if says:
        return start, end + says.end()
    if _SUBJECT_CUT_OFF.match(text, end):
        return start, end
    headline = headline or bool(_LAST_WORD.match(text, end))
    if headline and (_HEADLINE_BEFORE.search(before) or _HEADLINE_AFTER.match(after)):
        return start, end
    if _CREDIT.search(before) and _CREDIT_END.match(after):
        return start, end
    if before.strip() in ("", "-") and after.lstrip().startswith((":", "：")):
        return start, end
    return None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _BEFORE) : start]
    ends = _last(_SENTENCE_END, before)
    return before[ends.end() :] if ends else before


def _sentence_after(text: str, end: int) -> str:
    after = text[end : end + _AFTER]
    ends = _SENTENCE_END.search(after)
    return after[: ends.end()] if ends else after


def _in_furniture(
    furniture: Sequence[FurnitureSpan], lexicon: Lexicon, own: Collection[str]
) -> Iterator[Citation]:
    """Another house's name where an article says whose it is: 【聯合ニュース】, «(Yonhap)» at the end."""
    for span in furniture:
        if span.kind not in _CITING_PARTS:
            continue
        for identity, start, end in lexicon.agencies_in(span.value):
            if identity not in own:
                yield Citation(
                    agency=identity,
                    field=span.field,
                    start=span.start + start,
                    end=span.start + end,
                    text=span.value[start:end],
                )
