"""A guide to the topic by example: what is about Korea and Russia, and what is not, by cause.

All headlines are invented.
"""

from __future__ import annotations

import pytest

from tests.core.relation import understanding

UNDERSTANDING = understanding()

D, R = ("dprk-russia",), ("rok-russia",)
T = ("rok-russia", "dprk-russia", "trilateral")

KEPT: list[tuple[tuple[str, ...], str, str]] = [
    # English
    (
        D,
        "Russian Federation Council Delegation Arrives",
        (
            "Pyongyang, May 20 (KCNA) -- A delegation of the Federation Council led by Grigory Rapota "
            "arrived here on Monday."
        ),
    ),
    (
        D,
        "DPRK Vice Foreign Minister's press statement: Ukraine's use of long-range missiles on Russia",
        "It supports the Russian army's special military operation and condemns the US.",
    ),
    (D, "Volodin heads Duma delegation to Liberation Day festivities in DPRK", ""),
    (D, "Russia writes off 90 percent of North Korea's Soviet-era debt", ""),
    (
        D,
        "Floral basket to Kim Jong Un from Communist Party of Russian Federation",
        "It was conveyed by the Russian embassy in Pyongyang.",
    ),
    (
        D,
        "Belousov: soldiers of Korean People's Army fought heroically",
        "The defense minister handed over awards.",
    ),
    (D, "First passenger train from Moscow to Pyongyang since 2020 departs", "Travel time is eight days."),
    (D, "Belousov arrives at Sunan", "The minister was met by No Kwang Chol with an honour guard."),
    (D, "Rason port to take coal from Kuzbass again", "The first trains are due in May."),
    (R, "Ulleungdo: Russian trawler sinks, crew handed over to the consul in Busan", ""),
    (R, "First Korean astronaut Yi So-yeon blasts off in Soyuz from Baikonur", ""),
    (R, "KOGAS takes first cargo from Sakhalin-2 under new operator", ""),
    (R, "Daewoo Shipbuilding launches icebreaking gas tanker for Sovcomflot", ""),
    (R, "S. Korea's exports to Russia plunge 40 pct", "Cars and parts led the fall, customs data showed."),
    (R, "S. Korea's first-quarter imports of Russian naphtha hit three-year low", ""),
    (R, "S. Korean pastor Paik detained in Vladivostok on spying charge", ""),
    (R, "Seoul gives Ilyinka cemetery back: remains of Choi Jae-hyung's wife returned from Russia", ""),
    (T, "Putin: Moscow ready to help two Koreas normalize ties", ""),
    (T, "South Korea urges Russia to send back North Korean troops", ""),
    (D, "Charter jet takes off from Sheremetyevo for Pyongyang", "Rosaviatsia has allowed weekly service."),
    (D, "Russian envoy decorates Kim Jong Un with Victory medal", ""),
    (
        D,
        "Russia vetoes extension of North Korea sanctions watchdog",
        "One member abstained.",
    ),
    (R, "LG to try out idle washing machine line", "The plant outside Moscow stood still for three years."),
    # Russian
    (D, "Российский генерал возложил венок к Башне освобождения", "Делегация Минобороны находится в КНДР."),
    (D, "Россельхознадзор разрешил поставки свинины в КНДР", ""),
    (D, "Ким Чен Ир приехал в Улан-Удэ на бронепоезде", "Там его ждёт Дмитрий Медведев."),
    (D, "Ким Чен Ын заложил Музей подвига участников операции в Курской области", ""),
    (D, "⚡️Песков: Путин пригласил Ким Чен Ына в Москву", ""),
    (D, "ГУР Украины: под Суджей видели солдат из КНДР", ""),
    (D, "Российский траулер задержан у берегов Северной Кореи", ""),
    (R, "Hyundai отказалась выкупать завод в Петербурге", ""),
    (R, "Россия и Южная Корея согласовали квоты на минтай", ""),
    (R, "Южнокорейский спутник запустят с Плесецка", "Ракета «Ангара» готова к старту."),
    (R, "Россия закроет генконсульство Южной Кореи? МИД опроверг", ""),
    (R, "Южная Корея запретила экспорт в РФ ещё 682 товаров", ""),
    (
        R,
        "Владимир Путин прибыл с визитом в Сеул",
        "Программа рассчитана на один день: переговоры с Пак Кын Хе и форум.",
    ),
    (R, "Суд во Владивостоке продлил арест корейского миссионера Пэк Вон Суна", ""),
    (
        R,
        "В Южной Корее стартовала ракета, созданная с участием Центра Хруничева",
        "Первая ступень сделана в России.",
    ),
    (T, "Лавров в Сеуле обсудил ядерную программу КНДР", "Министр прилетел из Токио."),
    (
        T,
        "Владимир Путин обсудил с президентом Республики Корея ситуацию вокруг КНДР",
        "Состоялся телефонный разговор.",
    ),
    # Korean
    (D, '젤렌스키 "북한군 포로와 우크라 포로 교환 용의"', ""),
    (D, "北 박정천, 러 대사관서 헌화", ""),
    (D, '로이터 "러 유조선, 북한 항구에 석유 100만배럴 실어 날라"', ""),
    (D, "러 국방부 대표단, 평양서 '해방탑' 헌화", ""),
    (D, '최선희, 푸틴 접견…"김정은 방러 초청 논의"', ""),
    (D, '국정원 "북, 파병 대가로 러 방공무기 받아"', "정보위에서 보고했다."),
    (D, "러 문화상 류비모바 방북…예술단 공연", ""),
    (D, "북 노동자 5만명 알라부가 드론공장으로", ""),
    (R, '푸틴 "한국, 우크라에 무기 안 준 것 높이 평가"', ""),
    (R, "사할린 동포 영주귀국 260명 입항", ""),
    (R, "대한항공, 모스크바 노선 재개 검토", ""),
    (R, "한국 선원 3명 러 연안서 조난…러 구조대 수색", ""),
    (R, "한국 화장품, 러시아 수출 2배로", ""),
    (R, "대러 수출 석 달째 늘어…화장품이 견인", "무역협회가 밝혔다."),
    (D, "정은-푸틴, 리무진서 단둘이 대화", "크렘린은 내용을 밝히지 않았다."),
    (R, "정부, 러시아 개인 2명·기관 3곳 독자제재", ""),
    (R, '우리 국민, 러시아서 군 입대해 참전?…외교부 "확인 중"', ""),
    (R, "러 외무차관 방한…한러관계 논의", ""),
    (T, '윤대통령 "러, 남북 중 누가 중요한지 판단해야"', ""),
    (T, '주한 러대사 "북러 협력, 한국 안보 위협 안 돼"', "외교부에 초치된 뒤 이같이 말했다."),
    # Chinese
    (D, "朝俄图们江公路桥合龙", ""),
    (D, "俄罗斯游客首访元山葛麻", ""),
    (D, "朝向俄派工兵排雷", ""),
    (R, "现代汽车放弃回购圣彼得堡工厂", ""),
    (R, "韩召见俄大使抗议", ""),
    (R, "韩企因制裁停止向俄供货", ""),
    (T, "韩外长促俄停止与朝军事合作", ""),
    # Japanese
    (D, "平壌―モスクワ直行便が就航", ""),
    (D, "ロシア国防相が訪朝、金総書記と会談", ""),
    (D, "正恩氏、ショイグ氏と会談", ""),
    (R, "韓ロ外相、ラオスで会談", "北朝鮮情勢については触れなかった。"),
    (R, "現代自、ロシア工場の買い戻し断念", ""),
    (R, "ロ軍機が韓国の防空識別圏に進入", ""),
    (T, "韓国、ロシアに北朝鮮兵の撤収要求", ""),
    # Korean as the North spells it
    (D, "경애하는 김정은동지께서 로씨야련방 대통령에게 답전을 보내시였다", ""),
    (D, "로씨야련방 군사대표단이 평양에 도착하였다", ""),
    (D, "꾸르스크에서 싸운 공화국무력의 군인들을 환영", "로씨야대사가 참가하였다."),
]

DROPPED: dict[str, list[tuple[str, str]]] = {
    "a third party in the title": [
        ("美, 북한 IT 노동자 도운 중국·러시아 국적자 제재", ""),
        ("Poland buys K2 tanks from South Korea to face Russia", ""),
        ("Israel, Iran trade strikes: Russia, China, South Korea and EU call for restraint", ""),
        (
            "Yoon, Kishida hold summit in Seoul",
            (
                "The leaders agreed to cooperate on the North Korean threat, supply chains and Pyongyang's "
                "growing ties with Moscow, officials said."
            ),
        ),
        ("윤대통령-기시다 정상회담…북핵·공급망 협력", "양 정상은 북러 밀착에도 우려를 표했다."),
        (
            "한미 외교장관 통화…관세·북핵 논의",
            "두 장관은 우크라이나 종전 협상과 러북 협력에 대해서도 의견을 나눴다.",
        ),
        ("Названы самые популярные направления у россиян: Турция, Таиланд, Южная Корея", ""),
    ],
    "named once": [
        ("쇼팽 콩쿠르 우승자 서울 공연", "러시아 피아니스트도 무대에 선다."),
        (
            "IAEA chief Grossi warns of Yongbyon expansion",
            "He also spoke about the Zaporizhzhia plant held by Russia.",
        ),
        ("Пожар на рынке в Тэгу: погибли трое", "Среди пострадавших есть россиянин."),
        ("푸틴, 인도 방문…모디와 정상회담", "한국 기업이 지은 공장도 화제가 됐다."),
        (
            "Yongbyon activity up, 38 North says",
            "The site has nothing to do with the plant that Russia runs in Iran.",
        ),
        (
            "Bank of Korea holds key rate",
            "The board cited uncertainty over the war between Russia and Ukraine and oil prices.",
        ),
        (
            "Man arrested at Incheon airport with 2 kg of cocaine",
            "The suspect, a Russian national who arrived from Brazil, is being questioned.",
        ),
    ],
    "sport": [
        ("IOC lets Russian athletes march as neutrals; Korea hosts qualifiers", ""),
        ("Сборная России по футболу вылетела в Корею на товарищеский матч", ""),
        ("South Korea beats Russia 3-1 at volleyball worlds", ""),
        ("Сборная России обыграла Корею в керлинг", ""),
        ("Россиянка стала второй на этапе Кубка мира в Сеуле", ""),
        ("Российские дзюдоисты взяли три медали на турнире в Корее", ""),
        ("한국 여자배구, 러시아에 3-0 완승", ""),
        ("韩国女排3比0击败俄罗斯", ""),
        ("South Korea beats Russia in women's handball", ""),
        ("여자 배구, 러시아에 역전패", "한국은 조별리그에서 탈락했다."),
    ],
    "a ranking or vote": [
        ("유엔총회, 러 침공 규탄 결의 채택…북한·벨라루스 등 반대", ""),
        ("Press review: Moscow eyes gas deal, Seoul in turmoil and Tokyo votes", ""),
        ("Индекс качества жизни: Россия на 60-м месте, Южная Корея на 20-м", ""),
        ("Freedom House: North Korea, Russia, Eritrea among least free", ""),
        ("Генассамблея ООН приняла резолюцию по Украине: против Россия, Белоруссия, КНДР", ""),
        (
            "Respected Comrade Kim Jong Un Receives Congratulations from Foreign Party Leaders",
            "Messages came from Russia, China, Laos, Cuba and other countries.",
        ),
        (
            "UN rights council elects new members",
            "South Korea won a seat. Russia lost in the vote for Eastern Europe.",
        ),
        ("Taiwan's chip makers see rivals from Korea", "Analysts expect demand in China and Russia to fall."),
    ],
    "leisure": [
        ("Typhoon to pass Korea and head to Russia's Primorye", ""),
        ("На Приморье надвигается тайфун с Корейского полуострова", ""),
        ("한파, 시베리아 고기압 영향…서울 영하 12도", ""),
        ("러시아 캄차카 지진…한국 영향 없어", ""),
        ("台风逼近韩半岛和俄远东", ""),
        ("러시아 유튜버, 서울 명동서 먹방", ""),
        ("Корейская волна: почему россияне полюбили дорамы", ""),
        ("Koryo-saram festival in Tashkent draws thousands", "Singers from Seoul and Moscow took part."),
    ],
    "nothing said to go on": [
        ('Zelensky wants armistice line "like in Korea"', "Moscow rejects a frozen conflict."),
        ("尹 탄핵심판 선고…외신 일제히 보도", "러시아 타스통신도 속보를 냈다."),
        (
            "Погиб альпинист из Южной Кореи",
            "Он поднимался на пик в Гималаях вместе с группой из России и Польши.",
        ),
        (
            "Захарова: США превращают Азию в зону конфликта",
            "Она говорила о Тайване, Японии, Филиппинах и Южной Корее.",
        ),
    ],
    "a digest by its title": [
        (
            "What we know on day 1,002 of the war",
            (
                "Russian forces advance in Donetsk; North Korean troops may take part in an assault; Kyiv "
                "hit by drones."
            ),
        ),
        ("[이 시각 세계] 러, 키이우 공습…한국 여행객 주의", ""),
        (
            "Выпуск новостей в 21:00 от 19.06.2024",
            "Смотрите в этом выпуске: Владимир Путин в КНДР; паводок на Урале; рекорд в шахматах.",
        ),
    ],
    "neither in the title": [
        ("Космонавты на МКС встретили Новый год", "Поздравления пришли из Москвы, Хьюстона, Токио и Сеула."),
        ("⚡️Трамп: мы близки к третьей мировой", "Он вспомнил Россию, Украину, Китай, КНДР и Иран."),
        (
            "Exhibition of Books Held",
            (
                "Pyongyang, July 1 (KCNA) -- Books on the Juche idea were on display in Nigeria, Russia, "
                "Bangladesh and Peru."
            ),
        ),
    ],
    "in passing": [
        (
            "Seoul, Washington discuss next round of defense cost talks",
            (
                "The two sides also exchanged views on the North's arms deals with Russia and the "
                "situation in the Middle East."
            ),
        ),
        ("尹锡悦会见北约秘书长", "双方还就朝俄合作等问题交换意见。"),
    ],
}


@pytest.mark.parametrize(("facets", "title", "text"), KEPT, ids=[title for _, title, _ in KEPT])
def test_kept(facets: tuple[str, ...], title: str, text: str) -> None:
    (verdict,) = UNDERSTANDING.understand(title=title, text=text).verdicts
    assert verdict.keep, verdict.parts
    assert verdict.facets == facets


@pytest.mark.parametrize(
    ("cause", "title", "text"),
    [(cause, title, text) for cause, items in DROPPED.items() for title, text in items],
    ids=[title for items in DROPPED.values() for title, _ in items],
)
def test_dropped_for_a_reason(cause: str, title: str, text: str) -> None:
    (verdict,) = UNDERSTANDING.understand(title=title, text=text).verdicts
    assert not verdict.keep, verdict.parts
    assert cause in {part.name for part in verdict.parts if part.weight < 0}
