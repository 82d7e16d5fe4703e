"""The same article, whatever its publisher does to its ids; another article, whatever it shares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.identity import Edited, Known, New, article_id, content, identify, is_mass_change, keys
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

    def meet(self, read: Reading, *, mass_change: bool = False) -> Known | Edited | New:
        found = {key: self.known[key] for key in read.keys if key in self.known}
        outcome = identify(read, found, mass_change=mass_change)
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


def test_a_long_text_is_not_written_twice() -> None:
    moved = item(text=LONG, guid="n", url="https://news.example/n", published=after(days=20))
    assert outcome(item(text=LONG), moved) is Known


def test_words_alone_identify_where_there_is_nothing_else() -> None:
    bare = {"guid": None, "url": "https://news.example/"}
    assert outcome(item(**bare), item(**bare, published=after(hours=5))) is Known
    assert outcome(item(**bare, published=None), item(**bare, published=None)) is Known
    assert outcome(item(**bare), item(**bare, published=after(days=2))) is New


def test_a_mass_change_of_ids_addresses_and_dates_makes_no_new_articles() -> None:
    old = [item(f"Flash number {n}", "", guid=f"{n}", url=f"https://news.example/{n}") for n in range(5)]
    new = [
        item(
            f"Flash number {n}",
            "",
            guid=f"urn:{n}",
            url=f"https://news.example/view?id={n}",
            published=after(days=3),
        )
        for n in range(5)
    ]
    archive = Archive(*old)
    assert is_mass_change(new, archive.known)
    outcomes = [archive.meet(read, mass_change=True) for read in new]
    assert all(isinstance(found, Known) for found in outcomes)
    # From now on they are known by their new ids too.
    edited = replace(new[0], title="Flash number nought", keys=(*new[0].keys[:-1], "text:example:0"))
    assert isinstance(archive.meet(edited), Edited)
    assert not is_mass_change(new, archive.known)


def test_a_few_recurring_flashes_are_no_mass_change() -> None:
    archive = Archive(
        *(item(f"Flash {n}", "", guid=f"{n}", url=f"https://news.example/{n}") for n in range(9))
    )
    later = [item(f"Flash {n}", "", guid=f"n{n}", url=f"https://news.example/n{n}") for n in range(2)]
    assert not is_mass_change(later, archive.known)


# --- revisions ------------------------------------------------------------------------------------


def test_new_words_under_the_same_id_are_a_revision() -> None:
    assert outcome(item(), item("Trade delegation leaves Rason")) is Edited
    assert outcome(item(guid="a"), item(guid="b", text=TEXT + " More is to follow.")) is Edited


def test_case_blanks_and_punctuation_are_no_revision() -> None:
    assert outcome(item(), item(TITLE.upper() + "!", "  " + TEXT.replace(" ", "\n"))) is Known


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
