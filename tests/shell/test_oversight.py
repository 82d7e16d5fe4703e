"""What the operator is told that no single check shows: each trouble once, and a feed's end of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.core.fetching import FeedState, Outcome
from monitor.core.model import ChannelState, Sent
from monitor.core.progress import STUCK
from monitor.core.settings import FeedSettings, Settings, WebhookSettings
from monitor.watch.oversight import FAILING, FAILURES, Oversight, open_troubles
from tests.alerts.fakes import memory_store
from tests.build import NOW, after, delivery, feed_state, notification

if TYPE_CHECKING:
    from monitor.core.protocols import Store

FEED = FeedSettings(id="tass-en", url="https://tass-en.example/rss.xml", source="tass", name="TASS")
SETTINGS = Settings(
    checksum="c0ffee",
    feeds=(FEED,),
    channels=tuple(WebhookSettings(id=name, url="http://127.0.0.1/") for name in ("desk", "hook")),
    notices=("desk", "hook"),
)
HOUR = timedelta(hours=1)


class Desk:
    """A store that is looked after, and what the operator was told."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        self.store: Store = memory_store()
        self.settings = settings
        self.oversight = Oversight(self.store)

    def round(self, state: FeedState | None = None, now: datetime = NOW) -> list[str]:
        """The titles of what this round told."""
        before = {told.id for told in self.notices()}
        states = {state.feed: state} if state else {}
        told = self.oversight.round(self.settings, states, now)
        new = [it.payload["notice"]["title"] for it in self.notices() if it.id not in before]
        assert told is bool(new)
        self.deliver(now)
        return new

    def deliver(self, now: datetime) -> None:
        """The notices get through, whatever else waits."""
        for channel in ("desk", "hook"):
            while claimed := self.store.outbox.claim(channel, now, HOUR):
                if claimed[1].kind != "notice":
                    self.store.outbox.release(claimed[0])
                    break
                self.store.outbox.settle(claimed[0], Sent(), due=None, now=now)

    def notices(self) -> list[Any]:
        return [it for it in self.store.notifications(after(days=-999)) if it.kind == "notice"]

    @property
    def text(self) -> str:
        text: str = self.notices()[-1].payload["notice"]["text"]
        return text


@pytest.fixture
def desk() -> Desk:
    return Desk()


# --- silent feeds -------------------------------------------------------------------------------


def spoke_hourly(desk: Desk, until: datetime = NOW) -> None:
    with desk.store.unit() as unit:
        unit.add_arrivals("tass-en", [until - HOUR * number for number in range(1, 24 * 60)])


def silent(hours: float) -> FeedState:
    """Well, and looked at just now; but nothing new for so long."""
    return feed_state(
        last_new=NOW,
        last_success=after(hours=hours),
        first_success=after(days=-60),
        outcome=Outcome.UNCHANGED,
    )


def test_a_feed_that_is_silent_beyond_its_rhythm_is_told_of_once_with_the_numbers(desk: Desk) -> None:
    spoke_hourly(desk)
    assert desk.round(silent(6), after(hours=6)) == []
    assert desk.round(silent(16), after(hours=16)) == ["TASS (tass-en) is silent"]
    assert "nothing new since 2026-03-02 09:00 UTC, 16 h before" in desk.text
    assert "usually brings about 15 articles" in desk.text
    assert "1,439 articles of 9 weeks" in desk.text
    for hours in (17, 30, 99):
        assert desk.round(silent(hours), after(hours=hours)) == []


def speaks(desk: Desk, *hours: float) -> FeedState:
    """An article at each of these hours after ``NOW``; looked at right after the last."""
    with desk.store.unit() as unit:
        unit.add_arrivals("tass-en", [after(hours=hour) for hour in hours])
    last = after(hours=hours[-1])
    return replace(silent(0), last_new=last, last_success=last + timedelta(minutes=50))


def test_when_it_speaks_as_usual_that_is_told_and_its_next_silence_is_another(desk: Desk) -> None:
    spoke_hourly(desk)
    desk.round(silent(16), after(hours=16))
    assert desk.round(speaks(desk, 17), after(hours=17)) == []
    assert desk.round(speaks(desk, *range(18, 24)), after(hours=24)) == ["TASS (tass-en) speaks again"]
    assert "It was silent since 2026-03-02 09:00 UTC." in desk.text
    again = replace(silent(0), last_new=after(hours=23), last_success=after(hours=45))
    assert desk.round(again, after(hours=45)) == ["TASS (tass-en) is silent"]


def test_a_feed_that_whispers_on_a_holiday_is_told_of_once(desk: Desk) -> None:
    spoke_hourly(desk)
    desk.round(silent(16), after(hours=16))
    for hour in (17, 34, 51, 68):
        assert desk.round(speaks(desk, hour), after(hours=hour + 1)) == []
        quiet = replace(speaks(desk, hour), last_success=after(hours=hour + 16))
        assert desk.round(quiet, after(hours=hour + 16)) == []


def test_a_restart_tells_nothing_twice(desk: Desk) -> None:
    spoke_hourly(desk)
    desk.round(silent(16), after(hours=16))
    desk.oversight = Oversight(desk.store)
    assert desk.round(silent(17), after(hours=17)) == []


def test_a_crash_between_telling_and_noting_tells_nothing_twice(desk: Desk) -> None:
    spoke_hourly(desk)
    desk.round(silent(16), after(hours=16))
    desk.store.set_note("troubles", "[]")
    assert desk.round(silent(17), after(hours=17)) == []
    assert len(open_troubles(desk.store)) == 1


def test_a_feed_that_was_not_looked_at_is_not_silent(desk: Desk) -> None:
    spoke_hourly(desk)
    assert desk.round(silent(1), after(days=9)) == []


def test_a_new_feed_has_no_rhythm_to_break(desk: Desk) -> None:
    with desk.store.unit() as unit:
        unit.add_arrivals("tass-en", [after(hours=-number) for number in range(100)])
    assert desk.round(silent(300), after(hours=300)) == []
    assert desk.round(feed_state(), after(hours=300)) == []


# --- failing feeds ------------------------------------------------------------------------------


def failing(**more: Any) -> FeedState:
    plausible = {
        "outcome": Outcome.SERVER_ERROR,
        "detail": "502, the server failed",
        "failures": FAILURES,
        "last_success": NOW - FAILING,
        "next_check": after(minutes=40),
    }
    return feed_state(**plausible | more)


def test_a_feed_that_fails_for_long_is_told_of_once_and_once_more_when_it_is_read_again(desk: Desk) -> None:
    assert desk.round(failing()) == ["TASS (tass-en) cannot be read: server error"]
    assert "Not read since 2026-03-02 06:00 UTC; 5 failures in a row, the last: 502, the server" in desk.text
    assert "tried again at 2026-03-02 09:40 UTC" in desk.text
    assert desk.round(failing(failures=9, outcome=Outcome.TIMED_OUT), after(hours=9)) == []
    well = feed_state(outcome=Outcome.NEW, last_success=after(hours=10), last_new=after(hours=10))
    assert desk.round(well, after(hours=10)) == ["TASS (tass-en) is read again"]
    assert desk.round(well, after(hours=11)) == []


@pytest.mark.parametrize(
    "short", [{"failures": FAILURES - 1}, {"last_success": after(minutes=-30)}], ids=["few", "not long"]
)
def test_a_passing_failure_is_no_news(desk: Desk, short: dict[str, Any]) -> None:
    assert desk.round(failing(**short)) == []


def test_a_feed_that_was_never_read_is_told_of(desk: Desk) -> None:
    assert desk.round(failing(last_success=None)) == ["TASS (tass-en) cannot be read: server error"]
    assert "Never read so far" in desk.text


@pytest.mark.parametrize(
    ("outcome", "advice"),
    [
        (Outcome.CHALLENGE, "a longer interval may help"),
        (Outcome.NOT_A_FEED, "a page to log in or consent"),
        (Outcome.UNAUTHORIZED, "`https://name:${WORD}@host/…`"),
        (Outcome.LAYOUT, "`tumen feeds test tass-en`"),
        (Outcome.REFUSED_ADDRESS, "`fetch.allow_private`"),
        (Outcome.TOO_LARGE, "`fetch.max_size`"),
        (Outcome.TIMED_OUT, "may be lost"),
    ],
)
def test_the_advice_fits_the_failure(desk: Desk, outcome: Outcome, advice: str) -> None:
    desk.round(failing(outcome=outcome))
    assert advice in desk.text


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        (Outcome.CHALLENGE, "TASS (tass-en) answers with a challenge page"),
        (Outcome.LAYOUT, "The page of TASS (tass-en) has changed"),
    ],
)
def test_what_time_does_not_mend_is_told_at_the_second_failure(
    desk: Desk, outcome: Outcome, title: str
) -> None:
    state = failing(outcome=outcome, failures=1, last_success=after(minutes=-10))
    assert desk.round(state) == []
    assert desk.round(replace(state, failures=2)) == [title]
    # however it goes on failing, it is the same outage
    assert desk.round(failing(failures=9, last_success=after(minutes=-10)), after(hours=9)) == []


def test_a_feed_that_is_no_longer_watched_is_not_told_to_be_well(desk: Desk) -> None:
    desk.round(failing())
    desk.settings = replace(SETTINGS, feeds=(replace(FEED, enabled=False),))
    assert desk.round(failing()) == []
    assert open_troubles(desk.store) == {}


def test_a_feed_that_is_gone_has_been_told_of(desk: Desk) -> None:
    assert desk.round(failing(outcome=Outcome.GONE)) == []


# --- the outbox and the disk --------------------------------------------------------------------


def waiting(desk: Desk, channel: str = "hook") -> None:
    with desk.store.unit() as unit:
        unit.add_notification(notification("m1"), [delivery("m1", channel)])


def test_a_channel_that_takes_nothing_is_told_of_by_another(desk: Desk) -> None:
    waiting(desk)
    assert desk.round(now=NOW + STUCK - HOUR / 60) == []
    assert desk.round(now=NOW + STUCK) == ["Nothing gets through to hook"]
    assert "1 delivery waits for it, the first since 2026-03-02 09:00 UTC, 30 min ago" in desk.text
    told = {(one.notification, one.channel) for one, _ in desk.store.outbox.deliveries()}
    assert {channel for message, channel in told if message != "m1"} == {"desk"}


def test_of_a_channel_that_cannot_be_reached_its_lane_has_told(desk: Desk) -> None:
    waiting(desk)
    desk.store.outbox.save_channel(ChannelState(channel="hook", failing_since=NOW))
    assert desk.round(now=after(hours=9)) == []


def test_a_channel_that_was_removed_keeps_what_waits_without_a_word(desk: Desk) -> None:
    waiting(desk, "removed")
    assert desk.round(now=after(hours=9)) == []


def test_a_channel_that_takes_again_ends_it(desk: Desk) -> None:
    waiting(desk)
    desk.round(now=NOW + STUCK)
    claimed = desk.store.outbox.claim("hook", NOW + STUCK, HOUR)
    assert claimed
    desk.store.outbox.settle(claimed[0], Sent(), due=None, now=NOW + STUCK)
    assert desk.round(now=after(hours=1)) == []
    assert open_troubles(desk.store) == {}


def test_a_disk_that_fills_is_told_of_once_until_there_is_ample_room(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 3_000_000_000
    monkeypatch.setattr(desk.store, "room", lambda: (free, 500_000_000_000))
    assert desk.round() == []
    free = 1_900_000_000
    assert desk.round() == ["The disk of the store is filling: 1.9 GB left"]
    assert "1.9 GB of 500.0 GB are free" in desk.text
    free = 2_100_000_000
    assert desk.round(now=after(hours=1)) == []
    assert open_troubles(desk.store)
    free = 2_500_000_000
    assert desk.round(now=after(hours=2)) == []
    assert not open_troubles(desk.store)


def test_without_notices_channels_the_troubles_are_known_all_the_same() -> None:
    desk = Desk(replace(SETTINGS, notices=()))
    assert desk.round(failing()) == []
    assert [it.about for it in open_troubles(desk.store).values()] == ["tass-en"]
