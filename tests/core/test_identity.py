"""The same article, whatever its publisher does to its ids; another article, whatever it shares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.identity import (
    Edited,
    Known,
    MassChange,
    New,
    article_id,
    content,
    identify,
    is_older,
    keys,
    mass_change,
)
from tests.build import NOW, after, article, reading

if TYPE_CHECKING:
    from monitor.core.model import Article, Reading

TITLE = "Trade delegation from Khabarovsk arrives in Rason"
TEXT = "Fourteen companies from the Far East take part in the trip, which lasts until Friday."
LONG = (
    TEXT
    + " The guests were shown the third pier and a warehouse for grain. Talks about a ferry are planned." * 2
)
URL = "https://news.example/world/1001"


def item(title: str = TITLE, text: str = TEXT, **more: Any) -> Reading:
    """A reading with the keys that its source would give it."""
    given: dict[str, Any] = {"source": "example", "guid": URL, "url": URL, "published": NOW} | more
    native = given.pop("native", None)
    of = keys(given["source"], given["guid"], given["url"], title, text, native=native)
    return reading(title, text=text, keys=of, **given)


class Archive:
    """The part of a store that identity needs: articles by key."""

    def __init__(self, *readings: Reading) -> None:
        self.known: dict[str, Article] = {}
        self.revisions = 0
        for first in readings:
            self.meet(first)

    def meet(self, read: Reading, change: MassChange = MassChange.NONE) -> Known | Edited | New:
        found = {key: self.known[key] for key in read.keys if key in self.known}
        outcome = identify(read, found, change=change)
        if isinstance(outcome, New):
            new = article(article_id(read), reading=read)
            self.known |= dict.fromkeys(read.keys, new)
            return outcome
        if isinstance(outcome, Edited):
            self.revisions += 1
            edited = replace(outcome.article, reading=read)
            for key in [key for key, known in self.known.items() if known.id == edited.id]:
                self.known[key] = edited
            self.known |= dict.fromkeys(outcome.keys, edited)
        else:
            self.known |= dict.fromkeys(outcome.keys, outcome.article)
        return outcome

    def change(self, document: list[Reading], present: int = 0) -> MassChange:
        """What the publisher changed at once in a document that also has so many entries it had before."""
        strangers = [read for read in document if self.known.keys().isdisjoint(read.keys[:-1])]
        met = [(read, self.known[read.keys[-1]]) for read in strangers if read.keys[-1] in self.known]
        present += len(document) - len(strangers)
        return mass_change(met, strangers=len(strangers), present=present)


def outcome(first: Reading, then: Reading) -> type:
    return type(Archive(first).meet(then))


# --- the same article -----------------------------------------------------------------------------


def test_a_known_entry_is_known() -> None:
    assert outcome(item(), item()) is Known


def test_without_a_guid_the_address_tells() -> None:
    assert outcome(item(guid=None), item(guid=None, url=URL + "?utm_source=rss")) is Known


def test_a_guid_drawn_anew_changes_nothing_and_leaves_nothing_behind() -> None:
    archive = Archive(item(guid="a"))
    for guid in "bcd":
        assert isinstance(found := archive.meet(item(guid=guid)), Known)
        assert found.keys == ()


def test_a_guid_that_is_an_address_may_change_its_scheme_and_host() -> None:
    first = item(guid="http://www.news.example/world/1001", url="")
    assert outcome(first, item(guid="https://m.news.example/world/1001/", url="")) is Known


def test_the_link_may_change_its_form() -> None:
    assert outcome(item(guid="7"), item(guid="7", url="https://news.example/1001-delegation")) is Known


def test_the_date_may_move() -> None:
    assert outcome(item(), item(published=after(days=9))) is Known
    assert outcome(item(), item(published=None)) is Known


def test_it_may_be_met_in_several_feeds_of_its_source() -> None:
    first = item(feed="example-all")
    assert outcome(first, item(feed="example-nk", url=URL + "?section=nk&utm_medium=rss")) is Known
    assert outcome(first, item(feed="example-nk", guid="nk-5", url="https://news.example/nk/5")) is Known


def test_another_feed_that_cuts_the_text_has_no_edit() -> None:
    first = item(feed="example-all", text=LONG)
    assert outcome(first, item(feed="example-short", text=LONG[:60])) is Known
    assert outcome(item(feed="example-short", text=LONG[:60]), item(feed="example-all", text=LONG)) is Edited
    assert outcome(item(text=LONG), item(text=LONG[:60])) is Edited


def test_another_source_with_the_same_address_shows_the_article_and_does_not_edit_it() -> None:
    shown = item(f"{TITLE} - Example", text="", source="aggregator", guid="CBMi")
    assert outcome(item(), shown) is Known
    assert outcome(shown, item()) is Edited


def test_the_sources_own_id_wins_over_everything() -> None:
    first = item(native="AEN20260302001000315", guid=None)
    moved = item(
        "Other words",
        "Nothing of the old text.",
        url="https://other.example/x",
        native="AEN20260302001000315",
    )
    assert outcome(first, moved) is Edited


def test_a_long_text_is_not_written_twice_in_half_a_day() -> None:
    moved = {"text": LONG, "guid": "n", "url": "https://news.example/n"}
    assert outcome(item(text=LONG), item(**moved, published=after(hours=5))) is Known
    assert outcome(item(text=LONG), item(**moved, published=None)) is Known


def test_a_notice_of_the_same_long_text_every_day_is_an_article_every_day() -> None:
    daily = {"text": LONG, "guid": "n", "url": "https://news.example/n"}
    assert outcome(item(text=LONG), item(**daily, published=after(hours=23))) is New
    assert outcome(item(text=LONG), item(**daily, published=after(days=20))) is New


def test_words_alone_identify_where_there_is_nothing_else() -> None:
    bare = {"guid": None, "url": "https://news.example/"}
    assert outcome(item(**bare), item(**bare, published=after(hours=5))) is Known
    assert outcome(item(**bare, published=None), item(**bare, published=None)) is Known
    assert outcome(item(**bare), item(**bare, published=after(days=2))) is New


# --- all ids at once --------------------------------------------------------------------------------


def flashes(count: int, form: str = "{}", **more: Any) -> list[Reading]:
    """So many flashes, with guids and addresses of one form."""
    return [
        item(
            f"Flash number {n}", "", guid=form.format(n), url=f"https://news.example/{form.format(n)}", **more
        )
        for n in range(count)
    ]


def test_a_mass_change_of_ids_addresses_and_dates_makes_no_new_articles() -> None:
    archive = Archive(*flashes(5))
    new = flashes(5, "view?id={}", published=after(days=3))
    change = archive.change(new)
    assert change is MassChange.IDS_AND_DATES
    assert all(isinstance(archive.meet(read, change), Known) for read in new)
    # From now on they are known by their new ids too.
    edited = replace(new[0], title="Flash number nought", keys=(*new[0].keys[:-1], "text:example:0"))
    assert isinstance(archive.meet(edited), Edited)
    assert archive.change(new) is MassChange.NONE


def test_what_is_really_new_does_not_speak_against_a_mass_change_of_ids() -> None:
    archive = Archive(*flashes(4, published=None))
    news = [
        item(f"News {n}", "", guid=f"n{n}", url=f"https://news.example/n{n}", published=None)
        for n in range(4)
    ]
    document = [*flashes(4, "view?id={}", published=None), *news]
    change = archive.change(document)
    assert change is MassChange.IDS
    assert [type(archive.meet(read, change)) for read in document] == 4 * [Known] + 4 * [New]


def test_a_few_recurring_flashes_are_no_mass_change() -> None:
    archive = Archive(*flashes(9, published=None))
    again = flashes(3, "again-{}", published=None)
    assert archive.change(again[:2]) is MassChange.NONE
    assert archive.change(again, present=3) is MassChange.NONE  # the ids of old are still there
    others = [item(f"News {n}", "", guid=f"n{n}", url=f"https://news.example/n{n}") for n in range(4)]
    assert archive.change([*again, *others]) is MassChange.NONE


def test_flashes_that_recur_on_another_day_are_no_mass_change() -> None:
    archive = Archive(*flashes(4))
    again = flashes(4, "again-{}", published=after(days=1))
    change = archive.change(again)
    assert change is MassChange.NONE
    assert all(isinstance(archive.meet(read, change), New) for read in again)


def test_a_flash_that_recurs_amid_a_mass_change_is_news() -> None:
    archive = Archive(*flashes(6, published=None))
    dated = Archive(*flashes(6))
    again = item("Flash number 1", "", guid="x", url="https://news.example/x", published=after(days=1))
    news = [item(f"News {n}", "", guid=f"n{n}", url=f"https://news.example/n{n}") for n in range(3)]
    change = dated.change([*flashes(6, "view?id={}"), again, *news])
    assert change is MassChange.IDS
    assert isinstance(dated.meet(again, change), New)
    assert archive.change(flashes(6, "view?id={}", published=None)) is not MassChange.NONE


def test_a_copy_is_older_if_it_was_out_when_its_original_was_first_seen() -> None:
    original = article("a", reading=item(published=after(days=-1)))  # first seen now
    assert is_older(item(published=after(hours=-2)), original)
    assert not is_older(item(published=after(minutes=-30)), original)  # it may have come in between
    assert not is_older(item(published=after(days=1)), original)
    assert not is_older(item(published=None), original)
    assert not is_older(item(published=after(hours=-2), source="other"), original)
    just_now = article("b", reading=item(published=after(minutes=-20)))
    assert is_older(item(published=after(minutes=-10), feed="example-nk"), just_now)  # dated by another feed
    assert not is_older(item(published=after(minutes=-10)), just_now)  # flashes recur
    assert not is_older(item(published=after(minutes=10), feed="example-nk"), just_now)


def test_alarms_that_recur_and_recur_are_no_mass_change() -> None:
    archive = Archive(*flashes(2))
    alarms = [
        replace(read, keys=(f"guid:example:{hour}{number}", read.keys[-1]), published=after(hours=hour))
        for hour in range(1, 9)
        for number, read in enumerate(flashes(2))
    ]
    assert archive.change(alarms) is MassChange.NONE


# --- revisions ------------------------------------------------------------------------------------


def test_new_words_under_the_same_id_are_a_revision() -> None:
    assert outcome(item(), item("Trade delegation leaves Rason")) is Edited
    assert outcome(item(guid="a"), item(guid="b", text=TEXT + " More is to follow.")) is Edited


def test_case_blanks_and_punctuation_are_no_revision() -> None:
    assert outcome(item(), item(TITLE.upper() + "!", "  " + TEXT.replace(" ", "\n"))) is Known


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("pay changes by -3 percent", "pay changes by +3 percent"),
        ("pay changes by 3 percent", "pay changes by −3 percent"),
        ("they get $5 million", "they get €5 million"),
        ("they get 5 million", "they get ₩5 million"),
        ("it stands at 5°", "it stands at 5%"),
        ("was it 300?", "was it 300"),
    ],
)
def test_another_sign_at_a_number_is_a_revision(then: str, now: str) -> None:
    assert outcome(item(text=then), item(text=now)) is Edited
    assert outcome(item(then, ""), item(now, "")) is Edited
    # A store knows articles by their words, as it always did.
    assert keys("s", None, "", "A", then)[-1] == keys("s", None, "", "A", now)[-1]


def test_a_question_mark_in_a_headline_is_a_revision() -> None:
    assert outcome(item("General dead"), item("General dead?")) is Edited
    assert outcome(item("將軍死亡"), item("將軍死亡？")) is Edited
    assert outcome(item("General dead?"), item("General dead??")) is Known


def test_what_is_changed_far_down_is_a_revision() -> None:
    road = "A paragraph describes the road between two villages. " * 450
    assert outcome(item(text=f"{road}The toll was five."), item(text=f"{road}The toll was ninety.")) is Edited
    assert outcome(item(text=f"{road}The toll was five."), item(text=f"{road}the toll  was five")) is Known


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("from 10-15 men, 2024-2025", "from 10–15 men, 2024–2025"),
        ("a rise of –3 percent", "a rise of −3 percent"),
        ("it was 5 % and 3°", "it was 5% and 3 °"),
        ("costs ＄5 and 5％", "costs $5 and 5%"),
        ("“They left,” he said — twice.", '"They left", he said - twice'),
        ("COVID-19; Su-35", "COVID–19, SU 35"),
    ],
)
def test_styles_of_writing_are_no_revision(then: str, now: str) -> None:
    assert outcome(item(text=then), item(text=now)) is Known


def test_another_feed_that_writes_signs_otherwise_has_no_edit() -> None:
    assert outcome(item("General dead?"), item("General dead", feed="example-nk")) is Known


def test_a_headline_that_flips_back_and_forth_makes_one_revision() -> None:
    archive = Archive(item())
    for _ in range(5):
        archive.meet(item("Delegation from Khabarovsk comes to Rason"))
        archive.meet(item())
    assert archive.revisions == 1


def test_two_articles_of_the_same_words_take_no_turns_in_being_edited() -> None:
    day, next_day = item(), item(guid="2", url="https://news.example/world/2", published=after(days=2))
    archive = Archive(day, next_day)
    for read in (day, next_day, day, next_day):
        assert isinstance(archive.meet(read), Known)
    edited = item(text=TEXT + " It began on Monday.")
    assert isinstance(archive.meet(edited), Edited)
    assert [type(archive.meet(read)) for read in (edited, next_day, edited)] == [Known, Known, Known]


def test_an_article_that_vanishes_and_returns_is_known() -> None:
    archive = Archive(item(), item("Another", guid="2", url="https://news.example/2"))
    assert isinstance(archive.meet(item()), Known)


# --- another article ------------------------------------------------------------------------------


def test_a_guid_reused_for_another_article_is_not_believed() -> None:
    archive = Archive(item(guid="latest"))
    other = item(
        "Ferry sinks", "Nobody was hurt, said the port.", guid="latest", url="https://news.example/2"
    )
    assert isinstance(archive.meet(other), New)
    assert isinstance(archive.meet(item(guid="latest")), Known)  # the first, by its address
    assert isinstance(archive.meet(other), Known)


def test_a_guid_reused_for_a_lookalike_is_not_believed() -> None:
    first = item("North fires 2 missiles", "The launch was seen at 5 a.m.", guid="x")
    then = item(
        "North fires 7 missiles", "The launch was seen at 9 a.m.", guid="x", url="https://news.example/2"
    )
    assert outcome(first, then) is New


def test_an_address_reused_under_another_guid_for_other_words_is_another_article() -> None:
    assert outcome(item(guid="1"), item("Weather", "Snow and wind.", guid="2")) is New
    assert outcome(item(guid="1"), item("Weather", "Snow and wind.", guid="1")) is Edited
    assert (
        outcome(item(guid="1"), item("Weather", "Snow and wind.", guid="1", published=after(days=2))) is New
    )


FAIRS = {
    "en": "Officials in the town of Malinov said on Friday that the annual fair would be opened by the "
    "governor at noon, and that visitors from the region were to be brought by bus to the main square. "
    "The organisers had asked the residents for help with the stalls, the music and the lights, after the "
    "storm in the summer had damaged much of what was stored in the depot near the river.",
    "ru": "В посёлке Малиновка в пятницу откроется ежегодная ярмарка, сообщила администрация района. Гостей "
    "из области привезут на автобусах, а после открытия на главной площади, которую до этого привели в "
    "порядок, выступят музыканты. Жителей просят помочь с палатками, так как часть из них была "
    "повреждена во время бури, которая прошла летом.",
    "ko": "말리노프 마을은 오는 금요일 정오에 연례 장터를 연다고 관계자가 밝혔다. 주민들은 천막과 음악, "
    "조명 준비를 돕고 있으며 지난 여름 폭풍으로 창고에 있던 물품이 많이 망가졌다고 말했다. "
    "방문객은 버스를 타고 중앙 광장까지 올 수 있으며 행사는 이틀 동안 이어진다고 한다.",
    "zh": "马利诺夫镇的官员周五表示，一年一度的集市将于中午由州长主持开幕，来自各地的游客将乘坐大巴前往"
    "中央广场。主办方请居民协助搭建摊位、准备音乐和灯光，因为夏天的暴风雨损坏了河边仓库里的许多物品。",
    "ja": "マリノフ町の関係者は金曜日、恒例の市が正午に知事によって開かれると述べた。各地からの来訪者は"
    "バスで中央広場まで運ばれる。主催者は屋台や音楽、照明の準備を住民に頼んだ。"
    "夏の嵐で川沿いの倉庫の品の多くが傷んだためである。",
}
WARS = {
    "en": "Soldiers cross the border in the north, and the president said that the country was at war.",
    "ru": "Войска перешли границу на севере, и президент сообщил, что страна находится в состоянии войны.",
    "ko": "병력이 북쪽 국경을 넘었으며 대통령은 전쟁 상태라고 밝혔다.",
    "zh": "军队越过北部边界，总统宣布国家进入战争状态。",
    "ja": "部隊が北部の国境を越え、大統領は戦争状態を宣言した。",
}


@pytest.mark.parametrize(("long", "flash"), [(FAIRS[lang], WARS[lang]) for lang in FAIRS], ids=FAIRS)
def test_a_reused_address_does_not_swallow_a_short_report_of_something_else(long: str, flash: str) -> None:
    page: dict[str, Any] = {"url": "https://news.example/latest", "published": after(days=3)}
    first = item(long[:30], long, guid="1", url=page["url"])
    assert outcome(first, item(flash[:15], flash, guid="2", **page)) is New
    # A report that was cut, or has grown, is a revision all the same.
    lead = item(long[:30], long[: len(long) // 2], guid="2", **page)
    assert outcome(first, lead) is Edited
    assert outcome(lead, item(long[:30], long, guid="3", **page)) is Edited


@pytest.mark.parametrize("url", ["https://news.example/", "https://news.example/latest"])
def test_a_guid_with_wholly_other_words_hours_later_is_another_article(url: str) -> None:
    first = item("Военные учения начались в Абакане", "Штаб округа сообщил о начале.", guid="1", url=url)
    then = ("КНДР объявила мобилизацию", "Пхеньян призвал резервистов, передаёт агентство.")
    assert outcome(first, item(*then, guid="1", url=url, published=after(hours=6))) is New
    assert outcome(first, item(*then, guid="1", url=url)) is Edited  # of the same minute
    edited = "Военные учения в Абакане закончились"
    assert outcome(first, item(edited, "", guid="1", url=url, published=after(hours=6))) is Edited


def test_an_address_that_has_its_words_later_is_one_article() -> None:
    bare = item("", "", guid=None, published=None)
    assert outcome(bare, item(guid=None, published=None)) is Edited
    assert outcome(bare, item(guid=None, published=after(hours=1))) is Edited


def test_guids_that_count_places_lead_nowhere() -> None:
    def place(number: int, report: int) -> Reading:
        title = f"Soldiers guard gate {report} of the harbour"
        return item(
            title, "", guid=str(number), url="https://news.example/", published=after(minutes=-report)
        )

    archive = Archive(*(place(number, report=number) for number in (3, 2, 1)))
    moved = [place(4, report=3), place(3, report=2), place(2, report=1)]
    assert [type(archive.meet(read)) for read in moved] == 3 * [Known]
    news = item("Dockers on strike", "", guid="1", url="https://news.example/", published=after(hours=1))
    assert isinstance(archive.meet(news), New)


def test_a_number_put_right_in_headline_and_address_is_a_revision() -> None:
    def report(number: int, **more: Any) -> Reading:
        return item(
            f"Crews down {number} drones over Belgrad",
            f"Air defence crews shot down {number} drones over Belgrad on Friday.",
            guid="g1",
            url=f"https://news.example/{number}-drones",
            **more,
        )

    assert outcome(report(5), report(9)) is Edited
    assert outcome(report(5), report(9, published=after(hours=2))) is New
    assert outcome(report(5, published=None), report(9, published=None)) is New


def test_the_same_flash_on_another_day_is_another_article() -> None:
    first = item("North fires ballistic missile", "", guid="1", url="https://news.example/1")
    again = item(
        "North fires ballistic missile", "", guid="2", url="https://news.example/2", published=after(days=8)
    )
    assert outcome(first, again) is New


def test_two_sources_never_share_a_text_or_a_guid() -> None:
    assert outcome(item(guid="1", url=""), item(guid="1", url="", source="other")) is New


# --- keys and ids ---------------------------------------------------------------------------------


def test_keys_name_their_kind_and_the_last_is_the_text() -> None:
    assert keys(
        "tass", "http://tass.com/politics/1/", "https://tass.com/politics/1?utm_source=x", "A", "b"
    ) == (
        "guid:tass:https://tass.com/politics/1",
        "url:https://tass.com/politics/1",
        f"text:tass:{content('A', 'b')}",
    )
    assert keys("tass", None, "https://tass.com/", "A", "b") == (f"text:tass:{content('A', 'b')}",)
    assert keys("tass", " ", "", "A", "b", native="7")[0] == "id:tass:7"


def test_a_text_without_words_still_has_its_own_fingerprint() -> None:
    assert content("🎥", "") != content("📷", "")
    assert content("Москва", "а") != content("", "Москва а")


@given(st.text(), st.text(), st.text(), st.text())
def test_keys_are_short_and_repeatable(guid: str, url: str, title: str, text: str) -> None:
    found = keys("s", guid, url, title, text)
    assert found == keys("s", guid, url, title, text)
    assert all(len(key) <= 260 for key in found)


def test_an_article_id_is_short_url_safe_and_made_of_its_first_reading() -> None:
    one = article_id(item())
    assert one == article_id(item())
    assert len(one) == 13
    assert one.isalnum()
    assert one.isascii()
    assert (
        len(
            {
                one,
                article_id(item(text="Other words.")),
                article_id(item(guid="z")),
                article_id(item(source="b")),
            }
        )
        == 4
    )
