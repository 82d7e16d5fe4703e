"""Is a text a digest: many news in one (a summary of the day, a press review, a list of headlines)?

A digest holds whole reports; it is a copy of none of them, and belongs to none of their stories. It is known
by its headline, its first words, or the numbered list that it begins with. Whether a topic keeps one is
``topics``' business.
"""

from __future__ import annotations

import re

_BEGINNING = 120
"""Characters of the text, or of its headline, that may say what it is."""

_LIST_WITHIN = 300
"""Characters after which a numbered list is a part of a report."""

_LOOKED_AT = 20_000  # characters

_SITE_BEFORE = frozenset(("", *"|｜]］】"))
_SITE_AFTER = frozenset(("", *"|｜_"))
"""What stands between a headline and the name of a site."""

_ENDS = tuple(".!?。！？…\"'»”’」』)）")  # of a line that is no headline

_SAID = re.compile(
    r"""
    \b(?: news\s(?:summary|digest|in\sbrief) | (?:press|newspaper|media)\sreviews? | review\sof\s[\w ]{1,30}
        | (?:daily|weekly|morning|evening)\s(?:highlights|briefing|digest|roundup|news\sbriefs?)
        | (?:first|second|third|final)\ssummary\sof | (?:today|yesterday)['’]s\sheadlines
        | (?:top|major|key)\s(?:news|stories|headlines)\sof | headlines\sin\s(?:major|leading|key)
        | (?:major|main)\snews\sitems | week\sin\sreview | what\sto\sknow\stoday
        | дайджест | обзор\s(?:прессы|сми|новостей|событий|печати) | выпуск\sновостей | новости\sрубрики
        | (?:главн\w+|итоги|новости|хроника)\s(?:за\s|этого\s|к\s)?(?:день|дня|сутки|неделю|недели|часа?|утро)
        | новости\sк\sэтому\sчасу | о\sчем\sпишут )\b
    | 주요\s?(?:기사|뉴스|신문|소식)\s?(?:모음|일람|요약|헤드라인|\(|\[|$)
    | (?:이\s시각|오늘의|아침)\s?(?:헤드라인|뉴스|주요\s?뉴스|신문) | 신문\s?사설
    | 뉴스\s?(?:브리핑|다이제스트|모음|요약)
    | 要闻(?:简报|摘要|回顾|速览|汇总) | (?:一周|今日|本周|每日)(?:要闻|新闻|大事)
    | 报纸头条 | 历史上的今天 | 新闻(?:早|晚|简)报 | 早报\b | 要聞(?:簡報|摘要)
    | (?:主な|今日の|きょうの)ニュース | ニュース(?:まとめ|ダイジェスト) | 各紙(?:社説|朝刊)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HEADED = re.compile(
    r"""
    \b(?: (?:day|week|month)\sin\sbrief | [a-z]{2,}\sin\sbrief$
        | (?:morning|evening|sunday|daily|weekly)\s(?:news)?papers:
        | what\s(?:the\s)?(?:news)?papers\s(?:say|write)
        | what\shappened\s(?:overnight|today|yesterday|this\sweek)
        | (?:\d{1,2}|three|four|five|six|seven|eight|ten)\s(?:things|stories)\sto\s(?:know|watch)
        | (?:главн\w{2,3}|новости)\sк\s(?:утру|полудню|обеду|вечеру)\b
        | (?:утренние|вечерние|свежие)\sгазеты: | что\sпишут\s(?:газеты|сми)\b
        | что\s(?:произошло|случилось)\sза\s(?:ночь|день|сутки|неделю|выходные)\b
        | коротко\sо\s(?:главном|важном|разном)\b )
    | (?:밤사이|간밤|지난밤)\s?(?:무슨\s?일|(?:새\s|주요\s?)?(?:뉴스|소식))
    | (?:주간|주말)\s?(?:주요\s?)?(?:뉴스|소식)
    | (?:한눈에|모아)\s?보는\s(?:오늘의?\s)?(?:주요\s?)?(?:뉴스|소식|신문)
    | (?:조간|석간)\s?(?:신문\s)?(?:보기|요약|브리핑)
    | (?:早|晚|日|周)[报報](?:摘要|速[览覽]|要[闻聞]|精[选選]|[导導][读讀])
    | (?:昨夜今晨|[过過]去(?:一[夜天周]|24小[时時]))[发發]生
    | (?:朝刊|夕刊)(?:各紙|から|まとめ|早読み) | (?:週間|月間|朝の|夜の)(?:主な)?ニュース
    | (?:今日|きょう|昨日|今週|先週|[一1]日|[一1]週間)の(?:主な)?(?:ニュース|動き|出来事)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Headings of round-ups: a time or the papers, and that their news are told. Texts may say such words too."""

_NUMBERED = re.compile(r"(?:^|\s)([1-9])[.)、．]\s?(?=\D)|([①②③])")


def is_digest(title: str, text: str) -> bool:
    """True if title and text hold many news."""
    if _heads(title) and _heads(_without_site(title, text[:_LOOKED_AT])):
        return True
    return bool(_SAID.search(text[:_BEGINNING])) or _begins_a_list(text)


def _heads(title: str) -> bool:
    return bool(_SAID.search(title) or _HEADED.search(title, 0, _BEGINNING))


def _without_site(title: str, text: str) -> str:
    """The title without the names of sites around it, if the text begins with it and has no other headlines.

    A site may be called «News Digest», but below a digest's first headline there are more.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    title = " ".join(title.split())
    if not lines or lines[0] not in title or not all(line.endswith(_ENDS) for line in lines[1:]):
        return title
    before, first, after = title.partition(lines[0])
    named = before.rstrip()[-1:] in _SITE_BEFORE and after.lstrip()[:1] in _SITE_AFTER
    return first if named else title


def _begins_a_list(text: str) -> bool:
    wanted = 1
    for match in _NUMBERED.finditer(text, 0, _LOOKED_AT):
        if int(match[1] or "①②③".index(match[2]) + 1) != wanted:
            continue
        if wanted == 1 and match.start() > _LIST_WITHIN:
            return False
        wanted += 1
        if wanted > 3:
            return True
    return False
