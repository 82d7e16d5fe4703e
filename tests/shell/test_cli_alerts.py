"""Receipts, snoozes, acknowledgements and audits of alerts that were made as the daemon makes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from alerts.notifications import alert
from alerts.versions import rule_versions, version_of
from monitor.cli import main
from monitor.configfile import read
from monitor.core.model import ChannelState, Retry, Sent
from monitor.core.text import search_text
from storage import open_store
from tests.build import article, link, match

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from monitor.core.model import Article

CONFIG = """\
version: 1
rules:
  - {id: talks, name: Talks, when: переговоры, channels: [desk], once_per: article}
channels:
  - {id: desk, type: email, to: [kim@desk.example], from: t@desk.example, smtp: "smtp://127.0.0.1:2525"}
"""
NOW = datetime.now(UTC)
TALKS = article("ru1", title="В Москве начались переговоры", language="ru", first_seen=NOW)
MORE = article("ru2", title="Переговоры продолжились", language="ru", first_seen=NOW)


class Desk:
    """A folder with a configuration and a store, and the command line beside them."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "feeds.yaml"
        self.config.write_text(CONFIG, encoding="utf-8")
        self.settings = read(self.config, {})
        self.store = open_store("sqlite:///tumen.db", folder=folder, search_text=search_text)
        with self.store.unit() as unit:
            unit.add_rule_versions(rule_versions(self.settings, NOW))

    def files(self, one: Article) -> None:
        with self.store.unit() as unit:
            unit.add_article(one, link(one))
            alert(
                unit,
                one,
                [match("talks", "переговоры")],
                settings=self.settings,
                story_members=[one],
                backlog=False,
                revision=False,
                now=NOW,
            )

    def sends(self, result: Sent | Retry, *, due: datetime | None = None) -> None:
        outbox = self.store.outbox
        claimed = outbox.claim("desk", NOW, timedelta(minutes=1))
        assert claimed
        outbox.settle(claimed[0], result, due=due, now=NOW)

    def tumen(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "-c", str(self.config)])

    def says(self, *arguments: str) -> str:
        """What a command prints, without the breaks of a narrow terminal."""
        return " ".join(self.tumen(*arguments).stdout.split())

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        result = self.tumen(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    @property
    def told(self) -> str:
        """The id of the latest notification."""
        return self.store.outbox.deliveries()[0][1].id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


# --- receipts -----------------------------------------------------------------------------------


def test_a_receipt_shows_what_was_sent_to_whom_when_and_why(desk: Desk) -> None:
    desk.files(TALKS)
    desk.sends(Retry(detail="451 later"), due=NOW)
    desk.sends(Sent(detail="250 taken", reached=("kim@desk.example",)))
    (receipt,) = desk.lines("outbox", "show", desk.told)
    (rule,) = desk.settings.rules
    assert receipt["rule"]["version"] == version_of(rule)
    assert receipt["rule"]["text"]["when"] == "переговоры"
    assert receipt["configuration"] == desk.settings.checksum
    assert receipt["articles"] == [
        {"id": "ru1", "url": TALKS.reading.url, "title": TALKS.reading.title, "revision": 1}
    ]
    (delivery,) = receipt["deliveries"]
    assert (delivery["channel"], delivery["state"]) == ("desk", "sent")
    first, second = delivery["attempts"]
    assert (first["result"], first["detail"], first["reached"]) == ("retry", "451 later", [])
    assert (second["number"], second["result"], second["reached"]) == (2, "sent", ["kim@desk.example"])
    assert receipt["payload"]["article"]["title"] == TALKS.reading.title
    assert receipt["acknowledged"] is None


def test_a_receipt_is_read_by_people_too(desk: Desk) -> None:
    desk.files(TALKS)
    desk.sends(Sent(detail="250 taken", reached=("kim@desk.example",)))
    shown = desk.tumen("outbox", "show", desk.told).stdout
    for piece in (
        "when: переговоры",
        "revision 1: В Москве",
        "To desk: sent",
        "kim@desk.example",
        "Nobody has",
    ):
        assert piece in shown


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"disabled": "HTTP 410"}, "the channel is off: HTTP 410"),
        ({"failing_since": NOW, "detail": "cannot connect"}, ": cannot connect"),
    ],
)
def test_what_waits_for_its_channel_says_why(desk: Desk, trouble: dict[str, Any], reason: str) -> None:
    desk.files(TALKS)
    assert desk.lines("outbox", "list")[0]["hindrance"] == ""
    desk.store.outbox.save_channel(ChannelState(channel="desk", **trouble))
    assert desk.lines("outbox", "list")[0]["hindrance"].endswith(reason)
    assert reason in desk.says("outbox", "show", desk.told)
    desk.sends(Sent()) if "detail" in trouble else desk.store.outbox.drop(desk.told, "desk", NOW)
    assert desk.lines("outbox", "list")[0]["hindrance"] == ""


def test_a_rule_that_has_changed_since_is_shown_as_it_was(desk: Desk) -> None:
    desk.files(TALKS)
    desk.config.write_text(CONFIG.replace("переговоры", "лодка"), encoding="utf-8")
    (receipt,) = desk.lines("outbox", "show", desk.told)
    assert receipt["rule"]["text"]["when"] == "переговоры"


def test_of_what_was_never_told_there_is_no_receipt(desk: Desk) -> None:
    result = desk.tumen("outbox", "show", "msg_nothing")
    assert result.exit_code == 1
    assert "tumen outbox list" in result.stderr


def test_explain_names_the_notification_and_how_far_it_got(desk: Desk) -> None:
    desk.files(TALKS)
    assert f"told as {desk.told} (desk pending" in desk.says("explain", "ru1")
    desk.sends(Sent())
    assert f"told as {desk.told} (desk sent" in desk.says("explain", "ru1")


# --- taking note --------------------------------------------------------------------------------


def test_who_has_taken_note_stands_in_the_receipt_and_the_list(desk: Desk) -> None:
    desk.files(TALKS)
    assert "noted by Kim" in desk.tumen("ack", desk.told, "--by", "Kim").stdout
    assert "noted by Kim" in desk.tumen("ack", desk.told, "--by", "Petrova").stdout
    (receipt,) = desk.lines("outbox", "show", desk.told)
    assert receipt["acknowledged"]["by"] == "Kim"
    assert [row["acknowledged_by"] for row in desk.lines("outbox", "list")] == ["Kim"]


def test_what_nobody_has_noted_is_listed_alone(desk: Desk) -> None:
    desk.files(TALKS)
    first = desk.told
    desk.files(MORE)
    desk.tumen("ack", first, "--by", "Kim")
    assert [row["article"] for row in desk.lines("outbox", "list", "--unnoted")] == ["ru2"]


def test_a_user_without_a_name_is_asked_for_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under a number."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000)
    desk.files(TALKS)
    refused = desk.tumen("ack", desk.told)
    assert refused.exit_code == 2
    assert "--by NAME" in refused.output
    assert desk.tumen("ack", desk.told, "--by", "Kim").exit_code == 0


def test_nobody_takes_note_of_what_does_not_exist(desk: Desk) -> None:
    assert desk.tumen("ack", "msg_nothing", "--by", "Kim").exit_code == 1


# --- snoozing -----------------------------------------------------------------------------------


def test_a_snoozed_rule_is_listed_with_what_waits(desk: Desk) -> None:
    assert "tells nobody until" in desk.tumen("snooze", "talks", "2h").stdout
    desk.files(TALKS)
    (asleep,) = desk.lines("snooze")
    assert (asleep["rule"], asleep["waiting"]) == ("talks", 1)
    assert "talks" in desk.tumen("snooze").stdout
    assert "Rule talks is snoozed until" in desk.tumen("status").stdout
    assert "waits for a digest" in desk.says("explain", "ru1")
    assert desk.lines("outbox", "list") == []


def test_a_rule_that_is_woken_sends_what_it_held_back(desk: Desk) -> None:
    desk.tumen("snooze", "talks", "2h")
    desk.files(TALKS)
    desk.files(MORE)
    assert "awake" in desk.tumen("snooze", "talks", "--wake").stdout
    (digest,) = desk.lines("outbox", "list")
    assert digest["kind"] == "digest"
    (receipt,) = desk.lines("outbox", "show", digest["notification"])
    assert [it["id"] for it in receipt["articles"]] == ["ru1", "ru2"]
    assert desk.lines("snooze") == []
    assert desk.tumen("snooze", "talks", "--wake").exit_code == 1


@pytest.mark.parametrize(
    "arguments", [("nothing", "2h"), ("talks",), ("talks", "soon"), ("talks", "0h")], ids=" ".join
)
def test_what_makes_no_sense_is_wrong_usage(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.tumen("snooze", *arguments).exit_code == 2


# --- audits -------------------------------------------------------------------------------------


def test_the_books_balance_or_the_holes_are_named(desk: Desk) -> None:
    desk.files(TALKS)
    desk.sends(Sent())
    balanced = desk.tumen("audit", "--ledger")
    assert balanced.exit_code == 0, balanced.output
    assert "The books balance" in balanced.stdout
    desk.files(MORE)
    desk.sends(Retry(detail="450 no"))
    holes = desk.tumen("audit", "--ledger", "--since", "1d")
    assert holes.exit_code == 1
    assert (
        f"hole: article ru2, rule talks, notification {desk.told}, channel desk, was given up: 450"
        in holes.stderr
    )
    hole, summary = map(json.loads, desk.tumen("audit", "--ledger", "--json").stdout.splitlines())
    assert (hole["article"], hole["channel"], summary["holes"]) == ("ru2", "desk", 1)


def test_a_sample_that_was_labelled_measures_recall(desk: Desk, tmp_path: Path) -> None:
    desk.files(TALKS)
    desk.files(article("dropped", first_seen=NOW, kept=False))
    drawn = [json.loads(line) for line in desk.tumen("audit", "--seed", "1").stdout.splitlines()]
    assert {line["id"]: line["stratum"] for line in drawn} == {"ru1": "kept", "dropped": "scored"}
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text("".join(json.dumps(line | {"relevant": True}) + "\n" for line in drawn))
    shown = desk.tumen("audit", "--labels", str(labelled)).stdout
    assert "recall     50.0%" in shown
    assert "precision  100.0%" in shown
    (measured,) = desk.lines("audit", "--labels", str(labelled))
    assert measured["recall"]["value"] == 0.5


def test_a_sample_of_an_unknown_topic_is_wrong_usage(desk: Desk) -> None:
    assert desk.tumen("audit", "--topic", "fishing").exit_code == 2
