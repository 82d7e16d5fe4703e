"""A guide to citations by example: who is the source, and who is only named.

One sentence a line, agencies before the bar; a line with ``#`` behind the bar is a headline. All of them
are invented, and were labelled by what they say before any of them was tried, so a few are beyond the
patterns: what is asked for is a share, and ``test_citations`` holds what is known to work.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.core.citing import cites

ENGLISH = """
yonhap | Two freighters left Rajin overnight, South Korea's Yonhap news agency reported on Friday, quoting \
a port official.
kcna | The delegation was met at the airport by the vice premier, the Korean Central News Agency (KCNA) \
said in a short dispatch.
kcna | North Korea's official KCNA news agency did not say how long the visit would last.
kcna | The leader "highly appreciated" the gift, KCNA added.
tass | "The contract is ready," Russian state news agency TASS quoted the deputy minister as saying.
tass | The rail link will reopen in July, Russia's TASS cited the governor as saying.
ria | RIA, citing the border service, said four people had crossed.
ria tass | State-run agencies RIA Novosti and TASS both reported that the plane had landed in Pyongyang.
interfax | Exports doubled, Interfax news agency reported, citing customs data.
xinhua | China's official Xinhua News Agency gave no details of the talks.
kyodo yonhap | Kyodo, as cited by Yonhap, put the number of workers at three thousand.
reuters | Three people familiar with the matter told Reuters that the bank had frozen the account.
reuters | A Reuters review of satellite images found two new sheds at the pier.
ap | In an interview with The Associated Press, the former envoy called the pact a turning point.
afp | "It is a difficult winter," the farmer told AFP by telephone.
kcna | State media outlet KCNA carried photos of the two men toasting one another.
kcna yonhap | The trip lasted three days, Yonhap said, citing the North's KCNA.
yonhap | As Yonhap has it, the envoy will fly home by way of Beijing.
yonhap | The minister is to leave on Sunday, Yonhap has learned.
yonhap | Seoul is weighing a reply, a government source was quoted by Yonhap News TV and agency as saying.
tass | No date has been set, the embassy said in comments carried by TASS.
kcna | Kim's message, released by KCNA, made no mention of the United States.
kcna | The text of the treaty was made public by the Korean Central News Agency on Thursday.
sputnik | The orchestra will tour Siberia in the autumn, its conductor said in remarks to Sputnik.
interfax | Word of the deal came first from Interfax, which named no sources.
tass | The pilots are safe, a rescue service spokesman said, as reported by TASS.
yonhap newsis | Local agencies, among them Yonhap and Newsis, put the toll at five.
kcna | The dispatch by KCNA said that the guests had visited a greenhouse farm.
kcna | According to a KCNA report monitored in Seoul, the bridge is half built.
kcna | Pyongyang's state news agency KCNA hailed the friendship "sealed in blood".
kcna | The North's state news agency said that the guests had gone to the opera.
xinhua | China's state news agency reported that the train had crossed the Yalu at dawn.
reuters | The fund has sold its stake, Reuters reported earlier, citing two bankers.
yonhap | Earlier in the day Yonhap published a list of the officials who would travel.
tass | TASS's Pyongyang correspondent reports that shops have reopened.
afp ap | News agencies AFP and AP quoted witnesses who saw smoke over the depot.
yonhap | "We keep every door open," the vice minister said in a phone call with Yonhap.
ria | Speaking to the RIA Novosti news agency, the senator suggested a joint football camp.
reuters | The company did not respond to a Reuters request for comment.
kyodo | Tokyo protested through its embassy, according to a Kyodo report.
montsame | Mongolia offered to host the talks, the Montsame agency wrote.
belta | Belarusian agency BelTA says the two foreign ministers will meet in Minsk.
rodong-sinmun | Rodong Sinmun, the ruling party's newspaper, gave the visit its whole front page.
korean-central-tv | Korean Central Television showed the two leaders walking in a garden.
interfax yonhap | (Interfax, via Yonhap) The ship has left the yard.
kcna | KCNA: The marshal inspected a vegetable farm near the coast.
ukrinform | Prisoners were questioned for two days, Ukrinform reports with reference to the intelligence \
service.
tass | TASS has not been able to confirm the report independently.
tass | Per TASS, the ferry can take three hundred passengers.
dpa | The embassy stays open, a spokeswoman told the German press agency dpa.
yonhap | Yonhap said the ministry's remarks were aimed at Moscow.
anadolu | In remarks to Anadolu the ambassador welcomed the offer.
| The Yonhap building in central Seoul was evacuated after a false alarm.
| A former TASS bureau chief in Pyongyang has published his memoirs.
| The deputy director of TASS met the minister of information.
| An exhibition of photographs by Xinhua and TASS opened in the House of Culture.
| The two men are seen in this image released by a museum. (AP Photo)
| Putin shakes hands with Kim. Photo: KCNA via Reuters
| The ministry accused Reuters of spreading rumours.
| Yonhap will launch a Russian-language service in spring.
| KCNA's website was down for three hours, researchers said.
| The Interfax group owns a credit register, the central bank said.
| Journalists from Reuters and AFP were among those expelled, the union said.
| The editors of Kyodo and Yonhap agreed to exchange staff.
| Pupils learned about Sputnik and Gagarin, the teacher said.
| Students who took AP Chemistry did better, the college board said.
| The union at Yonhap voted to strike on Monday.
| A Xinhua reporter was attacked by a dog, police said.
| The lawsuit against Associated Press was dismissed, the judge said.
| He joined TASS as a translator in 1974.
| The prosecutor sent a letter to the lawyers of Interfax.
| The mayor praised TASS for its coverage of the floods.
| Xinhua and Sputnik are the largest tenants of the tower, the owner said.
| Moscow recalled its correspondent at Kyodo's request, officials said.
| Analysts doubt what KCNA will say tomorrow.
kcna | Analysts doubt KCNA's claim that the missile flew 1,000 kilometres.
kcna | The leader, whose death KCNA announced in 2011, had ruled for 17 years.
kcna | "A new era has begun," KCNA quoted Kim as saying in a speech.
yonhap | Cho left Incheon airport early Friday, according to a pool report carried by Yonhap.
tass | Speaking to reporters in Vladivostok, he was cited by TASS as having ruled out a delay.
tass | In an interview published by TASS on Monday, he ruled out a delay.
ria | "They will come in May," Kozlov was quoted as telling RIA Novosti.
reuters | Seoul has asked for time, two officials with knowledge of the talks said to Reuters on condition \
of anonymity.
ap | Satellite pictures analyzed by The Associated Press show a new pier.
kcna | North Korea confirmed the visit in a report on the state-run Korean Central News Agency.
kcna | The North's leader called it a "sacred" war, in a speech reported by its official Korean Central \
News Agency on Tuesday.
interfax | The ministry would not comment when contacted by Interfax.
xinhua | Wang made the comments in talks with his counterpart, a Xinhua readout showed.
yonhap tass | Yonhap and TASS carried conflicting accounts.
| The Reuters Institute surveyed 20 countries, its director said.
| Sputnik, a Russian-made jab, was approved in May, doctors said.
| Photographers of AP and AFP waited outside the gate, where guards said nothing.
yonhap | South Korea's unification ministry declined to confirm a Yonhap report that the North had opened a \
new pier.
kcna | It was his first public appearance in three weeks, KCNA showed on Thursday.
tass | A second bridge is on the table, Kozhemyako told the TASS news agency on the sidelines of the forum.
reuters kcna | Pyongyang fired a rocket, according to KCNA and a Reuters witness.
interfax | The rouble slipped after Interfax reported new sanctions.
kyodo | Japan's Kyodo News first reported the plan on Sunday.
| KCNA journalists toured the TASS newsroom in Moscow.
| The museum shows a 1950 TASS photograph of the border.
| Interfax shares no office with its former owner, a lawyer said.
| The ambassador thanked Yonhap's photographers at the reception.
xinhua | Beijing hopes for calm, foreign ministry spokeswoman Mao Ning said, Xinhua reported.
ap | AP journalists saw lines at fuel stations.
"""

RUSSIAN_AND_UKRAINIAN = """
kcna | Делегация прибыла в Пхеньян, говорится в сообщении Центрального телеграфного агентства Кореи.
kcna | По данным северокорейского агентства ЦТАК, гости осмотрели теплицы.
kcna tass | Ким Чен Ын осмотрел верфь, передаёт ТАСС со ссылкой на Центральное телеграфное агентство Кореи \
(ЦТАК).
kcna | Государственное информационное агентство КНДР сообщило о прибытии гостей.
yonhap | Сеул готовит ответ, пишет южнокорейское агентство «Рёнхап».
yonhap | Как передает Ренхап, поезд пересёк границу на рассвете.
yonhap kyodo | Об этом сообщили агентства Yonhap и Kyodo, ссылаясь на Генштаб.
yonhap | Накануне Yonhap распространило список участников встречи.
yonhap | По сведениям Ёнхап, беседа заняла сорок минут.
tass | «Паром ходит дважды в неделю», — сказал ТАСС глава порта.
tass | Об этом ТАСС сообщили в пресс-службе краевого правительства.
tass | Дата ещё не согласована, сообщили ТАСС в дипломатическом ведомстве.
tass | Об этом в интервью корреспонденту ТАСС рассказал ректор университета.
tass | Как сообщал ТАСС, мост откроют к лету.
tass | Ранее ТАСС писал, что мост откроют к лету.
ria | Рейсы вырастут втрое, заявил РИА Новости торговый представитель.
ria | Посол рассказал в эксклюзивном интервью РИА Новости, что выставка откроется осенью.
ria | «РИА Новости»: в порту Раджин начали перевалку угля.
interfax | Завод остановлен на месяц, сообщили «Интерфаксу» в дирекции.
interfax | Об этом «Интерфаксу» рассказал источник в отрасли.
interfax | «Интерфакс» узнал о продаже доли.
interfax yonhap | Интерфакс со ссылкой на Yonhap сообщает о трёх пусках.
reuters | Агентство Reuters изучило снимки и насчитало четыре судна.
reuters | Три собеседника Reuters подтвердили сделку.
reuters | Источники Рейтер говорят, что счёт закрыт.
reuters | Банк не ответил на запрос Reuters.
afp | Свидетели рассказали агентству Франс Пресс о дыме над складом.
ap | Агентство Associated Press опросило двенадцать рабочих.
kyodo | Японское агентство «Киодо» называет имя переводчика.
xinhua | Стороны довольны итогами, отмечает агентство Синьхуа.
xinhua | Как пишет китайское государственное агентство «Синьхуа», стороны довольны итогами.
sputnik | В комментарии Sputnik эксперт усомнился в сроках.
belta | Министр прибудет в пятницу, информирует БелТА.
ukrinform | Пленных допрашивали двое суток, передаёт Укринформ.
rodong-sinmun | Газета «Нодон синмун» вышла с портретами обоих лидеров, её передовица призывает крепить \
дружбу.
kcna | Сеульские аналитики заметили, что в сводке ЦТАК об учениях нет ни слова.
kcna | В Пхеньяне осудили манёвры. Соответствующий комментарий опубликован ЦТАК.
kcna | Текст послания приводит ЦТАК.
kcna | «Мы ответим», — цитирует ЦТАК представителя министерства.
kcna | Заявление, распространённое ЦТАК, адресовано Вашингтону.
tass yonhap | СЕУЛ, 5 мая. Корреспондент ТАСС передаёт: военные следят за обстановкой, заявил источник \
Yonhap.
tass | Новый маршрут откроется осенью, следует из документов, с которыми ознакомился ТАСС.
tass | Подробностей в ведомстве ТАСС не раскрыли.
reuters | # Reuters: Сеул обсуждает поставки снарядов
yonhap | # Сеул обсуждает поставки снарядов – Yonhap
kcna | Гости возложили цветы (по материалам ЦТАК).
unian | Полк понёс потери, говорит источник УНИАН в разведке.
ria | По словам собеседника РИА Новости, груз застрял в порту.
interfax | Компания вернётся на рынок, следует из ответа её представителя на вопрос «Интерфакса».
| Заместитель гендиректора ТАСС выступил перед студентами.
| В пресс-центре РИА Новости прошёл круглый стол.
| Руководитель бюро ТАСС в Пхеньяне получил медаль.
| Делегация «России сегодня» посетила редакцию ЦТАК.
| Фото предоставлено ЦТАК
| Снимок: Reuters / Иван Иванов
| Сотрудники Yonhap объявили забастовку.
| ТАСС открывает корпункт в Сеуле.
| Reuters пришлось извиниться перед компанией.
| Выставка фотографий ТАСС и ЦТАК открылась в музее.
| Бывший журналист РИА Новости стал советником губернатора.
| На приёме были представители МИД, ТАСС и Большого театра.
| Министерство обвинило Reuters во лжи.
| Соглашение с агентством «Синьхуа» подписал ректор.
| «Спутник» летал в 1957 году, напомнил лектор.
| Основанный в 1904 году ТАСС отмечает юбилей.
tass | ЦТАК молчит, однако ТАСС сообщает о пуске.
kcna | МИД КНДР осудил учения. Об этом сообщает Центральное телеграфное агентство Кореи.
yonhap | Yonhap зі посиланням на джерела повідомляє про переговори.
interfax-ukraine | Про це повідомило агентство «Інтерфакс-Україна».
kcna | За даними ЦТАК, делегація оглянула теплиці.
| Суд отклонил иск ТАСС к издателю.
| Губернатор поблагодарил ТАСС за поддержку фестиваля.
| Книга вышла при содействии РИА Новости, на презентации говорили о войне.
| Он дружит с корреспондентами Reuters и говорит по-корейски.
| Власти аннулировали аккредитацию корреспондента Киодо, сообщили в министерстве.
| Ранее Reuters занимало два этажа здания.
tass | Ущерб оценивают в миллиард, рассказали ТАСС в региональном главке МЧС.
tass | Ранее источник в силовых структурах сообщил ТАСС о задержании двух моряков.
ria | Паром вернулся в порт, выяснило РИА Новости, изучив данные навигации.
ria | Переговоры перенесли, узнало РИА Новости из расписания форума.
interfax | Судно задержано, сказал «Интерфаксу» начальник порта.
kcna | Как отметило ЦТАК, на приёме царила тёплая атмосфера.
kcna | Северокорейское агентство ЦТАК впервые упомянуло о потерях.
yonhap | В Сеуле не исключают переноса визита, добавляет «Ренхап».
yonhap | Военные подняли истребители (агентство Yonhap).
yonhap | Генштаб Южной Кореи: пущены две ракеты — Yonhap
reuters | Китай закупил больше угля — данные Reuters.
reuters afp | Опрошенные Reuters и AFP эксперты сомневаются в сроках.
sputnik | Sputnik Корея поговорил с музыкантом о гастролях.
tass | Стороны обсудили туризм, сказал ТАСС по итогам встречи вице-губернатор.
tass | Об итогах визита он рассказал в интервью ТАСС.
ria | Из Пхеньяна во Владивосток открыли рейс, — РИА Новости.
yonhap | Южнокорейское информагентство Ренхап сообщило, что посла вызвали в МИД.
yonhap kcna | Ренхап, цитируя ЦТАК, пишет о приезде министра.
kcna | «Церемония прошла торжественно», — подчеркивает ЦТАК.
kcna | В ЦТАК сообщили, что министр прибыл в среду.
interfax | Посол отказался назвать дату в разговоре с «Интерфаксом».
reuters | Завод купит местная компания, следует из документов, которые видело агентство Reuters.
| Съёмочная группа ТАСС попала под обстрел, сообщили военные.
| Премию получил фотокорреспондент РИА Новости, сказал председатель жюри.
| Депутат предложил лишить Reuters аккредитации.
| ТАСС провёл для школьников экскурсию, дети остались довольны.
"""

KOREAN = """
kcna | 조선중앙통신(KCNA)은 대표단이 전날 평양에 도착했다고 보도했다.
kcna | 북한 관영 조선중앙통신은 12일 김 위원장이 온실을 돌아봤다고 전했다.
kcna | 양국이 의정서를 조인했다고 북한 중앙통신이 3일 전했다.
kcna | 중앙통신은 체류 일정은 소개하지 않았다. 북한은 침묵했다.
kcna | 북한 관영통신은 손님들이 극장을 찾았다고 보도했다.
kcna | 조선중앙통신이 공개한 사진에는 두 사람이 나란히 앉아 있다.
kcna rodong-sinmun | 노동신문과 조선중앙통신 등 북한 매체는 이날 회담 소식을 일제히 보도했다.
kcna yonhap | 연합뉴스는 조선중앙통신을 인용해 다리가 절반쯤 지어졌다고 보도했다.
kcna | KCNA에 따르면 방문은 사흘간 이어진다.
yonhap | 정부 고위 관계자는 5일 연합뉴스와 한 통화에서 모든 문을 열어 두고 있다고 말했다.
yonhap | 외교부 당국자는 연합뉴스에 "확인해 줄 내용이 없다"고 했다.
yonhap | 연합뉴스가 입수한 문건에는 날짜가 없었다.
yonhap | 연합뉴스TV 보도에 따르면 열차는 새벽에 국경을 넘었다.
tass | 러시아 국영 타스 통신은 주지사의 말을 인용해 철길이 7월에 다시 열린다고 보도했다.
tass | 주지사는 타스통신에 "노선을 늘리겠다"고 밝혔다.
tass | 대사관은 타스 통신 인터뷰를 통해 날짜를 알렸다.
tass ria | 타스·리아노보스티 통신은 비행기가 평양에 내렸다고 보도했다.
ria | 리아노보스티는 국경수비대를 인용, 네 명이 강을 건넜다고 전했다.
ria | 상원의원은 RIA 노보스티 통신과 인터뷰에서 합동 캠프를 제안했다.
interfax | 수출이 갑절로 늘었다고 인테르팍스 통신이 세관 자료를 토대로 보도했다.
interfax reuters | 로이터통신은 인테르팍스통신을 인용해 공장이 멈췄다고 전했다.
sputnik | 스푸트니크는 지휘자의 말을 빌려 악단이 가을에 시베리아를 돈다고 했다.
reuters | 로이터통신은 사정을 잘 아는 소식통 세 명을 인용해 은행이 계좌를 동결했다고 보도했다.
reuters | 은행은 로이터의 논평 요청에 답하지 않았다.
reuters | 로이터가 위성사진을 분석한 결과 부두에 창고 두 동이 새로 들어섰다.
afp | 농부는 AFP통신에 "힘든 겨울"이라고 토로했다.
ap | AP통신은 전직 특사가 이 조약을 전환점이라고 불렀다고 전했다.
ap afp | AP, AFP 등 외신은 창고에서 연기가 났다고 보도했다.
kyodo | 일본 교도통신은 통역의 이름을 거론했다.
kyodo | 교도는 노동자가 3천 명이라고 추산했다.
xinhua | 중국 관영 신화통신은 양측이 만족했다고 보도했다.
xinhua | 신화사는 구체적인 내용은 언급하지 않았다.
newsis | 국방부 관계자는 뉴시스와의 통화에서 사실이 아니라고 말했다.
news1 | 뉴스1에 따르면 장관은 일요일에 떠난다.
dpa | 대사관은 문을 닫지 않는다고 dpa통신이 전했다.
montsame | 몬차메 통신은 몽골이 회담 장소를 제안했다고 보도했다.
rodong-sinmun | 노동당 기관지 노동신문은 1면 전체를 방문 소식으로 채웠다.
korean-central-tv | 조선중앙TV는 두 정상이 정원을 걷는 모습을 방영했다.
kcna | 통일부는 북한이 조선중앙통신을 통해 담화를 냈다고 설명했다.
kcna | # [속보] 北조선중앙통신 "다리 절반 건설"
tass | # 타스 "러 대표단 내달 평양행"
yonhap | 다리 절반 지어져<연합>
kcna | 조선중앙통신 논평은 훈련을 겨냥했다.
tass | 타스통신발 보도로 소식이 퍼졌다.
kcna | 통신은 조선중앙통신을 가리킨다. 조선중앙통신은 대표단의 귀국도 짧게 알렸다.
| 연합뉴스 사장이 모스크바를 방문했다고 대사관이 밝혔다.
| 타스 통신 대표단이 평양을 떠났다.
| 뉴시스 본사 앞에서 집회가 열렸다고 경찰이 전했다.
| 조선중앙통신사 건물이 새로 단장됐다고 여행사가 소개했다.
| AP 위성항법 장비를 단 드론이라고 군이 설명했다.
| 로이터 소속 기자가 입국을 거부당했다고 외교부가 밝혔다.
| (서울=AP/뉴시스) 사진부 = 두 정상이 악수하고 있다.
| 평양 조선중앙통신=연합뉴스 자료사진
| 신화통신 기자 출신 교수가 강연했다.
| 그는 교도통신에서 10년 일했다.
| 스푸트니크 1호는 1957년에 발사됐다고 강사가 말했다.
| 연합뉴스와 타스 통신이 기사 교류 협정을 맺었다.
| 러시아 외무부는 로이터를 비난했다.
| 타스만 해역에서 배가 가라앉았다고 해경이 밝혔다.
| 판타스틱 영화제가 열렸다고 시가 전했다.
| 인터뷰는 신화 속 영웅 이야기로 시작됐다고 그는 말했다.
| 뉴스1 기자상을 받은 그는 기쁘다고 말했다.
kcna | 김 위원장은 온실을 돌아봤다. 조선중앙통신은 이 자리에 딸이 동행했는지는 언급하지 않았다.
kcna | 북한은 이날 조선중앙통신에 낸 담화에서 훈련을 비난했다.
kcna | 앞서 북한은 관영매체 조선중앙통신을 통해 위성 발사를 예고했다.
tass | 페스코프 대변인은 취재진에 이같이 말했다고 타스통신은 전했다.
tass | 타스통신과 인터뷰한 의원은 3월 방북을 예고했다.
ria | 리아노보스티 통신이 공개한 영상에는 열차가 보인다.
reuters | 로이터는 두 명의 소식통을 인용해 현대차가 공장을 되사지 않을 것이라고 했다.
yonhap | 군 관계자는 연합뉴스에 추가 징후는 없다고 전했다.
xinhua | 왕이 부장은 회담에 만족을 표했다고 신화통신이 전했다.
ap | 드론 잔해를 AP통신 기자들이 확인했다.
| 신화통신 평양 지국이 새로 문을 열었다고 대사관이 밝혔다.
| 로이터 통신사 건물에 불이 났다고 소방당국이 설명했다.
| 그는 타스 통신 기자였던 아버지를 기억한다고 말했다.
| 정부는 뉴시스에 정정보도를 요구했다.
| 스푸트니크 충격이라는 말이 나왔다고 교수가 설명했다.
kcna | 북한 조선중앙통신이 16일 공개한 사진을 보면 두 사람은 나란히 걸었다.
kcna | 조선중앙통신은 그러면서 "친선의 정이 넘쳤다"고 선전했다.
tass | 러시아 타스통신은 북한 관광객이 늘고 있다며 통계를 소개했다.
tass interfax | 타스·인테르팍스에 따르면 열차는 이날 오후 모스크바를 출발했다.
yonhap | 소식통은 23일 연합뉴스에 "배가 곧 떠난다"고 귀띔했다.
reuters | 로이터는 현대차가 답변을 거부했다고 덧붙였다.
kyodo | 교도통신 등 일본 언론은 총리의 방한을 점쳤다.
sputnik | 라브로프 장관은 스푸트니크 통신 인터뷰에서 회담을 제안했다.
| 연합뉴스는 올해 창사 45주년을 맞았다.
| 교도통신과 연합뉴스 기자들이 축구 경기를 했다.
| 타스 통신 전 사장의 장례식이 열렸다.
"""

CHINESE_AND_JAPANESE = """
kcna | 朝鲜中央通讯社（KCNA）报道说，代表团前一天抵达平壤。
kcna | 朝鲜官方媒体朝中社周五称，大桥已完成一半。
kcna | 据朝中社12日报道，客人参观了温室。
kcna | 朝中社的文章没有提到美国。
kcna yonhap | 韩联社引述朝中社的消息称，访问持续三天。
yonhap | 韩国官员对韩联社说，所有的门都开着。
yonhap | # 韩联社：列车凌晨越过边境
yonhap | 韓聯社指出，首爾正在準備答覆。
tass | 塔斯社援引州长的话说，铁路七月恢复通车。
tass | 州长告诉塔斯社，渡轮每周开两班。
tass | 俄罗斯塔斯社记者从平壤发回报道说，商店已重新开门。
ria | 俄新社在社交媒体上发布了机场的视频。
ria tass | 塔斯社和俄新社均报道了飞机降落的消息。
interfax | 国际文传电讯社援引海关数据报道，出口翻了一番。
reuters | 三名知情人士向路透社透露，银行已冻结账户。
reuters | 路透社分析卫星图像后发现，码头新建了两座仓库。
afp | 农民对法新社记者说，这个冬天很难熬。
ap | 美聯社引述目擊者說，倉庫上空有濃煙。
kyodo | 日本共同社披露了翻译的姓名。
sputnik | 指挥在接受俄罗斯卫星通讯社采访时说，乐团秋天将去西伯利亚巡演。
xinhua | 新华社平壤5月3日电（记者张三）双方对会谈结果表示满意。
cna | （中央社首爾3日電）台灣代表處說，展覽秋天開幕。
kcna | 北韩官方的朝中社说，客人去看了歌剧。
rodong-sinmun | 《劳动新闻》头版刊登了两国领导人的照片。
kcna | 朝鲜国家通讯社报道，客人去看了歌剧。
| 塔斯社代表团离开平壤。
| 朝中社网站一度无法访问，研究人员说。
| 新华社记者在采访途中受伤，医院表示。
| 路透社被判赔偿，法院说。
| 图片来源：路透社
| 韩联社将在春天开设俄语频道。
| 共同社会责任是主题，校长说。
kcna | 北朝鮮の国営通信、朝鮮中央通信は１２日、金総書記が温室を視察したと報じた。
kcna | 朝鮮中央通信（KCNA）によると、訪問は三日間続く。
kcna | 橋は半分できたと朝鮮中央通信が伝えました。
kcna yonhap | 聯合ニュースは朝鮮中央通信を引用し、橋が半分できたと報じた。
yonhap | 韓国の聯合ニュースは、列車が夜明け前に国境を越えたと伝えている。
tass | ロシアのタス通信は知事の話として、鉄道が七月に再開すると報じた。
tass | 知事はタス通信のインタビューで、便を増やすと述べた。
ria | ロシア通信（ＲＩＡ）は国境警備隊の話として、四人が川を渡ったと報じた。
interfax | インタファクス通信が税関の資料を基に伝えたところによると、輸出は倍になった。
reuters | 事情に詳しい関係者三人がロイターに明らかにした。
reuters | 銀行はロイターのコメント要請に応じていない。
afp | 農家の男性はＡＦＰ通信に「厳しい冬だ」と話した。
ap | ＡＰ通信などによると、倉庫から煙が上がった。
kyodo | 労働者は三千人に上ると共同通信は報じた。
jiji | 【ソウル時事】韓国政府は返答を準備している。
kyodo | 【北京共同】双方は会談の結果に満足している。
xinhua | 中国国営の新華社は、双方が満足したと伝えた。
sputnik | スプートニク通信のインタビューで指揮者は、秋にシベリアを回ると語った。
kcna | # 露朝、議定書に調印＝朝鮮中央通信
kcna | 朝鮮中央テレビではなく朝鮮中央通信が先に報じた。
kcna | 北朝鮮の国営通信は、客が劇場を訪れたと報じた。
| タス通信の代表団が平壌を離れた。
| 聯合ニュースの本社前で集会があったと警察が明らかにした。
| ロイター通信社を訴えた会社が敗訴した。
| 新華社の記者が犬にかまれたと警察が発表した。
| 写真は朝鮮中央通信提供
| 男女共同参画の会議が開かれたと市が発表した。
kcna | 朝中社没有透露会谈内容。
kcna | 朝鲜外务省通过朝中社发表谈话，谴责演习。
tass | 佩斯科夫在回答塔斯社提问时说，日期未定。
reuters | 路透社看到的文件显示，三批货物已经发出。
yonhap | 韩联社报道称，军方发现两枚导弹。
sputnik | 据卫星通讯社报道，音乐会将在秋天举行。
kyodo | 另据日本共同社报道，外相将访问首尔。
| 法新社记者拍摄的照片获奖，评委说。
| 俄罗斯宣布驱逐美联社记者。
| 塔斯社成立120周年，普京致贺。
kcna | 朝鮮中央通信は、訪問の日程には触れていない。
kcna | 金総書記の談話を朝鮮中央通信が伝えた。
tass | ペスコフ報道官は、タス通信の質問に対し、日程は未定だと答えた。
reuters | ロイターが確認した文書によると、三回の出荷があった。
yonhap | 韓国軍は飛翔体二発を探知した。聯合ニュースが報じた。
interfax | インタファクス通信によれば、工場は止まったままだ。
| 時事通信社の記者が取材中にけがをしたと警察は発表した。
| 共同で開発すると両社が明らかにした。
| 男はＡＰ通信のカメラマンを名乗ったと警察が明らかにした。
kcna | 朝中社3日播发了会谈的消息。
kcna yonhap | 据韩联社转引朝中社报道，客人已经离开。
tass | 塔斯社说，列车晚点三小时。
ria | 俄新社称，大使馆没有人受伤。
reuters | 路透社引述两名官员的话报道称，首尔要求延期。
| 韩联社大楼附近发生火灾，消防部门说。
| 朝中社记者团访问北京。
kcna | 朝鮮中央通信は４日、式典が開かれたと報道した。
tass | タス通信によりますと、列車は三時間遅れました。
reuters kcna | ロイター通信は朝鮮中央通信の報道として、客が帰国したと伝えた。
yonhap | 聯合ニュースは、首相が近く訪韓するとの見通しを伝えた。
kyodo | 共同通信の取材で分かった。
| 聯合ニュースの記者は会場に入れなかった。
| タス通信本社で式典が行われた。
"""

OTHERS = """
kcna | A riportarlo è l'agenzia statale nordcoreana Kcna.
kcna | La délégation est arrivée vendredi à Pyongyang, a rapporté l'agence officielle nord-coréenne KCNA.
yonhap | D'après l'agence de presse sud-coréenne Yonhap, le train a franchi la frontière à l'aube.
tass | « Le contrat est prêt », a déclaré à l'agence TASS le vice-ministre.
afp | L'ambassadeur, interrogé par l'AFP, n'a pas donné de date.
kcna | La agencia estatal norcoreana KCNA informó de la llegada de la delegación.
yonhap | El tren cruzó la frontera al amanecer, según informó la agencia surcoreana Yonhap.
efe tass | El puente está listo, dijo a EFE un diplomático que citó a TASS.
interfax | Die Ausfuhren haben sich verdoppelt, berichtet die Agentur Interfax unter Berufung auf den Zoll.
kcna | Wie die staatliche Nachrichtenagentur KCNA meldete, besuchten die Gäste die Oper.
dpa | Das sagte eine Sprecherin der Botschaft der Deutschen Presse-Agentur (dpa).
reuters | Der Fonds habe seinen Anteil verkauft, sagte ein Banker zu Reuters.
| Le directeur de l'AFP à Séoul prend sa retraite.
| Die Fotos der Agentur Reuters sind im Museum zu sehen.
| El edificio de la agencia TASS fue restaurado.
| Photo : KCNA via AFP
"""

LANGUAGES = {
    "en": ENGLISH,
    "ru uk": RUSSIAN_AND_UKRAINIAN,
    "ko": KOREAN,
    "zh ja": CHINESE_AND_JAPANESE,
    "others": OTHERS,
}


def judged(lines: str) -> tuple[Counter[str], list[str]]:
    """Agencies found, missed and false, and the lines in which one is."""
    counts: Counter[str] = Counter()
    wrong = []
    for line in lines.strip().splitlines():
        named, _, sentence = line.partition("| ")
        headline = sentence.startswith("# ")
        mine = set(cites("", title=sentence[2:]) if headline else cites(sentence))
        theirs = set(named.split())
        counts.update(hit=len(mine & theirs), missed=len(theirs - mine), false=len(mine - theirs))
        if mine != theirs:
            wrong.append(f"{' '.join(sorted(mine))} instead of {line}")
    return counts, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_are_told_from_names_in_every_language(language: str) -> None:
    counts, wrong = judged(LANGUAGES[language])
    assert 2 * counts["hit"] / (2 * counts["hit"] + counts["missed"] + counts["false"]) >= 0.96, wrong


def test_what_is_not_a_source_is_hardly_ever_taken_for_one() -> None:
    total: Counter[str] = Counter()
    for lines in LANGUAGES.values():
        total += judged(lines)[0]
    assert total["hit"] / (total["hit"] + total["false"]) >= 0.98
    assert total["hit"] / (total["hit"] + total["missed"]) >= 0.98
