"""Which pages are wanted, for how long, and what an article's text becomes by its page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.errors import ReadError
from monitor.core.fetching import Failed, Outcome, WantedPage
from monitor.core.pages import OLDEST, TRIES_AFTER, asked_again, completed, is_lead, wants_page
from monitor.core.profile import GENERIC, PageSelectors, SourceProfile
from monitor.core.reading import read_page
from monitor.core.reading.pages import MAX_TREE
from monitor.core.settings import FeedSettings, FullText
from tests.build import NOW, after, match, part, reading, verdict

TITLE = "Ferry to Vladivostok leaves Donghae again"
LEAD = "The ferry between Donghae and Vladivostok sailed on Monday for the first time in six years."
MORE = "It carried eighty passengers and forty containers. The crossing takes about twenty-four hours."


# --- which pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("", True),
        (LEAD, True),
        ("A sentence of a report. " * 40, False),
        ("A sentence of a report. " * 40 + "and then it...", True),
        ("A sentence of a report. " * 40 + "and then it […]", True),
        ("A sentence of a report. " * 400 + "and then it...", False),
        ("여객선이 동해항을 떠났다. " * 20, True),
        ("여객선이 동해항을 떠났다고 한다. " * 40, False),
        ("渡轮离开东海港" * 60, False),
    ],
)
def test_what_may_be_no_more_than_a_lead(text: str, lead: bool) -> None:
    assert is_lead(text) is lead


def feed(full_text: FullText = FullText.AUTO) -> FeedSettings:
    return FeedSettings(
        id="wire", source="wire", name="Wire", url="https://wire.example/rss", full_text=full_text
    )


UNDECIDED = verdict(keep=False, score=0.5, parts=(part(),))
DROPPED = verdict(keep=False, score=-1.5, parts=(part(),))
ONE_SIDED = verdict(keep=False, score=0.0)


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        (reading(kept=True), True),
        (reading(verdicts=(UNDECIDED,)), True),
        (reading(verdicts=(DROPPED,)), False),
        (reading(verdicts=(ONE_SIDED,)), False),
        (reading(verdicts=(ONE_SIDED,), matches=(match(),)), True),
        (reading(kept=True, text="A sentence of a report. " * 40), False),
        (reading(kept=True, url="https://wire.example/"), False),
        (reading(title="", text="", url="https://wire.example/1", verdicts=()), True),
    ],
    ids=["kept", "undecided", "dropped", "one side", "matched", "whole", "front page", "bare address"],
)
def test_auto_asks_for_what_concerns_somebody_or_cannot_be_decided(read, wanted) -> None:
    assert wants_page(feed(), read) is wanted


def test_always_and_never_ask_for_all_and_none() -> None:
    whole_and_dropped = reading(kept=False, text="A sentence of a report. " * 40)
    assert wants_page(feed(FullText.ALWAYS), whole_and_dropped)
    assert not wants_page(feed(FullText.NEVER), reading(kept=True))


def test_of_a_backlog_only_always_asks() -> None:
    assert not wants_page(feed(), reading(kept=True), backlog=True)
    assert wants_page(feed(FullText.ALWAYS), reading(kept=True), backlog=True)


# --- for how long ----------------------------------------------------------------------------------

WANTED = WantedPage(article="a", feed="wire", url="https://wire.example/1", created=NOW, due=NOW)


def failed(outcome: Outcome, **more: timedelta) -> Failed:
    return Failed(outcome=outcome, detail="", **more)


def test_what_may_pass_is_tried_again_later_and_later_until_it_is_given_up() -> None:
    page, waits = WANTED, []
    while again := asked_again(page, failed(Outcome.SERVER_ERROR), page.due):
        waits.append(again.due - page.due)
        page = again
    assert tuple(waits) == TRIES_AFTER


def test_a_server_that_names_a_time_gets_it() -> None:
    again = asked_again(WANTED, failed(Outcome.RATE_LIMITED, retry_after=timedelta(hours=3)), NOW)
    assert again is not None
    assert again.due == after(hours=3)


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.FORBIDDEN, Outcome.LAYOUT, Outcome.HOSTILE])
def test_what_will_not_pass_is_given_up_at_once(outcome: Outcome) -> None:
    assert asked_again(WANTED, failed(outcome), NOW) is None


def test_old_news_is_not_waited_for() -> None:
    assert asked_again(WANTED, failed(Outcome.TIMED_OUT), NOW + OLDEST) is None
    late = failed(Outcome.RATE_LIMITED, retry_after=OLDEST + timedelta(minutes=1))
    assert asked_again(WANTED, late, NOW) is None


# --- what the text becomes --------------------------------------------------------------------------


def test_a_page_that_begins_as_the_lead_is_the_text() -> None:
    assert completed(TITLE, LEAD, f"{LEAD}\n\n{MORE}") == f"{LEAD}\n\n{MORE}"


def test_a_lead_cut_within_a_word_is_part_of_its_page() -> None:
    assert completed(TITLE, LEAD[:-9] + "...", f"{LEAD}\n\n{MORE}") == f"{LEAD}\n\n{MORE}"


def test_a_lead_that_the_page_says_in_other_words_stays_before_it() -> None:
    text = f"Eighty passengers were aboard the ferry to Vladivostok from Donghae on Monday. {MORE}"
    assert completed(TITLE, LEAD, text) == f"{LEAD}\n\n{text}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The ferry sailed.", "no more text"),
        ("Please log in with your name and password to read on, or subscribe to our newsletter. " * 2, "not"),
    ],
)
def test_a_page_that_says_no_more_or_something_else_is_refused(text: str, why: str) -> None:
    with pytest.raises(ReadError, match=why):
        completed(TITLE, LEAD, text)


def test_a_title_alone_is_completed_by_a_page_about_it() -> None:
    assert completed(TITLE, "", f"{LEAD}\n\n{MORE}") == f"{LEAD}\n\n{MORE}"


def test_korean_is_completed_alike() -> None:
    lead = "동해와 블라디보스토크를 잇는 여객선이 6년 만에 다시 출항했다"
    text = f"{lead}. 승객 80명과 컨테이너 40개를 실었다. 항해에는 약 24시간이 걸린다."
    assert completed("동해∼블라디보스토크 여객선 출항", lead, text) == text


# --- a page ----------------------------------------------------------------------------------------

SELECTED = SourceProfile(source="wire", page=PageSelectors(text=".body, .body p", drop=".note, aside"))


def page(markup: str, profile: SourceProfile = GENERIC, content_type: str = "text/html; charset=utf-8"):
    return read_page(markup.encode(), content_type=content_type, profile=profile)


def test_known_selectors_take_the_text_and_leave_out_what_is_none() -> None:
    read = page(
        "<html><head><meta property='og:title' content='A ferry &amp; its port'></head><body><nav>Menu</nav>"
        "<div class=body><p>It sailed <span class=note>glossary</span>on Monday.</p><aside>Read also</aside>"
        "<p>It carried eighty passengers.</p></div><div class=more>Other news</div></body></html>",
        SELECTED,
    )
    assert read.title == "A ferry & its port"
    assert read.text == "It sailed on Monday.\n\nIt carried eighty passengers."


def test_where_the_layout_is_another_the_text_is_found_all_the_same() -> None:
    paragraphs = "".join(f"<p>{LEAD} {MORE} Paragraph {number}.</p>" for number in range(3))
    read = page(
        f"<html><body><header>Menu</header><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>",
        SELECTED,
    )
    assert read.text.count("Paragraph") == 3
    assert read.title == TITLE


def test_the_encoding_is_the_pages_own() -> None:
    text = "Паром вышел из порта Тонхэ в понедельник."
    markup = f"<html><head><meta charset=windows-1251></head><body><div class=body>{text}</div></body></html>"
    read = read_page(markup.encode("cp1251"), content_type="text/html", profile=SELECTED)
    assert read.text == text


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"  ", Outcome.EMPTY),
        (b"%PDF-1.7 and what follows", Outcome.NOT_A_FEED),
        (b"<html><body></body></html>", Outcome.LAYOUT),
        (b"<html><script src='https://servicepipe.example/x'></script></html>", Outcome.CHALLENGE),
        (b"<html><body>" + b"<b>" * 100_000 + b"deep", Outcome.LAYOUT),
    ],
    ids=["empty", "no html", "no text", "challenge", "nested"],
)
def test_a_page_without_a_text_says_so(body: bytes, outcome: Outcome) -> None:
    with pytest.raises(ReadError) as caught:
        read_page(body, content_type="text/html", profile=GENERIC)
    assert caught.value.outcome is outcome


def test_a_page_of_too_many_elements_is_refused() -> None:
    for body in ("<p>a</p>" * (MAX_TREE + 1), "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"):
        with pytest.raises(ReadError) as caught:
            page("<html><body>" + body)
        assert caught.value.outcome is Outcome.HOSTILE


def test_without_trafilatura_a_page_of_unknown_form_says_what_is_missing(monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    with pytest.raises(ReadError, match=r"tumen\[fulltext\]"):
        page(f"<html><body><article><p>{LEAD}</p></article></body></html>")
