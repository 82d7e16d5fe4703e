r"""Where an agency's name stands without words of quoting: in the news itself, in a picture's credit, or in
a place that names the source («… — KCNA», "Reuters: …").

Patterns over folded text, as those of ``monitor.core.quoting``; how they are combined is
``monitor.core.citations``'. Those that end in ``\Z`` stand before a name. Every repetition is bounded.
"""

from __future__ import annotations

import re

from monitor.core.quoting import any_of, one_of

# --- The agency, its people, its premises or its business are in the news ---------------------------------

_OF_AN_AGENCY_EN = one_of(r"""
    director(?:[-\s]general)? head chief ceo offices? bureau president founder owner chair(?:man|woman)
    editor building headquarters newsroom website site accounts? servers? shares? logo stand pavilion
    anniversary delegation agreement employees? staff partners? workers? executives? union lawsuit suit
    lawyers? owners? management editors? readers? subscribers?
""")
_OF_AN_AGENCY_RU = one_of(r"""
    ген(?:еральн\w{2,3}|\.)?\s?директор\w{0,3} директор\w{0,3} глав(?:а|ы|е|у|ой) руководител\w{1,3}
    офис\w{0,3} редакци\w{1,2} здани\w{1,3} сайт\w{0,3} пресс-центр\w{0,2} штаб-квартир\w{1,2} бюро
    основател\w{1,3} учредител\w{1,3} делегаци\w{1,3} сотрудник\w{0,3} партнер\w{0,3} сервер\w{0,3}
    аккаунт\w{0,2} логотип\w{0,2} юбиле\w{1,2}
""")
ITSELF_BEFORE = re.compile(
    any_of(
        rf"\b{_OF_AN_AGENCY_EN} (?:of|at|for|from|with|against|are)\s(?:[\w']{{1,20}}\s){{0,4}}",
        r"\b(?:works?|worked|working) (?:for|at|with)\s(?:[\w']{1,20}\s){0,3}",
        r"\bthomson\s",
        rf"\b{_OF_AN_AGENCY_RU}[\s:]{{1,2}}(?:\w{{4,20}}\s){{0,2}}(?:агентств\w{{1,3}}\s)?\"?",
        r"\bработа(?:л|ла|ет|ют|ли|ющ\w{2})\s(?:\w{2,12}\s){0,2}(?:в|на)\s(?:агентстве\s)?\"?",
        r"\bсветлан\w{1,2}\s",
        r"톰슨\s?",
    )
    + r"\Z"
)
_OWN_EN = one_of("""
    director head ceo chief president founder owner chair editor building headquarters office bureau
    newsroom website account servers? shares stock logo pavilion delegation staff employees? institute
    foundation executives? workers? union
""")
ITSELF_AFTER = re.compile(
    any_of(
        rf"(?:'s?)?\s(?:(?:first|deputy|news|agency|agency's)\s){{0,3}}{_OWN_EN}\b",
        r"\"?\s(?:отме[чт]\w{2,4}|празднует|отпраздновал\w?)\s(?:\S{1,15}\s){0,2}(?:юбиле|столети|годовщин|\S{1,5}лети)",
        r"(?:\s?통신)?사?의?\s?(?:대표단|대표이사|사장|회장|사옥|본사|건물|지국|지사장|지부|직원|임직원|홈페이지|재단|편집국|노조"
        r"|출신|입사|주가|주식)",
        r"(?:\s?통신)?(?:와|과)[^.\n]{0,40}(?:협정|협약|양해각서)",
        r"(?:\s?통신)?[이은]\s[^.\n]{0,40}(?:협정|협약|양해각서)[을를]?\s?(?:체결|맺|조인|서명)[^\s.]{0,2}다(?![고며는])",
        r"的?(?:社长|总编|总经理|总裁|大楼|总部|代表团|员工|职员|股价)|[和与][^。\n]{0,20}(?:签署|协议)",
        r"(?:\s?통신)?[을를]\s(?!인용|통해|통한|비롯|포함|토대|바탕|거쳐|빌)",
        r"的?网站(?!报|发|刊|称|消|公|登)|被(?:判|罚|诉|告|起诉|指控|禁)|提起诉讼|的(?:指控|指责)",
        r"社?の?(?:社长|会长|本社|支局|代表团|职员|株价|ホール|ビル|元记者)|を(?!引|通|介|もと|元|含|はじ|始)",
    )
)
PEOPLE_BEFORE = re.compile(
    any_of(
        r"\b(?:correspondents?|reporters?|journalists?|photographers?|crews?|stringers?)"
        r" (?:of|from|with|for|at|working for)\s(?:[\w']{1,20}\s){0,3}",
        r"\b(?:(?:корреспондент|журналист|репортер|фотокорреспондент|фотограф|оператор|обозревател|собкор)\w{0,3}\s"
        r"|корр\.\s?)(?:агентств\w{1,3}\s)?\"?",
    )
    + r"\Z"
)
PEOPLE_AFTER = re.compile(
    any_of(
        r"(?:'s)?\s(?:(?:news|agency)\s){0,2}"
        r"(?:correspondents?|reporters?|journalists?|photographers?|crew|team|stringer)\b",
        r"(?:\s?통신)?(?:\s소속|의)?\s?(?:기자|특파원|취재진)(?!에게|의)",
        r"(?:驻[^,。\n]{1,6})?记者(?!表示|说|称|透露|介绍|证实|采访|专访|提问)",
        r"社?の?(?:记者|特派员)(?!に)",
    )
)
PICTURE_BEFORE = re.compile(
    any_of(
        r"\b(?:photos?|pictures?|images?|video|graphics?|credit)"
        r"\s?(?:by|from|courtesy of|provided by|taken by|[:=/|©-])\s?(?:[\w.]{1,20}\s?/?\s?){0,3}",
        r"\bin (?:this|these)\s(?:\w{1,20}\s){0,3}(?:photos?|pictures?|images?)\b[^.\n]{0,60}",
        r"\b(?:фото|снимок|видео|коллаж|инфографика)\s?[:=/|©-]\s?(?:[\w.]{1,20}\s?/?\s?){0,3}",
        r"\bна (?:фото|снимке)\s(?:агентства\s)?\"?",
        r"(?:사진|영상|자료|그래픽|제공)(?:\s?출처)?\s?[:=/|(-]\s?[^.\n]{0,12}",
        r"(?:图|图片|图源|照片|资料图|影像|写真|画像|映像)(?:来源|提供)?(?:\s?[:=/|(は]|取自|来自)\s?[^。\n]{0,8}",
        r"(?:©|\(c\)\s)\s?(?:[\w.]{1,20}\s?/?\s?){0,4}",
        r"\b(?:pool|handout|kns|news service)\svia\s",
    )
    + r"\Z"
)
PICTURE_AFTER = re.compile(
    r"\s?/?\s?(?:pool\s|file\s)?(?:photos?|handout|pictures?)\b(?! (?:show|of|released))"
    r"|\s?/\s?[a-z'.-]{2,20}(?:\s[a-z'.-]{1,20}){1,3}\s?(?:[)\]]|$)"
    r"|(?:\s?/[^/\n.]{2,40})?\s?/\s?pool\b|(?:\s?/[^/\n.]{2,40})?\svia\s(?:reuters|ap|afp|kns|getty)\b"
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
CREDIT_JOINED = re.compile(r"\s?(?:/|-|·|,|=|via)\s?(?:[\w.]{1,20}\s?/\s?)?")
"""What stands between the names of a picture's credit."""
PICTURE_JOINED = re.compile(r"\s?(?:/|-|·|=|via)\s?|\s")
"""Likewise, where it is the later of two names that shows the picture."""
PICTURE_OPENS = re.compile(r"\[[^\[\]\n]{0,40}\Z|\(\Z|[.!?。=][\"']?\s?\Z")
PICTURE_ENDS = {
    "[": re.compile(r"[^\[\]\n]{0,40}\]"),
    "(": re.compile(r"\)"),
    "": re.compile(r"\s{0,3}(?:\Z|\n)"),
}
"""What stands around two joined names without any words, by what opens it: «[AP/YONHAP]», «(KCNA-Yonhap)»,
«… in Beijing. REUTERS/KCNA».
"""
