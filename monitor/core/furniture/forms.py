"""The forms of furniture in English, Russian, Korean, Chinese and Japanese, as patterns.

What is done with them is said in ``titles`` and ``texts``. Every repetition is bounded, every
alternative begins with something rare, so that matching stays linear on hostile text.
"""

from __future__ import annotations

import re

# --- Title markers --------------------------------------------------------------------------------

_MARKER_WORDS = {
    # normalised name: as written, in lower case
    "urgent": "urgent|breaking|breaking news|flash|alert|just in|newsalert|news alert"
    "|срочно|молния|экстренно|속보|긴급|快讯|快訊|突发|突發|速報|号外",
    "lead": "lead|ld|1st ld|1st lead|종합|综合|綜合",
    "update": "update|updated|recasts|adds details|дополнено|дополнение|обновлено|обновляется|уточнено"
    "|업데이트|更新|随时更新|随時更新",
    "full": "расширенная версия|подробнее|상보|详讯|詳訊|詳報",
    "roundup": "roundup|wrapup|обобщение|обобщенная версия",
    "brief": "brief|in brief|news brief|кратко|коротко|단신|简讯|簡訊",
    "correction": "correction|corrected|исправлено|исправленная версия|정정|更正",
    "repeat": "repeat|rpt|повтор|рпт|재송",
    "exclusive": "exclusive|эксклюзив|단독|独家|獨家|独自",
    "focus": "news focus|focus|фокус|뉴스포커스|초점",
    "analysis": "news analysis|analysis|news&view|аналитика|분석",
    "preview": "preview|анонс",
    "feature": "feature|репортаж|르포|기획",
    "interview": "interview|интервью|인터뷰|专访|專訪",
    "newsmaker": "newsmaker|profile|화제의 인물",
    "opinion": "editorial|opinion|мнение|колонка|사설|칼럼|시론|社论|社論|社説",
    "factbox": "factbox|backgrounder|explainer|досье|справка|팩트체크|일지",
    "press-review": "press review|обзор прессы|обзор сми",
    "digest": "news summary|yonhap news summary|headlines|главное|дайджест"
    "|이 시각 헤드라인|연합뉴스 이 시각 헤드라인|주요 기사|주요뉴스",
    "photo": "photo|photos|фото|фотогалерея|사진|포토|图集|組圖|组图|写真",
    "video": "video|watch|видео|영상|쇼츠|视频|視頻|影片|動画",
    "graphic": "graphic|graphics|infographic|инфографика|그래픽|표|图解",
    "live": "live|live updates|онлайн|прямая трансляция",
    "notices": "인사|부고|게시판|부음",
    "north-korea-brief": "북한단신",
    "markets": "특징주",
}
MARKERS = {word: name for name, words in _MARKER_WORDS.items() for word in words.split("|")}
"""What stands in brackets or before a colon, by its name; the ordinals are in ``MARKER_ORDINAL``."""

_ANY_CASE = "breaking|breaking news|factbox|in brief|press review|срочно|молния|дополнено|обновлено|досье"
MARKERS_ANY_CASE = frozenset(_ANY_CASE.split("|"))
"""Those that before a colon need not stand in capitals: they mean nothing else there."""

MARKER_ORDINAL = re.compile(
    r"(?P<n1>\d{1,2})\s?(?:st|nd|rd|th)\s?(?:ld|lead)|종합\s?(?P<n2>\d{1,2})보|(?P<n3>\d{1,2})보"
)
"""«2nd LD», «종합2보» (the second lead) and «2보» (the second report)."""

MARKER_LENGTH = 44
"""No marker at a title's end is longer."""

_OPEN, _CLOSE = r"[(\[【〔〈＜（［]", r"[)\]】〕〉＞）］]"
MARKER_PREFIX = re.compile(
    rf"""\s{{0,20}}(?:
      {_OPEN}\s?(?P<bracketed>[\w \-.·&]{{1,30}}?)\s?{_CLOSE}\s{{0,5}}[:：]?\s{{0,5}}
    | (?P<sign>[⚡❗‼❕🔴🚨🔥]\ufe0f?){{1,3}}\s{{0,5}}
    | (?P<numbered>(?:UPDATE|WRAPUP|RPT|CORRECTED)\s?\d{{0,2}}-(?:UPDATE\s\d-)?)\s{{0,5}}
    | (?P<plain>[^\W\d_][\w ]{{1,24}}?)\s?(?:[:：]|(?<=[А-ЯЁ])\.)\s{{0,5}}
    )""",
    re.VERBOSE,
)
MARKER_PREFIX_SIGNS = re.compile(r"[(\[【〔〈＜（［⚡❗‼❕🔴🚨🔥\-:：.]")
"""One of these is in every ``MARKER_PREFIX``, within its ``MARKER_PREFIX_LENGTH``; most titles have none."""
MARKER_PREFIX_LENGTH = 64
MARKER_SUFFIX = re.compile(
    rf"""(?:
      \s{{0,5}}{_OPEN}\s?(?P<bracketed>[\w \-.·&]{{1,30}})\s?{_CLOSE}
    | \s[-–—]\s?(?P<plain>[A-ZА-ЯЁ]{{4,20}})
    | \s[-–—]\s(?P<site>РИА\ Новости),\s\d\d\.\d\d\.\d{{4}}
    )\s{{0,20}}$""",
    re.VERBOSE,
)
MARKER_SUFFIX_SIGNS = re.compile(r"[)\]】〕〉＞）］\-–—]")
"""One of these is in every ``MARKER_SUFFIX``."""

HEADLINE_LENGTH = 240
FOOTER_LENGTH = 400
"""Characters of what stands under everything that a page publishes; a longer text is more than that."""
TITLE_ENDING = re.compile(r"[.!?…]?\s")
FULL_STOP = re.compile(r"[.。]['\"”’»」』)\]]{0,3}$")
SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»」』)\]]{0,3}\s{0,5}$")

# --- Datelines --------------------------------------------------------------------------------------

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MONTH_RU = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,6}\.?"
_PLACE = r"[A-Z][A-Za-z.'’\-/ ]{1,50}?"
_ACRONYM = r"(?:NATO|UNESCO|UNICEF|ASEAN|APEC|BRICS|OPEC|KCNA|TASS|IAEA|COVID|THAAD|IN BRIEF)\b"
_CAPITALS = rf"(?!{_ACRONYM})[A-Z][A-Z.'’\-/ ]{{2,40}}[A-Z]"
_AGENCY = r"\([A-Z][A-Za-z .\-/]{1,30}\)"
_AGENCY_RU = (
    r"(?:РИА Новости|Sputnik|Спутник|Прайм|АиФ[\w\-]{0,12}|ИА [\w «»]{2,25}|[А-ЯЁ]{3,12})"
    r"(?:,\s[А-ЯЁ][^.\n]{2,50})?"
)
_COUNTRY = r"(?:,\s[A-Z][A-Za-z. ]{2,25})?"
_PLACE_RU = r"[А-ЯЁ][А-ЯЁа-яё\-/ ]{1,50}?"
_DASH = r"\s{0,3}(?:--|[-–—]{1,2})\s{0,3}"
_NO_CREDIT = r"(?!사진|자료|그래픽|출처)"

DATELINES = (
    # MOSCOW, April 10. /TASS/.    SEOUL, September 21 /TASS Correspondent Ivan Ivanov/.
    rf"{_PLACE}{_COUNTRY},\s{_MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?\.?,?\s?/[^/\n]{{2,60}}/\.?(?:{_DASH})?\s{{0,3}}",
    # SEOUL, Sept. 6 (Yonhap) --    Pyongyang, August 8 (KCNA) --    MOSCOW. Oct 3 (Interfax) -
    rf"{_PLACE}{_COUNTRY}[,.]\s(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,\s\d{{4}})?,?\s{{1,3}}{_AGENCY}{_DASH}",
    # VLADIVOSTOK (Sputnik) -    SEOUL, South Korea (AP) —
    rf"{_CAPITALS}{_COUNTRY},?\s{_AGENCY}{_DASH}",
    # SEOUL, Sept. 6 --    VLADIVOSTOK, Russia --    SEOUL -    but not DPRK-Russia
    rf"{_CAPITALS}(?!-\w)(?:,\s{_MONTH}\s\d{{1,2}}|{_COUNTRY}){_DASH}(?=\S)",
    # МОСКВА, 3 мая. /ТАСС/.    СЕУЛ, 3 мая. /Корр. ТАСС Иван Иванов/.
    rf"{_PLACE_RU},\s\d{{1,2}}\s{_MONTH_RU}(?:\s\d{{4}})?,?\s?/[^/\n]{{2,60}}/\.?(?:{_DASH})?\s{{0,3}}",
    # МОСКВА, 30 июн - РИА Новости, Иван Иванов.
    rf"{_PLACE_RU},\s\d{{1,2}}\s{_MONTH_RU}{_DASH}{_AGENCY_RU}\.\s{{0,3}}",
    # Москва. 3 октября. INTERFAX.RU -
    rf"{_PLACE_RU}\.\s\d{{1,2}}\s{_MONTH_RU}\s?(?:INTERFAX\.RU|ИНТЕРФАКС[^\n–—]{{0,30}}?|[A-ZА-ЯЁ][A-ZА-ЯЁ.]{{2,20}}){_DASH}",
    # TASS, May 3.    ТАСС, 3 мая.
    rf"TASS,\s{_MONTH}\s\d{{1,2}}\.\s{{1,3}}",
    rf"(?:ИТАР-)?ТАСС,\s\d{{1,2}}\s{_MONTH_RU}\s{{0,3}}",
    # (서울=연합뉴스)    [서울=뉴시스]    【서울=뉴시스】; a summary may be cut inside it
    # (타스=연합뉴스); not [사진=노동신문]
    rf"{_OPEN}{_NO_CREDIT}[가-힣A-Za-z·,・/ ]{{1,40}}=\s?[가-힣A-Za-z0-9 ]{{2,20}}{_CLOSE}\s{{0,3}}(?:▲\s?)?",
    r"\(\s{0,3}\Z",
    # [이데일리 홍길동 기자]    [파이낸셜뉴스]
    r"\[(?:[가-힣A-Za-z0-9·]{2,12}\s)?[가-힣]{2,4}\s(?:\w{1,8}\s)?(?:기자|특파원)\]\s{0,3}",
    r"\[(?:[가-힣A-Za-z0-9]{1,8}(?:뉴스|일보|신문|경제|투데이|데일리|타임스)|땅집고)\]\s{0,3}",
    # 韩联社首尔2月12日电    新华社莫斯科3月4日电（记者张三）    中评社香港电／
    r"[\u4e00-\u9fff]{1,8}[社网網][\u4e00-\u9fff、·]{2,20}?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:综合外|綜合外|专|專)?[电電](?:[（(][^）)\n]{2,40}[）)])?[\s／/—\-]{0,5}",
    # 【環球網報道 記者 張三】    （德国之声中文网）    （中央社莫斯科3日電）
    r"【[^】\n]{0,30}(?:讯|訊|报道|報導|報道|记者|記者|电|電)[^】\n]{0,20}】\s{0,3}",
    r"[（(][^）)\n]{2,30}(?:电|電|讯|訊|报道|報導|网|網)[）)]\s{0,3}",
    # 【ソウル聯合ニュース】    【北京時事】    ［モスクワ　３日　ロイター］ -
    r"[【［\[][^】］\]\n]{1,20}(?:共同|時事|聯合ニュース|ロイター|AFP|ＡＦＰ|朝鮮(?:中央)?通信|タス通信)[】］\]](?:\s?[-–—ー]\s?)?\s{0,3}",
    # 【ソウル＝山田太郎】
    r"【[^】\n]{1,12}[＝=][^】\n]{2,12}】\s{0,3}",
)
"""How texts begin, each matched at the start of one of the first lines."""

BYLINE_AFTER_DATELINE = re.compile(
    # 홍길동 기자 =    홍길동 김철수 특파원 이영희 기자 =
    r"(?P<who>[가-힣A-Za-z][가-힣A-Za-z ·,]{1,80}?(?:기자|특파원|통신원|위원|리포터|인턴|PD))\s?=\s{0,3}"
)
_NAMED = r"[A-ZА-ЯЁ][\w.'’\-]{0,24}(?:\s[A-ZА-ЯЁ][\w.'’\-]{0,24}){0,3}"
_NAMED_HAN = (
    r"(?:[\u4e00-\u9fff]{2,4}|[\u30a0-\u30ff]{2,10}・[\u30a0-\u30ff]{2,10}"
    r"|[A-Z][\w.\-]{1,20}(?:\s[A-Z][\w.\-]{1,20}){1,2})"
)
BYLINE_LINE = re.compile(
    # Текст: Ким Су Ён    Автор: Ким Суён, корреспондент    Подготовила Анна Ли    Text: Anna Lee, Seoul
    rf"(?:(?:Автор(?:ы|\sтекста)?|Текст|Корреспондент|Корр\.|Authors?|Text|Words|Reporter)\s?[:：]"
    rf"|(?:(?:Материал\s)?[Пп]одготовил|Записал|Беседовал)(?:а|и)?\s?:?|(?:Written|Reporting|Prepared)\sby\s?:?)"
    rf"\s{_NAMED}(?:(?:,|\sи|\sand)\s{_NAMED}){{0,2}}(?:,(?:\s[\w«»\"'’\-]{{2,25}}){{1,4}})?\.?"
    # 글: 김수연 기자    作者：金秀妍    文＝山田太郎
    rf"|(?:글|취재|기자)\s?[:：=]\s?[가-힣]{{2,4}}(?:\s(?:기자|특파원))?"
    rf"|(?:作者|撰文|文)\s?[:：＝]\s?{_NAMED_HAN}"
    r"|(?:[Bb]y|BY)\s[A-Z][\w.'’\-]{1,20}(?:\s[\w.'’\-]{1,20}){1,4}(?:,\s[A-Z][^\n]{2,50})?"
    r"|[가-힣]{2,4}\s(?:[가-힣]{1,8}\s)?(?:기자|특파원)(?:\s[\w.+\-]{1,40}@[\w.\-]{3,40})?"
    r"|記者[^\n。]{2,20}報[導道]"
    r"|[\w.+\-]{1,40}@[\w\-]{1,40}\.[\w.\-]{2,40}"
)

# --- Heads ------------------------------------------------------------------------------------------

_HEAD_WORDS = (
    "All news|News|NATIONAL|National|Politics|World|Policies|Home|Print|Share|Go Top|Close|Skip to content"
    "|Advertisement|ADVERTISEMENT|Listen to this article|The Hill|UA|RU"
    "|Все новости|Новости|Главная|Поделиться|Реклама|Печать|Версия для печати|Аватар автора"
    "|Знания для всех|Просмотры страницы за месяц"
    "|본문 바로가기|본문 바로가기 메인메뉴 바로가기|이 누리집은 대한민국 공식 전자정부 누리집입니다."
    "|기상청 제공|이미지 확대|이미지 확대 닫기|배너|칼럼|기사 본문|공유하기|글자크기"
    "|进入菜单 进入原文|推荐内容|分享|シェア"
)
HEADS = frozenset(_HEAD_WORDS.split("|"))
"""Lines of a page's frame, as written."""

HEAD_LINE = re.compile(
    r"Sponsor:[^\n]{0,40}|Categories:[^\n]{0,80}|[^\n|]{2,20}\s\|\s[A-Z]{2,6}|\d\. Inhalt \d\. Navigation"
    r"|(?:•\s)?(?:구름많음|흐림|구름조금|맑음)[^\n]{0,200}"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_DAY = (
    rf"(?:{_MONTH}\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}\s{_MONTH}\s\d{{4}}|\d{{1,2}}\s{_MONTH_RU}(?:\s\d{{4}})?(?:\sг(?:ода|\.))?"
    r"|\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\.?일?|\d{1,2}\.\d\d\.\d{4}|\d{4}年\d{1,2}月\d{1,2}日)"
)
STAMP_LINE = re.compile(
    rf"(?:(?:Posted|Published|Updated|Текст|Опубликовано|입력|수정|송고|등록|date)\s?[:|]?\s{{0,3}})?{_DAY}"
    rf"(?:[,|]?\s{{1,3}}(?:в\s)?{_CLOCK}(?:\s?[A-Z]{{3,4}})?)?(?:\s[가-힣]{{2,8}})?"
)
"""A line that is only a date."""

_NETWORK = (
    "facebook|фейсбук|페이스북|twitter|твиттер|트위터|telegram|телеграм|텔레그램|whatsapp|viber|linkedin|reddit"
    "|vk|вконтакте|одноклассники|мой мир|카카오(?:톡|스토리)|(?:네이버 ?)?(?:밴드|블로그)"
    "|微信|微博|朋友圈|qq空[间間]|qq好友|ツイート(?:する)?|ポスト(?:する)?|lineで送る|line|はてなブックマーク"
)
_SHARE = (
    "share(?: (?:this(?: (?:article|story|news))?|on|via))?|e-?mail|print|copy link"
    "|поделиться|скопировать ссылку|печать|распечатать"
    "|공유(?:하기)?|(?:url|링크) ?복사|글자 ?크기(?: ?조절)?|인쇄(?:하기)?"
    "|分享(?:到|至)?|复制链接|複製連結|打印|列印|字号|字號|シェア(?:する)?|urlをコピー|リンクをコピー|印刷"
)
_SITE, _SITE_RU = "(?:this|our|the) (?:web)?site", "(?:этот |данный |наш )?(?:веб-)?сайт"
FRAME_LINE = re.compile(
    # A row of buttons.
    rf"(?:(?:{_SHARE}|{_NETWORK})(?:[\s,.:：|·/]{{1,3}}|\Z)){{2,16}}"
    # We use cookies to improve your experience. Accept all
    rf"|(?:we|{_SITE})(?: and our partners)? uses? (?:\w{{1,12}} ){{0,3}}cookies\b[^\n]{{0,200}}"
    rf"|by (?:continuing to (?:use|browse)|using) {_SITE},? you (?:agree|consent)[^\n]{{0,200}}"
    rf"|(?:мы|{_SITE_RU}) использу(?:ем|ет) (?:файлы )?(?:cookies?|куки)\b[^\n]{{0,200}}"
    r"|на (?:этом |нашем )?сайте используются (?:файлы )?(?:cookies?|куки)\b[^\n]{0,200}"
    r"|(?:본|이|저희|당사) ?(?:웹 ?)?사이트(?:는|에서는) [^\n.]{0,30}(?:쿠키|cookies?)[^\n]{0,120}"
    r"|(?:本|我们的?|此)(?:网站|網站|网页|站)[^\n。]{0,20}cookies?[^\n]{0,80}"
    r"|(?:当|本|この)(?:ウェブ)?サイト(?:では|は)[^\n。]{0,20}(?:クッキー|cookies?)[^\n]{0,80}",
    re.IGNORECASE,
)
"""A page's row of buttons and its word about cookies, above a text or below it."""

STAMP_PREFIX = re.compile(r"\s{0,5}date\s\d{4}-\d\d-\d\d\s")
"""A date that a saved page has before its first words."""

CARD_STAMP = re.compile(rf"(?:Сегодня|Вчера|\d{{1,2}}\s{_MONTH_RU}(?:\s\d{{4}})?),\s{_CLOCK}")
"""The last line of a card that shows another article."""

# --- Captions ---------------------------------------------------------------------------------------

CAPTION_LINE = re.compile(
    r"©[^\n]{0,200}"
    r"|(?:Photos?|Фото|Photo by|Image|Credit|사진|자료사진|(?:資料)?写真|圖|图片?|资料图片?|资料照片|▲\s?圖)"
    r"\s?[:：=／/][^\n]{0,200}"
    r"|▲[^\n]{0,120}(?:／|/)[^\n]{0,80}"
    r"|[^\n]{0,600}\(PHOTO NOT FOR SALE\)[^\n]{0,40}"
    r"|[^\n]{0,400}\b(?:in|shows?)\sth(?:is|e)\s(?:\w{1,12}\s){0,3}(?:photo|image|picture)\b[^\n]{0,200}\((?:Yonhap|TASS|AP|AFP|Reuters|KCNA|EPA)[^\n)]{0,20}\)"
    r"|This\s(?:\w{1,12}\s){0,3}(?:photo|image),?\s[^\n]{0,500}\((?:Yonhap|TASS|AP|AFP|Reuters|KCNA|EPA)[^\n)]{0,20}\)"
    r"|\[[^\n\]]{2,60}(?:제공|재판매 및 DB 금지)[^\n\]]{0,40}\][^\n.]{0,40}"
)
CAPTION_SIGNS = re.compile(r"[©▲(\[:：=／/]")
"""One of these is in every ``CAPTION_LINE``; most lines have none."""
CREDITED_LINE = re.compile(
    r"[^\n/]{4,200}\s\s?[^\n/]{3,60}/(?:TASS|ТАСС|EPA|AP|REUTERS|Reuters)(?:[/,][^\n/.]{0,60})?"
)
CAPTION = re.compile(
    r"\((?:PHOTO NOT FOR SALE)\)|\[(?:재판매 및 DB 금지|사진 제공[^\n\]]{0,40})\]"
    r"|[(\[](?:사진|자료사진|그래픽)\s?[=:/]\s?[^\n\])]{1,40}[)\]]"
)
NOTE = re.compile(r"\s?\[[A-ZА-ЯЁ]{2,3}\d{1,3}\]")
"""An editor's mark left in the text, as a word processor's comment leaves it: «Lee Cheol[ИН1]»."""

# --- The end ----------------------------------------------------------------------------------------

_BEFORE_END = r"\s.!?。！？”\"’»」』>)"
# Looks back from its first character, and has one set of these, for a search leaps to that.
END_MARK = re.compile(
    rf"[(（\-](?<![^{_BEFORE_END}].)(?:(?<=[(（])(?:END|ENDS|끝|完|終|конец)[)）]|(?<=-)0-)"
    r"[ \t]{0,20}(?=\n|\Z)"
)
RELATED = (
    *(
        "Read also",
        "Read more",
        "Related articles",
        "Related stories",
        "Related news",
        "More news",
        "Most read",
    ),
    *(
        "Читайте также",
        "Смотрите также",
        "Материалы по теме",
        "Другие новости",
        "Новости по теме",
        "Ещё новости",
    ),
    *(
        "[많이 본 기사]",
        "많이 본 기사",
        "관련 기사",
        "관련기사",
        "[관련기사]",
        "주요 기사",
        "이 시각 주요뉴스",
    ),
    *("相关新闻", "相關新聞", "相关报道", "延伸閱讀", "延伸阅读", "推荐内容", "関連記事", "あわせて読みたい"),
)
"""Lines above a list of other articles' headlines."""

DASHED_HEADLINES = re.compile(
    r"^[ \t]{0,20}-[ \t]{0,20}\n[^\n]{4,300}\n[ \t]{0,20}-[ \t]{0,20}\n", re.MULTILINE
)
"""Headlines between lines that are only a dash."""

# No sentence ends in what stands beside the words of a notice, or a report on the same line would be taken.
_UNSAID = r"(?:(?!(?:다|요)\.|[!?。！？])[^\n])"
_UNSAID_OR_ASKED = r"(?:(?!(?<!합니)(?<!습니)다\.)[^\n])"  # «금지합니다.», as readers are spoken to
_NOTICE = r"저작권자|무단\s?(?:전재|복제|배포)|재배포\s?금지|AI 학습 및 활용"
_NOTICE_HAN = "版[权權]|著作权|無断転載|[转轉][载載]"
_SOURCE_NAME = r"[^\s。]{1,40}(?:\s[^\s。]{1,40}){0,3}|[^\s。]{1,40}(?:\s[^\s。]{1,40}){0,9}(?<![.!?])"

TRAILERS = (
    rf"{_UNSAID}{{0,120}}(?:{_NOTICE}){_UNSAID_OR_ASKED}{{0,200}}",
    rf"제보는\s{_UNSAID_OR_ASKED}{{0,120}}",
    rf"{_UNSAID}{{0,60}}\d{{4}}/\d\d/\d\d\s\d\d:\d\d\s송고{_UNSAID}{{0,40}}",
    rf"RSS 피드는{_UNSAID_OR_ASKED}{{0,120}}",
    rf"(?:대표이사|주소|사업자등록번호|등록번호|발행인|편집인)\s?[:：]?{_UNSAID}{{0,120}}",
    r"【[^】\n]{0,60}(?:版权|版權|著作権|转载|轉載)[^】\n]{0,120}】?",
    r"(?:版权所有|版權所有|(?:编辑|編輯|责编|責編|責任編輯)[:：])[^\n。]{0,80}",
    r"(?:未经(?:授权|许可)[^\n。]{0,10})?(?:禁止|严禁|请勿|請勿)(?:转载|轉載)[^\n。]{0,40}。?",
    r"(?:[^\n。]{0,12}の)?無断(?:転載|複製|使用)[^\n。]{0,40}。?",
    r"(?:copyright|©|ⓒ|\(c\)\s?(?:copyright|\d{4}))\s?[^\n]{0,200}",
    # Capitals and figures: a name, no sentence.
    r"(?-i:(?:[A-Z\d©ⓒ(&][^\s]{0,30}\s){0,9})all rights reserved[^\n.]{0,80}\.?",
    r"the post [^\n]{0,400} appeared first on [^\n]{0,120}",
    # A name: ten words without a full stop, or four. «Source: troops are on their way to Kursk.» is news.
    rf"(?:source|источник|джерело|来源|出典|출처|sponsor)\s?[:：]\s?(?:{_SOURCE_NAME})",
    r"leave a comment|\d{1,6} (?:comments|посетителей)[^\n.]{0,60}",
    r"(?:subscribe to|sign up for|follow us (?:on|in))\s[^\n]{0,160}",
    r"[^\n.!?]{0,30}(?:ошибк[аиу]|опечатк[аиу])[^\n]{0,60}ctrl\s?\+\s?enter[^\n]{0,40}",
    rf"{_UNSAID}{{0,80}}구독(?:하세요|하시고|하기|해\s?주세요){_UNSAID_OR_ASKED}{{0,60}}",
    r"(?:欢迎|歡迎|敬请|敬請|请|請)(?:订阅|訂閱|关注|關注)[^\n。]{0,120}。?",
    r"[^\n。]{0,60}(?:チャンネル|メルマガ|ニュースレター)[^\n。]{0,40}(?:登録|フォロー|購読)[してをは][^\n。]{0,40}。?",
    r"(?:обязательно )?(?:❗\s?)?\[?(?:подписывайтесь|подписывайся|подпишитесь|подписаться)[^\n]{0,160}",
    r"[_*]{0,4}(?:читать нас|читайте нас|наш канал(?!\w|\s\w{4}))[^\n]{0,160}",
    rf"[_*]{{0,4}}мы (?:есть )?в (?:{_NETWORK}|вк|max|дзене?|соц\w*сетях|instagram|youtube)\b[^\n]{{0,160}}",
    r"(?:ключевые слова|теги|tags)\s?:[^\n]{0,300}",
    r"(?:обов['’]язково )?(?:підписуйтес[яь]|підписуйтеся|долучайтес[яь])[^\n]{0,160}",
    r"[_*]{0,4}слушайте подкаст[^\n]{0,300}",
    r"(?:\[[^\]\n]{1,80}\]\(https://t\.me/[^)\n]{1,80}\)\s{0,2}){1,4}",
    r"(?:#\w{1,40}\s{0,2}){1,12}",
    r"задизайнено в [^\n]{0,60}",
    r"\((?:yonhap|연합뉴스|tass|kcna|xinhua|韩联社)\)",
    r"!\[(?:[^\[\]\n]|\[[^\[\]\n]{0,60}\]){0,200}(?:\](?:\([^)\n]{0,300}\)?)?)?",
    r"聯合ニュース \d\d:\d\d",
)
"""Whole lines, in any case, that close a text."""

CLOSING = (
    r"\s?\((?:Yonhap|Yonhap News|TASS|KCNA|연합뉴스|聯合ニュース|新华社|韩联社)\)\s{0,5}$"
    r"|(?<=[.!?\"”’])\s?By\s[A-Z][\w.'’\-]{1,20}(?:\s[\w.'’\-]{1,20}){1,3}\s{0,5}(?:\([\w.+\-]{1,40}@[\w.\-]{3,40}\))?\s{0,5}$"
    r"|(?<=[.다\"”’])\s{1,3}[\w.+\-]{1,30}@[\w\-]{1,30}\.[\w.\-]{2,30}\s{0,5}$"
    # A notice after the last sentence: «… (c) Agency, no reproduction», «<저작권자(c) …>»
    rf"|[<〈《\[(【（][^\n<〈《\[(【（]{{0,40}}(?:{_NOTICE}|{_NOTICE_HAN})[^\n]{{0,80}}[>〉》\])】）]\s{{0,5}}$"
    r"|(?<=[.!?。！？\"”’])\s{0,3}(?:[Cc]opyright|©|ⓒ|\([Cc]\)\s?\d|All rights reserved"
    rf"|{_NOTICE}|{_NOTICE_HAN})[^\n]{{0,80}}$"
)
CLOSING_SIGNS = re.compile("[(@<〈《\\[【（©ⓒ]|By|저작|무단|재배포|AI |版|作权|[転转轉]|opyright|All")
"""One of these is in every ``CLOSING``."""
CLOSING_LENGTH = 120
"""What ends the last line itself, within its last characters."""
