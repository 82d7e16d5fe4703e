"""Citations: who is named as the source of a report, and when an agency is merely named.

Two lists a language: sentences with the agencies that they give as their source, and sentences in which an
agency has a part of its own, or is none at all.
"""

from __future__ import annotations

import pytest

from tests.core.citing import cites

# --- English ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("The talks went well, according to Yonhap.", "yonhap"),
        ("The talks went well, according to U.S. news agency AP.", "ap"),
        ("KCNA said on Monday that rain had stopped.", "kcna"),
        ("Kim inspected a shipyard, state media KCNA said.", "kcna"),
        ("The Korean Central News Agency (KCNA) reported the visit.", "kcna"),
        ("KCNA, the North's official news agency, called the drill reckless.", "kcna"),
        ("A KCNA commentary denounced the drill.", "kcna"),
        ("The minister, KCNA added, thanked his hosts.", "kcna"),
        ("In a dispatch from Pyongyang, Xinhua described a city at work.", "xinhua"),
        ("The North's statement was carried by KCNA without delay.", "kcna"),
        ("The bridge will open in June, TASS reported, citing the ministry.", "tass"),
        ("The bridge will open in June, TASS reports, citing Yonhap.", "tass yonhap"),
        ("The train left at noon, reports Interfax.", "interfax"),
        ("Yonhap quoted an unnamed official as saying that the date is open.", "yonhap"),
        ("Yonhap News Agency, citing a military source, reported that the drill is over.", "yonhap"),
        ("Yonhap on Tuesday also reported a second launch.", "yonhap"),
        ('"We are ready," the ambassador told TASS.', "tass"),
        ('"We are ready," the ambassador told the Russian state news agency TASS.', "tass"),
        ("In an interview with RIA Novosti the governor promised more flights.", "ria"),
        ("The envoy spoke to Interfax on the sidelines of the forum.", "interfax"),
        ("In a written reply to Yonhap the company denied the report.", "yonhap"),
        ("The Kremlin aide confirmed the date to TASS.", "tass"),
        ("Documents seen by Reuters show three shipments.", "reuters"),
        ("An AFP reporter saw a train leave.", "afp"),
        ("Kyodo news agency, quoting diplomats, said that a train left.", "kyodo"),
        ("An AFP tally puts the number at twelve.", "afp"),
        ("Reuters, AFP and Kyodo reported the launch within minutes.", "reuters afp kyodo"),
        ("Analysts doubt KCNA's claim that the rocket flew on.", "kcna"),
        ("Hackers attacked the website of TASS, Yonhap reported.", "yonhap"),
        ("Two diplomats told Reuters and the Associated Press about the plan.", "reuters ap"),
        ("The mayor told a TASS correspondent that the road is clear.", "tass"),
        ("It was the first such visit since 2019, per Sputnik.", "sputnik"),
        ("KCNA reported an agreement with TASS.", "kcna"),
        ("He was quoted as saying by RIA that the road is clear.", "ria"),
        ("The ferry sails in May (Interfax).", "interfax"),
        ("The ferry sails in May.\n\nSource: Yonhap", "yonhap"),
        ("The ferry sails in May.\n\nSputnik News\nAll the World's Ferries", "sputnik"),
        ("Rodong Sinmun wrote that the harvest is in.", "rodong-sinmun"),
    ],
)
def test_english_sources(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()


@pytest.mark.parametrize(
    "text",
    [
        "The director general of TASS arrived in Seoul.",
        "TASS Director General Ivan Ivanov said that he likes Seoul.",
        "The head of the Russian news agency TASS said that he likes Seoul.",
        "TASS and KCNA signed an agreement on the exchange of news.",
        "Reuters moved into a new building on Friday.",
        "The Korean Central News Agency (KCNA) building was lit up.",
        "Photo: Yonhap",
        "Photo by Ivan Ivanov/TASS",
        "Firefighters stand in a street of Ulsan in this photo provided by Yonhap.",
        "An AP photo of the parade won a prize.",
        "A Kyodo correspondent was denied a visa.",
        "Journalists of TASS and Yonhap visited the museum.",
        "She worked for Xinhua for ten years, her sister said.",
        "Shares of Thomson Reuters rose by two percent.",
        "The AFP arrested two men in Sydney, the Australian Federal Police said.",
        "She teaches AP History at a school in Busan.",
        "Doses of Sputnik V were sent to Seoul, the ministry said.",
        "Sputnik 1 was launched in 1957, historians said.",
        "It was a Sputnik moment for the industry, he said.",
        "Hackers attacked the website of Yonhap, police said.",
        "The forum's media partners are TASS, RIA Novosti and Interfax.",
        "The Tassili plateau lies in Algeria, the guide said.",
        "The word 'kcnac' means nothing.",
        "A court fined Reuters.",
        "KCNA is the state news agency.",
        "TASS turned 120 on Monday.",
        "He told lawmakers that Reuters misquoted him.",
        "Nobody knows what KCNA will say tomorrow.",
        "A letter was sent to the lawyers of Interfax.",
        "Guards beat two men outside Yonhap and ran.",
        "The ministry issued a statement on the detention of a Reuters journalist.",
    ],
)
def test_english_without_a_source(text: str) -> None:
    assert cites(text) == []


# --- Russian and Ukrainian --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("Поезд отправится в июне, передает ТАСС.", "tass"),
        ("Поезд отправится в июне, передаёт в среду южнокорейское агентство Ёнхап.", "yonhap"),
        ("Об этом сообщило агентство Ренхап со ссылкой на ЦТАК.", "yonhap kcna"),
        ("Как сообщили ТАСС в посольстве, переговоры перенесены.", "tass"),
        ("ТАСС сообщили в посольстве, что переговоры перенесены.", "tass"),
        ("«Мы готовы», — рассказал посол РИА Новости.", "ria"),
        ("Визит состоится, подтвердил ТАСС источник в Сеуле.", "tass"),
        ("По данным «Интерфакса», груз уже в порту.", "interfax"),
        ("Рейтер со ссылкой на источники пишет, что груз уже в порту.", "reuters"),
        ("Агентство Киодо, ссылаясь на дипломатов, называет другую дату.", "kyodo"),
        ("В интервью ТАСС губернатор пообещал новые рейсы.", "tass"),
        ("Об этом он сказал в беседе с РИА Новости.", "ria"),
        ("Как стало известно «Интерфаксу», завод продан.", "interfax"),
        ("Собеседник РИА Новости в порту уточнил, что груз уже ушёл.", "ria"),
        ("Источник ТАСС в правительстве назвал дату.", "tass"),
        ("Отвечая на вопрос ТАСС, посол улыбнулся.", "tass"),
        ("ЦТАК опубликовало заявление МИД КНДР.", "kcna"),
        ("ЦТАК не упоминает о ракетах.", "kcna"),
        ("Об этом говорится в сообщении ЦТАК.", "kcna"),
        ("«Дружба крепнет», — приводит слова министра Центральное телеграфное агентство Кореи.", "kcna"),
        ("Хребет покрыт снегом, сообщает корреспондент РИА Новости.", "ria"),
        ("Запуск заметили сразу, сообщают Reuters, AFP и Киодо.", "reuters afp kyodo"),
        ("По информации Синьхуа, стороны встретятся ещё раз.", "xinhua"),
        ("Согласно Yonhap, паром выйдет в мае.", "yonhap"),
        ("ЦТАК сообщило о соглашении с ТАСС.", "kcna"),
        ("Дату в порту ТАСС не назвали.", "tass"),
        ("Список есть в распоряжении РИА Новости.", "ria"),
        ("Об этом [пишет](https://ferry.example/1) Yonhap.", "yonhap"),
        ("Паром выйдет в мае, — **Reuters**.", "reuters"),
        ("Ассошиэйтед Пресс выяснило, кто построил завод.", "ap"),
        ("ЦТАК: ракета достигла цели.", "kcna"),
        ("Паром выйдет в мае (ТАСС).", "tass"),
        ("Паром выйдет в мае — Reuters\n\nПодробности позже.", "reuters"),
        ("Про це повідомляє Yonhap.", "yonhap"),
        ("Делегація прибула, пише Yonhap із посиланням на ЦТАК.", "yonhap kcna"),
    ],
)
def test_russian_sources(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()


@pytest.mark.parametrize(
    "text",
    [
        "Гендиректор ТАСС прибыл в Пхеньян, сообщили в посольстве.",
        "Глава информационного агентства ТАСС заявил, что рад визиту.",
        "ТАСС и ЦТАК подписали соглашение об обмене новостями.",
        "Столетие ТАССР отметили в Казани, сообщили в мэрии.",
        "Фото: ТАСС",
        "Фото: Иван Иванов/ТАСС",
        "© РИА Новости / Иван Иванов",
        "Журналисты ТАСС посетили музей в Пхеньяне.",
        "Корреспондента РИА Новости не пустили в зал.",
        "Выставка открылась в пресс-центре ТАСС.",
        "Информационные партнёры форума: ТАСС, РИА Новости и «Интерфакс».",
        "Журналистка Светлана Рейтер заявила, что уезжает.",
        "Здание ЦТАК построили быстро.",
        "Суд оштрафовал Reuters.",
        "Он работал в ТАСС десять лет.",
        "Партию вакцины Sputnik V отправили самолётом, сообщил министр.",
        "Сайт агентства Yonhap не открывается.",
        "Министр сообщил о соглашении с ТАСС.",
        "Музей рассказал о ТАСС.",
        "Министр назвал Reuters рупором оппозиции.",
        "Он дружит с корреспондентами Reuters и говорит по-корейски.",
        "Власти выслали корреспондента Киодо, сообщили в министерстве.",
    ],
)
def test_russian_without_a_source(text: str) -> None:
    assert cites(text) == []


# --- Korean -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("연합뉴스에 따르면 회담은 내일 열린다.", "yonhap"),
        ("조선중앙통신이 16일 보도했다.", "kcna"),
        ("타스 통신은 이같이 전했다.", "tass"),
        ("조선중앙통신은 대표단이 평양에 도착해 공장과 학교를 둘러보고 간부들을 만났다고 밝혔다.", "kcna"),
        ("러시아 리아노보스티 통신을 인용해 날짜를 전했다.", "ria"),
        ("4일 AP와 러시아 타스통신 등에 따르면 두 사람은 다시 만난다.", "ap tass"),
        ("로이터·AFP 통신이 일제히 보도했다.", "reuters afp"),
        ("회사는 로이터에 보낸 성명에서 소문을 부인했다.", "reuters"),
        ("대사는 타스 통신과의 인터뷰에서 날짜를 밝히지 않았다.", "tass"),
        ("주지사는 인테르팍스 통신에 새 노선을 약속했다고 말했다.", "interfax"),
        ("교도통신의 질의에 회사는 답하지 않았다.", "kyodo"),
        ("스푸트니크 통신도 같은 소식을 전했다.", "sputnik"),
        ("신화통신발로 소식이 알려졌다.", "xinhua"),
        ("타스통신이 조선중앙통신을 인용해 보도했다.", "tass kcna"),
        ("AP통신은 “이례적”이라고 했다.", "ap"),
        ("대변인은 조선중앙통신 기자가 제기한 질문에 대답했다.", "kcna"),
        ("노동신문은 1면에 사설을 실었다.", "rodong-sinmun"),
        ("북한 중앙통신은 날씨가 좋았다고 전했다.", "kcna"),
        ("北통신은 훈련을 비난했다.", "kcna"),
        ("대표단이 8일 평양을 출발했다고 조선중앙통신이 9일 보...", "kcna"),
        ("조선중앙통신은 16일 새 공장이 문을 열었...", "kcna"),
        ("현지 매체들은 조용했으나 뉴시스는 속보를 냈다.", "newsis"),
    ],
)
def test_korean_sources(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()


@pytest.mark.parametrize(
    "text",
    [
        "(사진=로이터/뉴스1) 여객선이 떠났다.",
        "[EPA/조선중앙통신 자료사진. 재판매 및 DB 금지]",
        "타스 사장이 평양에 도착했다고 대사관이 밝혔다.",
        "조선중앙통신사 대표단이 모스크바로 떠났다.",
        "타스와 조선중앙통신이 협정을 체결했다.",
        "사진=연합뉴스",
        "연합뉴스 자료사진",
        "조선통신사 행렬을 재현했다고 시가 밝혔다.",
        "교도소에서 불이 났다고 경찰이 밝혔다.",
        "그리스 신화 속 이야기라고 그는 말했다.",
        "배우 스타스가 입국했다고 소속사가 전했다.",
        "판타스틱한 밤이었다고 그는 말했다.",
        "로이터 기자가 체포됐다고 외교부가 밝혔다.",
        "스푸트니크 V 백신이 도착했다고 보건부가 밝혔다.",
        "연합뉴스 사옥 앞에 사람들이 모였다고 경찰이 밝혔다.",
        "두타스틱이라는 말은 없다고 그는 말했다.",
        "시는 뉴시스에 정정보도를 요구했다.",
    ],
)
def test_korean_without_a_source(text: str) -> None:
    assert cites(text) == []


# --- Chinese and Japanese ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("据韩联社报道，会谈将于明天举行。", "yonhap"),
        ("佩斯科夫对俄新社记者表示，一切顺利。", "ria"),
        ("发言人对朝中社表示，一切顺利。", "kcna"),
        ("據韓聯社報道，會談將於明天舉行。", "yonhap"),
        ("韩联社援引军方消息称，演习已经结束。", "yonhap"),
        ("据塔斯社消息，列车将于六月出发。", "tass"),
        ("俄新社15日报道了此事。", "ria"),
        ("朝中社发表评论，谴责演习。", "kcna"),
        ("综合法新社、路透社报道，双方还会见面。", "afp reuters"),
        ("他对塔斯社表示，一切顺利。", "tass"),
        ("大使接受国际文传电讯社采访时没有透露日期。", "interfax"),
        ("据俄罗斯卫星通讯社，两人同乘一车。", "sputnik"),
        ("朝鮮中央通信が伝えた。", "kcna"),
        ("聯合ニュースによると、会談は明日開かれる。", "yonhap"),
        ("タス通信は、橋が六月に開通すると報じた。", "tass"),
        ("大使はインタファクス通信の取材に対し、日程を明かさなかった。", "interfax"),
        ("知事はタス通信に語った。", "tass"),
        ("タス通信は朝鮮中央通信の記事として会談の日程を伝えた。", "tass kcna"),
        ("共同通信やロイター通信などが一斉に報じた。", "kyodo reuters"),
        ("労働新聞は１面に社説を掲載した。", "rodong-sinmun"),
    ],
)
def test_chinese_and_japanese_sources(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()


@pytest.mark.parametrize(
    "text",
    [
        "塔斯社社长访问平壤。",
        "议员反对塔斯社。",
        "朝中社与塔斯社签署协议。",
        "图：新华社",
        "（图取自朝中社网页）",
        "新华社大楼前的道路已经封闭，警方表示。",
        "路透社记者被拘留，外交部表示。",
        "构建共同社区是目标，他说。",
        "写真：聯合ニュース",
        "タス通信の社長が平壌に到着したと大使館が明らかにした。",
        "彼は共同通信社を退職したと述べた。",
        "ロイター記者が拘束されたと外務省が発表した。",
        "スプートニクＶワクチンが届いたと保健省が発表した。",
    ],
)
def test_chinese_and_japanese_without_a_source(text: str) -> None:
    assert cites(text) == []


# --- Other languages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("Le train partira en juin, selon l'agence Yonhap.", "yonhap"),
        ("El tren saldrá en junio, según la agencia TASS.", "tass"),
        ("Der Zug fährt im Juni, meldete die Agentur Interfax.", "interfax"),
        ("La délégation est arrivée, a rapporté l'agence KCNA.", "kcna"),
        ("El puente está listo, dijo a EFE un diplomático.", "efe"),
        ("Der Botschafter sagte der Deutschen Presse-Agentur (dpa), die Brücke sei fertig.", "dpa"),
        ("Il treno è partito, ha riferito Interfax.", "interfax"),
    ],
)
def test_sources_in_other_languages(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()
