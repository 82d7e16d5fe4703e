r"""The words that make an agency's name a source, or show that the agency is in the news itself.

Patterns over folded text (lower case, ё as е, plain quotes and dashes, simplified Han), by language; how they
are combined is ``monitor.core.citations``'. Those that end in ``\Z`` stand before a name, those that are
matched at a start stand behind it. Every repetition is bounded.
"""

from __future__ import annotations

import re

_SOME_WORDS = r"(?:\s[\w'.-]{1,30}){0,4}?"
# What stands between a name and its verb: a bracket, an apposition, «on Monday also».
_TO_THE_VERB = (
    r"(?:\sagency\b)?['\"]{0,2}s?['\"]?(?:\s?\([^()\n]{1,40}\))?"
    rf"(?:,\s[^,\n]{{2,90}},)?{_SOME_WORDS}['\"]?\s"
)
# What stands between words of quoting and a name: «(according to) South Korea's state-run (Yonhap)».
_TO_THE_NAME = (
    r"(?:\]\(\S{1,120}\))?"
    r"(?:(?!\b(?:that|whether|how|who|which)\b)[^,.;:!?\n]|(?<=\b\w)\.){0,64}"
)
_NOT_ABOUT = r"(?<!\b[со]\s)(?<!\b[со]\s\")(?<!\bоб\s)(?<!\babout\s)"


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _of(words: str) -> str:
    """One of the words; each may be a pattern without blanks."""
    return _any(*words.split())


# --- Something is said to the agency: a source even in its own articles -------------------------------

_TOLD_VERBS_RU = (
    _of("""
        сообщ рассказ заяв поясн объясн подтверд уточн ответ отмет сказ повед переда прокомментиров
        призн раскры опроверг долож проинформиров говор предполож
    """)
    + r"(?:ил|ал|л|нул)?(?:а|и|о|ся|ась|ись)?"
)
_TOLD_EN = _of(r"""
    spoke speaks speaking talked talking said comments? remarks? statement reply replies response letter
    e-?mail confided explained revealed disclosed answers? interview(?:ed)? conversation
    confirmed(?:\s[\w\s]{1,30})?
""")
TOLD_BEFORE = re.compile(
    _any(
        r"\b(?:told|tells|telling|assured)\b",
        rf"\b{_TOLD_EN}\s(?:to|with|by|for)\b",
        r"\banswering (?:a|the) question (?:of|from|by)\b",
        r"\bsources? of\b",
        rf"\b{_TOLD_VERBS_RU}\b(?=[^,.;:!?\n]{{0,20}}{_NOT_ABOUT}\Z)",
        r"\b(?:стало|стали) известно\b",
        r"\bв (?:\w{3,16} )?(?:интервью|беседе|разговоре|комментари[ия]|ответах?)\b",
        r"\bна (?:вопрос|запрос)\w{0,3}\b",
        r"\b(?:источник|собеседник)(?:а|ов|и|у|ом|ам)?\b",
        r"\b(?:розпові|повідоми|заяви|поясни|підтверди|уточни)(?:в|л[аио])\b(?=[^,.;:!?\n]{0,12}\Z)",
        r"\bв (?:інтерв'ю|коментарі)\b",
        r"接受了?|(?:告诉|告知)了?|回[应复]",
        r"\ba (?:déclaré|confié|indiqué|dit) à\b|\bentretien (?:avec|à)\b|\ba (?:dicho|declarado) a\b",
        r"\b(?:dijo|declaró|explicó) a\b|\bentrevista (?:con|a)\b|\bsagte der\b|\binterview mit\b"
        r"|\bgegenüber\b",
    )
    + _TO_THE_NAME
    + r"\Z"
)
TOLD_AFTER = re.compile(
    _any(
        # «ТАСС сообщили в посольстве», «ТАСС рассказал посол»
        r"\"?\s(?:сообщ|рассказ|заяв|поясн|подтверд|уточн|ответ|сказ)(?:ил|ал)"
        r"(?:и\b|а?\s(?:\w{2,20}\s){0,2}?(?:источник|собеседник|посол|постпред|губернатор|министр|депутат|сенатор"
        r"|глава|представител|директор))",
        r"(?:\s?통신)?(?:\s?기자)?(?:에|에게|측에)\s(?:[^,.\s]{1,20}\s){0,8}?[^,.\s]{0,6}"
        r"(?:말했|말한|밝혔|밝힌|설명했|전했|확인했|답했|답변|알렸|강조했|보낸|귀띔|제공한)",
        r"(?:\s?통신)?(?:와|과)(?:의|\s(?:가진|한|단독|전화|서면|화상|진행한))?\s?(?:단독\s|서면\s|전화\s|한\s){0,2}"
        r"(?:인터뷰|통화|회견|대담|만나|전화)",
        r"(?:\s?통신)?(?:의)?\s(?:서면\s)?(?:질의|질문|문의)",
        r"(?:\s?통신)?사?\s?기자(?:가|의)?\s(?:제기한\s|던진\s)?(?:질의|질문|물음)",
        r"(?:\s?통신)?에\s?[\"'「]",
        r"(?:电视台)?(?:记者)?的?(?:书面|独家)?(?:采访|专访|提问|询问)",
        r"记者(?:表示|说|称|透露|介绍|证实)",
        r"(?:社|通信)?(?:の|との)?(?:单独)?(?:取材|インタビュー|会见|质问|问い合わせ)",
        r"(?:社|通信)?(?:の记者)?に(?:对し|语|话|述べ|明らか|コメント|说明|证言|答え)",
    )
)

# --- The agency says something, or somebody passes on what it says ---------------------------------------

_SAYS_RU = _of("""
    переда(?:ет|ют|вал[аио]?|л[аио]?) сообща(?:ет|ют|л[аио]?) сообщил[аио]? пиш[еу]т (?:на)?писал[аио]?
    (?:про)?цитир(?:ует|уют|овал[аио]?) отмеча(?:ет|ют|л[аио]?) отметил[аио]? уточня[ею]т уточнил[аио]?
    информиру[ею]т рассказыва[ею]т привод[ия]т привел[аио]? поясня[ею]т утвержда(?:ет|ют|л[аио]?)
    говорит добавля[ею]т подчеркива[ею]т напомина[ею]т констатиру[ею]т публику[ею]т опубликовал[аио]?
    распространил[аио]? узнал[аио]? выяснил[аио]? подсчитал[аио]? объявил[аио]? указыва[ею]т заявля[ею]т
    показал[аио]?
""")
_SAYS_UK = _of(
    "передає передають повідомля[єю](?:ть)? повідомил[оаи] пиш[еу](?:ть)? написало цитує зазначає інформує"
)
_BROUGHT_EN = _of("""
    report(?:ed|s|ing)? carried published released issued run aired broadcast monitored obtained seen
    reviewed compiled distributed relayed translated conducted article commentary dispatch(?:es)?
    statement poll survey story footage interviewed inputs?
""")
SAID_BEFORE = re.compile(
    _any(
        r"\b(?:according to|citing|cites|cited|quoting|quotes|quoted(?: as saying)? by|cited by|as quoted)\b",
        r"\b(?:via|per|through)\b",
        rf"\b{_BROUGHT_EN} (?:by|from|in|for)\b",
        r"\b(?:report|statement|article|images?|footage|aired|broadcast|carried|published) (?:of|on|with)\b"
        r"(?=[^,.;:!?\n]{0,16}\Z)",
        r"[,\"'] ?(?:reports|reported|says|said|writes|wrote|notes|noted)\b",
        r"\bсо? ссылк(?:ой|ами) на\b|\bссыла(?:ясь|ется|ются|лось|лся) на\b",
        rf"(?<!не )\b{_SAYS_RU}\b",
        r"\b(?:по|согласно) (?:\w{3,16} )?(?:данным|информации|сведениям|сообщени\w{1,3}|версии|подсчетам"
        r"|оценкам?|утверждению|словам|расчетам|опросу)\b|\bсогласно\b",
        r"\b(?:в|из) (?:сообщени|публикаци|материал|заявлени|стать|репортаж|комментари|отчет|коммюнике|эфире)"
        r"\w{0,4}\b",
        r"\b(?:распространенн|опубликованн|переданн|процитированн)\w{2,3}\b",
        r"\b(?:сообщени|публикаци)(?:е|я|ю|ем|ей|ям)\b",
        rf"\b{_SAYS_UK}\b|\b(?:з|із|зі) посиланням на\b|\bпосилаючись на\b",
        r"\bза (?:даними|інформацією|словами|повідомленням)\b",
        r"(?<![占依证数])据|综合|援引|引述|引用|转引|转述|转载|摘编自|来源|源自",
        r"\b(?:sources?|источник|джерело|来源|出典|출처)\s?:",
        r"\bselon\b|\bd'après\b|\brapporte\b|\bcitant\b|\ba (?:indiqué|rapporté|annoncé)\b|\bcitée?s? par\b",
        r"\bsegún\b|\bcitando\b|\binform[óa]\b|\breport[óa]\b|\bsecondo\b|\briferisce\b|\briporta(?:rlo|to)?\b",
        r"\blaut\b|\bzufolge\b|\b(?:berichtete?|meldete?|zitierte?|schreibt)\b|\bunter berufung auf\b",
    )
    + _TO_THE_NAME
    + _NOT_ABOUT
    + r"\Z"
)
_VERBS_EN = _any(
    "(?:report|say|cite|quote|write)",
    _of("""
        report say cite quote write announce note add reveal claim publish release state confirm inform
        learn describe show call explain warn denounce condemn criticiz rebuke praise accuse broadcast
        air tell disclose estimate calculate observe mention hail argue insist paraphrase interview
        contribute clarif stress refer carri quot cit slam blast
    """)
    + "(?:s|es|d|ed|ing|med|ied|red)",
    "said|wrote|told|learnt|saw|heard|broadcast|counted|witnessed|could not|was unable to|made no mention",
    "(?:did|do|does) not (?:say|mention|report|name|give|specify|elaborate|identify|confirm)",
)
_NOUNS_EN = _of("""
    commentary dispatch(?:es)? statement article story tally count poll survey analysis calculations
    translation bulletin editorial exclusive interview sources?
""")
_VERBS_RU = _of("""
    сообщ(?:ил|ает|ают|ало|али) переда(?:ет|ют|л) пиш[еу]т (?:на)?писал отме(?:ча|тил) (?:про)?цитир
    информиру ссыла утвержда опубликовал публику заявил заявля рассказ прив(?:од|ел) уточн уведом
    упомина подтвер наз(?:вал|ыва) узнал выяснил подсчитал сказал напомина указ(?:ал|ыва) подчерк добав
    распростран обнародовал поясн характериз обвинил раскритиковал прокомментировал констатир объявил
    показал
""")
_VERBS_ELSEWHERE = _of("""
    повідом передає пиш[еу] цитує зазнача інформує уточн rapporte indique annonce inform[óa] report[óa]
    citó cita dijo indicó berichtet meldet zufolge schreibt zitiert
""")
SAID_AFTER = re.compile(
    _any(
        r"(?:\sagency)?,?\s(?:also\s)?(?:citing|quoting|referring to)\b",
        r"\"?,?\s(?:со ссылк|ссылаясь|цитируя|посилаючись|із посиланням|з посиланням|citant|citando)",
        r"[^,。\n]{0,12}(?:获悉|看到|了解到|报道)",
        _TO_THE_VERB
        + _any(
            rf"(?:{_VERBS_EN}|{_NOUNS_EN})\b",
            rf"{_VERBS_RU}|стало известно",
            rf"a (?:rapporté|indiqué|annoncé)|{_VERBS_ELSEWHERE}",
        ),
    )
)
_VERBS_KO = _of(r"""
    따르면 따른 의하면 보도 전했 전한 전해 밝혔 밝힌 인용 통해 통한 타전 발표 공개 보낸 확인 소개 주장
    논평 비난 비판 설명 분석 지적 평가 예상 관측 경고 강조 게재 실었 알렸 알려 묘사 언급 평했 선전 반발
    촉구 규탄 과시 추정 집계 방영 방송 송출 입수 취재 말했 덧붙 기고 발로 발\s기사 속보 담화 기사 고\s했
    라며 다며 면서 부각 할애 게시 올렸 내놨 내보냈 다뤘 조명 거론 일축 부인했 반박 치켜 찬양 실린 실려
""")
_VERBS_ZH = _of("""
    报道 报导 [称说引电讯] 指出 消息 援引 发布 表示 刊[登发] 发表 评论 披露 透露 公布 公开 播[出放] 宣布
    谴责 批评 强调 确认 获悉 写道 社论
""")
_VERBS_JA = _of(r"""
    によると によれば によりますと 报(?:じ|道) 传え 配信 发表 公表 载せ 论评 谈话 非难 主张 指摘
    明らかに が\d としている とした と述べ 放送 论じ 引用 速报 调べ まとめ は、.{0,60}と
""")
SAID_ANYWHERE_AFTER = re.compile(_any(_VERBS_KO, _VERBS_ZH, _VERBS_JA))
"""Verbs end the sentence in Korean and Japanese, and often stand far in Chinese."""
SUBJECT = re.compile(r"(?:\s?통신)?(?:은|는|이|가|도)\s|[はがも]")
"""What makes a Korean or Japanese name the subject, whose verb stands behind all other names."""
SUBJECT_CUT_OFF = re.compile(r"(?:\s?통신)?(?:이|은|가|는)\s[^.…\n]{0,80}(?:\.{2,3}|…)\s{0,5}\Z")
"""A Korean subject whose sentence a feed cut off before its verb."""

# --- The agency, its people, its premises or its business are in the news ---------------------------------

_OF_AN_AGENCY_EN = _of(r"""
    director(?:[-\s]general)? head chief ceo offices? bureau president founder owner chair(?:man|woman)
    editor building headquarters newsroom website site accounts? servers? shares? logo stand pavilion
    anniversary delegation agreement employees? staff partners? workers? executives?
""")
_OF_AN_AGENCY_RU = _of(r"""
    ген(?:еральн\w{2,3}|\.)?\s?директор\w{0,3} директор\w{0,3} глав(?:а|ы|е|у|ой) руководител\w{1,3}
    офис\w{0,3} редакци\w{1,2} здани\w{1,3} сайт\w{0,3} пресс-центр\w{0,2} штаб-квартир\w{1,2} бюро
    основател\w{1,3} учредител\w{1,3} делегаци\w{1,3} сотрудник\w{0,3} партнер\w{0,3} сервер\w{0,3}
    аккаунт\w{0,2} логотип\w{0,2} юбиле\w{1,2}
""")
ITSELF_BEFORE = re.compile(
    _any(
        rf"\b{_OF_AN_AGENCY_EN} (?:of|at|for|from|with|are)\s(?:[\w']{{1,20}}\s){{0,4}}",
        r"\b(?:works?|worked|working) (?:for|at|with)\s(?:[\w']{1,20}\s){0,3}",
        r"\bthomson\s",
        rf"\b{_OF_AN_AGENCY_RU}[\s:]{{1,2}}(?:\w{{4,20}}\s){{0,2}}(?:агентств\w{{1,3}}\s)?\"?",
        r"\bработа(?:л|ла|ет|ют|ли|ющ\w{2})\s(?:\w{2,12}\s){0,2}(?:в|на)\s(?:агентстве\s)?\"?",
        r"\bсветлан\w{1,2}\s",
        r"톰슨\s?",
    )
    + r"\Z"
)
_OWN_EN = _of("""
    director head ceo chief president founder owner chair editor building headquarters office bureau
    newsroom website account servers? shares stock logo pavilion delegation staff employees? institute
    foundation executives? workers?
""")
ITSELF_AFTER = re.compile(
    _any(
        rf"(?:'s?)?\s(?:(?:first|deputy|news|agency|agency's)\s){{0,3}}{_OWN_EN}\b",
        r"(?:\s?통신)?사?의?\s?(?:대표단|대표이사|사장|회장|사옥|본사|건물|지국|지사장|지부|직원|임직원|홈페이지|재단|편집국|노조"
        r"|출신|입사|주가|주식)",
        r"(?:\s?통신)?(?:와|과)[^.\n]{0,40}(?:협정|협약|양해각서)",
        r"的?(?:社长|总编|总经理|总裁|大楼|总部|代表团|员工|职员|股价)|[和与][^。\n]{0,20}(?:签署|协议)",
        r"社?の?(?:社长|会长|本社|支局|代表团|职员|株价|ホール|ビル|元记者)|を退职",
    )
)
PEOPLE_BEFORE = re.compile(
    _any(
        r"\b(?:correspondents?|reporters?|journalists?|photographers?|crews?|stringers?)"
        r" (?:of|from|with|for|at|working for)\s(?:[\w']{1,20}\s){0,3}",
        r"\b(?:(?:корреспондент|журналист|репортер|фотокорреспондент|фотограф|оператор|обозревател|собкор)\w{0,3}\s"
        r"|корр\.\s?)(?:агентств\w{1,3}\s)?\"?",
    )
    + r"\Z"
)
PEOPLE_AFTER = re.compile(
    _any(
        r"(?:'s)?\s(?:(?:news|agency)\s){0,2}"
        r"(?:correspondents?|reporters?|journalists?|photographers?|crew|team|stringer)\b",
        r"(?:\s?통신)?의?\s?(?:기자|특파원|취재진)(?!에게|의)",
        r"(?:驻[^,。\n]{1,6})?记者(?!表示|说|称|透露|介绍|证实|采访|专访|提问)",
        r"社?の?(?:记者|特派员)(?!に)",
    )
)
PICTURE_BEFORE = re.compile(
    _any(
        r"\b(?:photos?|pictures?|images?|video|graphics?|credit)"
        r"\s?(?:by|from|courtesy of|provided by|taken by|[:=/|©-])\s?(?:[\w.]{1,20}\s?/?\s?){0,3}",
        r"\bin (?:this|these)\s(?:\w{1,20}\s){0,3}(?:photos?|pictures?|images?)\b[^.\n]{0,60}",
        r"\b(?:фото|снимок|видео|коллаж|инфографика)\s?[:=/|©-]\s?(?:[\w.]{1,20}\s?/?\s?){0,3}",
        r"\bна (?:фото|снимке)\s(?:агентства\s)?\"?",
        r"(?:사진|영상|자료|그래픽|제공)(?:\s?출처)?\s?[:=/|(-]\s?[^.\n]{0,12}",
        r"(?:图|图片|图源|照片|资料图|影像|写真|画像|映像)(?:来源|提供)?(?:\s?[:=/|(は]|取自|来自)\s?[^。\n]{0,8}",
        r"(?:©|\(c\)\s)\s?(?:[\w.]{1,20}\s?/?\s?){0,4}",
    )
    + r"\Z"
)
PICTURE_AFTER = re.compile(
    r"\s?/?\s?(?:pool\s|file\s)?(?:photos?|handout|pictures?)\b(?! (?:show|of|released))"
    r"|\s?(?:자료\s?사진|사진|제공|그래픽|캡처|화면)(?:[\])/.,]|$)"
    r"|(?:供图|图片|资料图|照片|图|提供|写真|撮影)(?:[\])/]|$)",
    re.MULTILINE,
)

# --- Place alone ---------------------------------------------------------------------------------------

_EASTERN = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
_MARKUP = r"(?:агентство\s)?[*_\[\"]{0,4}\Z"
HEADLINE_BEFORE = re.compile(
    rf"(?:\s[-|]\s*|,\s?-\s|\s?\(|\[|/|<|: ?|=|…|[」\"]と|[{_EASTERN})」\"'](?:\s|\s?-\s?)){_MARKUP}"
)
"""What stands before a name that closes a headline; after Chinese, Japanese and Korean a blank will do."""
LINE_BEFORE = re.compile(rf"(?:\s[-|]\s|,\s?-\s|/|[」\"]と){_MARKUP}")
"""What stands before a name that closes a line of the text."""
HEADLINE_GOES_ON = re.compile(r"\s?(?:[:|\])]|…|[,、]?\s?[\"'「](?!s\b|\s))")
"""What stands behind a name that opens a headline: «Reuters:», «타스 "…"»."""
CLOSES = re.compile(r"(?:\]\(\S{1,200}\))?['\")\]/>.!*_]{0,5}\s{0,3}(?:\Z|\n)")
CREDIT = re.compile(r"[(\[【/<][^()\[\]【】/<>\n]{0,40}\Z")
CREDIT_END = re.compile(r"[^()\[\]【】/<>\n]{0,40}[)\]】/>]")
CREDIT_JOINED = re.compile(r"\s?(?:/|-|·|,|=|via)\s?")
"""What stands between the names of a picture's credit."""
JOINED = re.compile(
    r"['\")\]]{0,2}\s?(?:(?:통신|등|news agency|agency|通信)\s?)?(?:\([^()\n]{1,12}\))?"
    r"(?:,|·|、|/|\(|&|\band\b|\bor\b|\bи\b|\bили\b|\bта\b|와|과|및|和|与|及|や|と)\s?[^,.;:!?\n]{0,30}"
)
"""What stands between names that share their words of quoting: «Reuters and the French agency AFP»."""
