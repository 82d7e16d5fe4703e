r"""The words that make an agency's name a source, and those that are as good as a name.

Patterns over folded text (lower case, ё as е, plain quotes and dashes, simplified Han), by language; how they
are combined is ``monitor.core.citations``'. Those that end in ``\Z`` stand before a name, those that are
matched at a start stand behind it. Every repetition is bounded.
"""

from __future__ import annotations

import re

_NOT_TO_THE_VERB = r"(?:will|would|should|(?:and|or)(?!\sother)|but|(?:и|или)(?!\sдруг)|а|но)\b"
_SOME_WORDS = rf"(?:\s(?!{_NOT_TO_THE_VERB})[\w'.-]{{1,30}}){{0,4}}?"
_NO_ADJECTIVE = r"(?:a|an|the|its|for|in|on|over|about|of|with|at|to|from|by|after)\b"
_SOME_ADJECTIVES = rf"(?:\s(?!{_NO_ADJECTIVE})[\w'.-]{{1,30}}){{0,3}}?"
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


def any_of(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def one_of(words: str) -> str:
    """One of the words; each may be a pattern without blanks."""
    return any_of(*words.split())


# --- Descriptions that fit one agency only ---------------------------------------------------------------

STATE_AGENCIES = {"north-korea": "kcna", "pyongyang": "kcna", "china": "xinhua", "beijing": "xinhua"}
"""The agency of states that have one, also by their capitals. Russia's "state news agency" may be two."""
_OF_THE_STATE_RU = (
    r"(?:госинформагентств\w{1,3}|(?:государственн|официальн)\w{2,3}\s"
    r"(?:информагентств\w{1,3}|(?:информационн|телеграфн|новостн)\w{2,3}\sагентств\w{1,3}))"
)
STATE_AGENCY_AFTER = re.compile(
    any_of(
        r"(?:'s?)?\s(?:(?:state|official|state-run|state-owned|government)\s){1,2}(?:news|press)\s?agency\b",
        rf"\s{_OF_THE_STATE_RU}",
        r"\s?(?:관영|국영|국가)\s?통신(?![망사업회])",
        r"的?(?:官方|国家|国营|官营)(?:通讯社|通信社)",
        r"の?(?:国营|官营|国家)通信社?",
    )
)
"""What makes a state's name an agency's: «北朝鮮の (国営通信)», "North Korea's (official news agency)"."""
STATE_AGENCY_BEFORE = re.compile(
    rf"(?:\b(?:state|official|state-run) news agency (?:of|in) (?:the )?|\b{_OF_THE_STATE_RU}\s)\Z"
)

# --- Something is said to the agency: a source even in its own articles -------------------------------

_TOLD_STEMS_RU = one_of("""
    сообщ рассказ заяв поясн объясн подтверд уточн ответ отмет сказ повед переда прокомментиров призн раскры
    опроверг долож проинформиров говор предполож подел напомн добав разъясн завер обеща пообеща утвержд
""")
_TOLD_EN = one_of(r"""
    spoke speaks speaking talked talking said comments? remarks? statement reply replies response letter
    e-?mail confided explained revealed disclosed answers? interview(?:ed)? conversation call
    confirmed(?:\s[\w\s]{1,30})?
""")
TOLD_BEFORE = re.compile(
    any_of(
        r"\b(?:told|tells|telling|assured)\b",
        rf"\b{_TOLD_EN}\s(?:to|with|by|for)\b",
        r"\banswering (?:a|the) question (?:of|from|by)\b",
        r"\bsources? of\b",
        rf"\b{_TOLD_STEMS_RU}(?:ил|ал|л|нул)?(?:а|и|о|ся|ась|ись)?\b(?=[^,.;:!?\n]{{0,20}}{_NOT_ABOUT}\Z)",
        r"\b(?:стало|стали) известно\b",
        r"\bв (?:\w{3,16} )?(?:интервью|беседе|разговоре|комментари[ия]|ответах?)\b",
        r"\bна (?:вопрос|запрос)\w{0,3}\b",
        r"\b(?:источник|собеседник)(?:а|ов|и|у|ом|ам)?\b",
        r"\b(?:розпові|повідоми|заяви|поясни|підтверди|уточни)(?:в|л[аио])\b(?=[^,.;:!?\n]{0,12}\Z)",
        r"\bв (?:інтерв'ю|коментарі)\b",
        r"接受了?|(?:告诉|告知)了?|回[应复]|(?<![反针面])[对向跟](?=[^,。\n]{0,8}\Z)",
        r"\b(?:déclaré|confié|indiqué|dit|expliqué|affirmé|raconté|précisé|assuré) (?:à|auprès de)\b",
        r"\bentretien (?:avec|à)\b|\binterrogée?s? par\b",
        r"\b(?:dijo|declaró|explicó|aseguró|confirmó|afirmó|comentó|dicho|declarado|declaraciones) a\b",
        r"\bentrevista (?:con|a)\b|\bha (?:detto|dichiarato) all?\b",
        r"\b(?:sagte|erklärte|bestätigte)\b[^,.;:!?\n]{0,40}\b(?:der|dem|zu)\b|\b(?:interview|gespräch) mit\b"
        r"|\bgegenüber\b",
    )
    + _TO_THE_NAME
    + r"\Z"
)
TOLD_AFTER = re.compile(
    any_of(
        # «ТАСС не сообщили в посольстве», «ТАСС рассказал посол»
        rf"\"?\s(?:не\s)?(?:{_TOLD_STEMS_RU}|назва|отказа)(?:ил|ал|л|нул)"
        r"(?:и(?:сь)?\b|а?\s(?:\w{2,20}\s){0,2}?(?:источник|собеседник|посол|постпред|губернатор|министр|депутат"
        r"|сенатор|глава|представител|директор))",
        r"(?:\s?통신)?(?:\s?기자)?(?:에|에게|측에)\s(?:[^,.\s]{1,20}\s){0,8}?[^,.\s]{0,6}"
        r"(?:말했|말한|밝혔|밝힌|설명|전했|확인|답했|답변|알렸|강조|보낸|귀띔|제공한|토로|털어놓|털어놨|언급|주장|증언|부인|반박|고\s?했)",
        r"(?:\s?통신)?(?:와|과)(?:의|\s(?:가진|한|단독|전화|서면|화상|진행한))?\s?(?:단독\s|서면\s|전화\s|한\s){0,2}"
        r"(?:인터뷰|통화|회견|대담|만나|전화)",
        r"(?:\s?통신)?(?:의)?\s(?:서면\s)?(?:질의|질문|문의)",
        r"(?:\s?통신)?\s(?:단독\s|서면\s|전화\s)?인터뷰(?:에서|에|를|로)",
        r"(?:\s?통신)?사?\s?기자(?:가|의)?\s(?:제기한\s|던진\s)?(?:질의|질문|물음)",
        r"(?:\s?통신)?에\s?[\"'「]",
        r"(?:电视台)?(?:记者)?的?(?:书面|独家)?(?:采访|专访|提问|询问)",
        r"记者(?:表示|说|称|透露|介绍|证实)",
        r"(?:社|通信)?(?:の|との)?(?:单独)?(?:取材|インタビュー|会见|质问|问い合わせ)",
        r"(?:社|通信)?(?:の记者)?に(?:对し|语|话|述べ|明らか|コメント|说明|证言|答え|\s?[\"'「])",
    )
)

# --- The agency says something, or somebody passes on what it says ---------------------------------------

_PRESENT_OR_PAST_RU = r"(?:[еиую]т|ят|л[аио]?)(?:ся|сь)?\b"
_SAYS_RU = (
    one_of("""
        переда(?:ва)? сообща сообщи (?:на)?пиш (?:на)?писа (?:про)?цитиру (?:про)?цитирова отмеча отмети
        уточня уточни (?:про)?информиру (?:про)?информирова рассказыва рассказа привод приводи приве поясня
        поясни утвержда говор говори добавля добави подчеркива подчеркну напомина напомни констатиру
        констатирова публику опубликова распространя распространи узна выясни подсчита насчита объявля объяви
        указыва указа заявля заяви показа ознакоми ссыла сосла предупрежда предупреди подтвержда подтверди
        упомина упомяну уведомля уведоми показыва
    """)
    + _PRESENT_OR_PAST_RU
)
_DOES_RU = (
    one_of("""
        назва называ увиде замети описыва описа характеризу охарактеризова обвиня обвини раскритикова критику
        прокомментирова прогнозиру оценива оцени опроси проанализирова установи обнаружи опроверга опроверг
        отрица изучи поговори пообща побеседова посвяти сравни сравнива ожида предполага счита рассматрива
        обнародова обраща осужда осуди приветству призва призыва хвали похвали предрека намека освеща осветя
    """)
    + _PRESENT_OR_PAST_RU
)
"""What an agency does, but also what others do with it: these words stand behind its name only."""
_SAYS_UK = one_of("""
    переда[єю](?:ть)? повідомля[єю](?:ть)? повідоми(?:в|л[оаи]) пиш[еу](?:ть)? (?:на)?пис(?:ав|ал[оаи])
    циту[єю](?:ть)? зазнача[єю](?:ть)? інформу[єю](?:ть)? уточню[єю](?:ть)? стверджу[єю](?:ть)?
    дода[єю](?:ть)? опублікува(?:в|л[оаи]) пода[єю](?:ть)?
""")
_SAYS_FR = one_of(r"""
    rapporte indique annonce précise relate écrit affirme souligne
    (?:a|ont)\s(?:indiqué|rapporté|annoncé|précisé|affirmé|relaté|écrit|révélé|publié|cité)
""")
_SAYS_ES = one_of(
    "inform[óa]n? report[óa] cit[óa] indicó señaló anunció detalló precisó afirmó publicó recogió recoge"
)
_SAYS_IT = one_of(r"riferisce riporta(?:to)? scrive ha\s(?:riferito|riportato|annunciato|scritto|citato)")
_SAYS_DE = one_of("berichtete? meldete? zitierte? schreibt schrieb")
_BROUGHT_EN = one_of("""
    report(?:ed|s|ing)? carried published released issued run aired broadcast monitored obtained seen
    reviewed compiled distributed relayed translated conducted article commentary dispatch(?:es)?
    statement poll survey story footage interviewed inputs? text remarks messages?
""")
_DONE_EN = one_of(r"""
    made\spublic confirmed announced revealed posted disclosed described shown identified listed counted
    verified contacted asked reached approached polled surveyed analy[sz]ed examined studied viewed gathered
    collected
""")
SAID_BEFORE = re.compile(
    any_of(
        r"\b(?:according to|citing|cites|cited|quoting|quotes|quoted(?: as saying)? by|cited by|as quoted)\b",
        r"\b(?:via|per|through)\b",
        rf"\b{_BROUGHT_EN} (?:by|from|in|for)\b|\b{_DONE_EN} by\b",
        r"\b(?:report|statement|article|images?|footage|aired|broadcast|carried|published) (?:of|on|with)\b"
        r"(?=[^,.;:!?\n]{0,16}\Z)",
        r"[,\"'] ?(?:reports|reported|says|said|writes|wrote|notes|noted|adds|added|claims|claimed|quoted)\b",
        r"\b(?:came|comes) (?:\w{1,12} )?from\b",
        r"\bсо? ссылк(?:ой|ами) на\b|\bссыла(?:ясь|ется|ются|лось|лся) на\b",
        rf"(?<!не )\b{_SAYS_RU}\b",
        r"\b(?:по|согласно) (?:\w{3,16} )?(?:данным|информации|сведениям|сообщени\w{1,3}|версии|подсчетам"
        r"|оценкам?|утверждению|словам|расчетам|опросу|материалам|наблюдениям)\b|\bсогласно\b",
        r"\bв распоряжени[ие]\b",
        r"\bцит(?:ата|ируется|\.)? по\b",
        r"\b(?:в|из) (?:сообщени|публикаци|материал|заявлени|стать|репортаж|комментари|отчет|коммюнике|эфире"
        r"|сводк|заметк|ответ)\w{0,4}\b",
        r"\b(?:распространен|опубликован|передан|процитирован|обнародован|приведен|показан|опрошен|изучен|собран)"
        r"(?:н\w{2,3}|[аоы])?\b",
        r"\bкотор\w{2,3} (?:виде|изучи|получи|проанализирова)л[аио]?\b",
        r"\b(?:сообщени|публикаци)(?:е|я|ю|ем|ей|ям)\b|\b(?:данные|опрос|расчеты|оценка)\b",
        rf"\b{_SAYS_UK}\b|\b(?:з|із|зі) посиланням на\b|\bпосилаючись на\b",
        r"\bза (?:даними|інформацією|словами|повідомленнями?)\b",
        r"(?<![占依证数])据|综合|援引|引述|引用|转引|转述|转载|摘编自|来源|源自",
        r"\b(?:sources?|источник|джерело|来源|出典|출처)\s?:",
        rf"\bselon\b|\bd'après\b|\bcitant\b|\b{_SAYS_FR}\b",
        r"\b(?:citée?|contactée?|jointe?|relayée?|publiée?|diffusée?|rapportée?|obtenue?|consultée?)s? par\b",
        rf"\bsegún\b|\bcitando\b|\bde acuerdo con\b|\b{_SAYS_ES}\b",
        r"\b(?:citad|difundid|publicad|recogid|consultad)[oa]s? por\b",
        rf"\bsecondo\b|\briportarlo\b|\b{_SAYS_IT}\b|\bcitat[oaie] da",
        rf"\blaut\b|\bzufolge\b|\b{_SAYS_DE}\b|\b(?:unter berufung|mit verweis) auf\b",
        r"\b(?:nach (?:angaben|informationen)|bericht(?:en|s)?) (?:der|von)\b",
    )
    + _TO_THE_NAME
    + _NOT_ABOUT
    + r"\Z"
)
_VERBS_EN = any_of(
    "(?:report|say|cite|quote|write)",
    one_of("""
        report say cite quote write announce note add reveal claim publish release state confirm inform
        learn describe show call explain warn denounce condemn criticiz rebuke praise accuse broadcast
        air tell disclose estimate calculate observe mention hail argue insist paraphrase interview
        contribute clarif stress refer carri quot cit slam blast predict suggest speculate portray hint list
        identif characteri[sz] lambast ridicule mock urge caution document analy[sz] examine review verif
        trace uncover boast tout laud liken
    """)
    + "(?:s|es|d|ed|ing|med|ied|red)",
    "said|wrote|told|learnt|saw|heard|broadcast|counted|witnessed|could not|was unable to|made no mention",
    "found(?! guilty)|(?:gives|gave|puts?|ran|runs|named|names|devote[sd]) (?:no|its|the|a|an|few|as)",
    "ha[sd] it|(?:has|have|had) not been able",
    "(?:did|do|does) not (?:say|mention|report|name|give|specify|elaborate|identify|confirm)",
)
_NOUNS_EN = one_of(r"""
    commentary dispatch(?:es)? statement article story tally count poll survey analysis calculations
    translation bulletin editorial exclusive interview sources? review investigation examination estimate
    headline feature footage quer(?:y|ies) inquir(?:y|ies) requests?\sfor questions? words version claims?
    assertions? announcement
""")
_VERBS_ELSEWHERE = any_of(_SAYS_UK, _SAYS_FR, _SAYS_ES, _SAYS_IT, _SAYS_DE, "dijo|zufolge")
SAID_AFTER = re.compile(
    any_of(
        r"(?:\sagency)?,?\s(?:also\s)?(?:citing|quoting|referring to)\b",
        r"\"?,?\s(?:со ссылк|ссылаясь|цитируя|посилаючись|із посиланням|з посиланням|citant|citando)",
        r"[^,。\n]{0,12}(?:获悉|看到|了解到|报道)",
        rf"(?:'s?)?(?:\s?\([^()\n]{{1,40}}\))?{_SOME_ADJECTIVES}\s{_NOUNS_EN}\b",
        _TO_THE_VERB
        + any_of(
            rf"{_VERBS_EN}\b",
            rf"{_SAYS_RU}|{_DOES_RU}|стало известно",
            _VERBS_ELSEWHERE,
        ),
    )
)
_VERBS_KO = one_of(r"""
    따르면 따른 의하면 (?<!정정)보도(?!자료) 전했 전한 전해 밝혔 밝힌 인용 통해 통한 타전 발표 공개 보낸
    확인 소개 주장 논평 비난 비판 설명 분석 지적 평가 예상 관측 경고 강조 게재 실었 알렸 알려 묘사 언급
    평했 선전 반발 촉구 규탄 과시 추정 집계 방영 방송 송출 입수 취재 말했 덧붙 기고 발로 발\s기사 속보
    담화 기사 고\s했 라며 다며 면서 부각 할애 게시 올렸 내놨 내보냈 다뤘 조명 거론 일축 부인했 반박 치켜
    찬양 실린 실려 채웠 토대로 점쳤 점친 내다봤 전망 꼽았 꼽은 빌려 빌어 불렀 표현 규정 추산 띄웠 시사
    꼬집 칭송 요청에 [다라냐자]고\s
""")
_VERBS_ZH = one_of("""
    报道 报导 [称说引电讯] 指出 消息 援引 发布 表示 刊[登发] 发表 评论 披露 透露 公布 公开 播[出放] 宣布
    谴责 批评 强调 确认 获悉 写道 社论 发现 推测 估计 认为 提[到及] 描述 形容 曝光 揭露 分析 统计 头版
    文章
""")
_VERBS_JA = one_of(r"""
    によると によれば によりますと 报(?:じ|道) 传え 配信 发表 公表 载せ 论评 谈话 非难 主张 指摘 明らかに
    が\d としている とした と述べ 放送 论じ 引用 速报 调べ まとめ は、.{0,60}と を通[じし]て を介して 推计
    分析 入手 描写 触れ 言及 称赞 批判 警告 强调 绍介 社说 (?:コメント|取材)の?(?:要请|依赖)
""")
SAID_ANYWHERE_AFTER = re.compile(any_of(_VERBS_KO, _VERBS_ZH, _VERBS_JA))
"""Verbs end the sentence in Korean and Japanese, and often stand far in Chinese."""
ANOTHER_SPEAKS = re.compile(
    any_of(
        # «…했다고 시 당국이 밝혔다.»
        r"[다라냐자]고\s(?:[^\s,.]{1,16}\s){0,3}?[^\s,.]{1,16}[이가은는]\s(?:[^\s,.]{1,12}\s){0,3}?"
        r"(?:밝혔|전했|말했|설명했|보도했|발표했|주장했|강조했|소개했)다(?![고며는])",
        r"[,，][^,，。\n]{1,12}(?:说|表示|称|指出)(?=。|\Z)",
        r"と[^、。\n]{1,16}[がは](?:发表|明らかに|述べ|话し|语っ|说明|伝え)[^、。\n]{0,4}(?=。|\Z)",
    )
)
"""The words behind which a Korean, Chinese or Japanese sentence names a speaker of its own."""
SUBJECT = re.compile(r"(?:\s?통신)?(?:은|는|이|가|도)\s|[はがも]")
"""What makes a Korean or Japanese name the subject, whose verb stands behind all other names."""
SUBJECT_CUT_OFF = re.compile(r"(?:\s?통신)?(?:이|은|가|는)\s[^.…\n]{0,80}(?:\.{2,3}|…)\s{0,5}\Z")
"""A Korean subject whose sentence a feed cut off before its verb."""
JOINED = re.compile(
    r"['\")\]]{0,2}\s?(?:(?:통신|등|news agency|agency|通信)\s?)?(?:\([^()\n]{1,12}\))?"
    r"(?:,|·|、|/|\(|&|\band\b|\bor\b|\bи\b|\bили\b|\bта\b|와|과|및|和|与|及|や|と)\s?[^,.;:!?\n]{0,30}"
)
"""What stands between names that share their words of quoting: «Reuters and the French agency AFP»."""

# --- An institution merely says it -----------------------------------------------------------------------

_SPEAKS_RU = r"(?:сообщ|заяв|отме[тч]|уточн|добав|рассказ)\w{1,8}\b"
_SPEAKS_EN = r"(?:said|says?|reported|stated|noted|added)\b"
_SPEAKS_KO = r"(?:밝혔|말했|전했|설명했|보도했)"
_NO_OTHER_KO = r"(?:[^\s.]{1,12}(?<![은는이가])\s){0,2}?"
SPEAKS_BEFORE = re.compile(
    any_of(
        rf"(?:,\s(?:как\s)?{_SPEAKS_RU}|\bпо (?:данным|словам|информации)|\bсогласно"
        r"|\bсо ссылкой на)(?:\s[\w'.-]{1,20}){0,4}\s['\"]?",
        r"(?<![占依证数])据[^,。\n]{0,12}",
    )
    + r"\Z"
)
SPEAKS_AFTER = re.compile(
    any_of(
        r"(?:'s)?(?:\s(?:also|later|earlier|has|have|spokes\w{3,6}|chief|head|director|press|service|officials?"
        rf"|on|\w{{3,6}}day)){{0,4}}\s{_SPEAKS_EN}",
        rf"(?:\s(?:рф|россии|кндр|ранее|также|уже)){{0,3}}\s{_SPEAKS_RU}",
        rf"(?:\s?(?:측|당국))?[은는이가도]\s(?:[^.\n]{{0,160}}?고\s)?{_NO_OTHER_KO}{_SPEAKS_KO}",
        r"에\s따르면",
        r"(?:\d{1,2}日)?(?:表示|称|说|指出|消息)",
        r"[はが][^。\n]{0,160}?と(?:明らかに|述べ|发表|伝え|说明)|によ(?:ると|れば)",
    )
)
"""Less than what makes an agency a source: whoever condemns or confirms does something."""
SPEAKS_INVERTED = re.compile(rf"(?:[,\"'] ?{_SPEAKS_EN}|\baccording to)(?:\s[\w'.-]{{1,20}}){{0,4}}\s\Z")
"""«…, said the (council)»: where the clause ends with the name, not «Kim, an envoy, said the council…»."""
CLAUSE_ENDS = re.compile(r"[.,;:!?'\"\n]|\s?\Z|\s(?:director|chief|head|spokes|press|on)\b")
SPEAKS_FIRST = re.compile(r"\s?(?:[:「]|['\"][^'\"]{0,4}[가-힣])")
SPEAKS_LAST = re.compile(r"[:-]\s(?:[\w'.-]{1,20}\s){0,3}\Z")
"""Where a headline puts a speaker: at its beginning or, behind a colon or a dash, at its end."""
