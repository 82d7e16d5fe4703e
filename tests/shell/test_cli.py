"""The command line over JSON lines and over the archive: the contracts that others rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from monitor import __version__
from monitor.cli import COMMANDS, main
from tests.servers import WebServer

if TYPE_CHECKING:
    from click.testing import Result

ITEMS = [
    {
        "id": "1",
        "title": "Лавров прибыл в Пхеньян",
        "text": "Министр иностранных дел России Сергей Лавров прибыл в КНДР, передаёт Yonhap.",
        "lang": "ru",
        "date": "2026-03-02",
    },
    {
        "id": "2",
        "title": "Lavrov arrives in Pyongyang",
        "text": "Russian Foreign Minister Sergey Lavrov has arrived in North Korea.",
        "lang": None,
        "date": "2026-03-02T10:00:00Z",
        "mood": "calm",
    },
    {"id": 3, "title": "Grain prices fall for a third week", "text": "Wheat lost two percent in Chicago."},
]


def tumen(*arguments: str, items: list[Any] | None = None) -> Result:
    lines = "".join(
        (item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)) + "\n"
        for item in items or ()
    )
    return CliRunner().invoke(main, arguments, input=lines)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_classify_says_what_an_item_is_about_in_the_order_given() -> None:
    result = tumen("classify", items=ITEMS)
    assert result.exit_code == 0, result.stderr
    russian, english, grain = lines(result)
    assert [russian["id"], english["id"], grain["id"]] == ["1", "2", 3]
    assert set(russian) == {"id", "lang", "topics", "entities", "cites", "rules"}
    assert (russian["lang"], english["lang"], grain["lang"]) == ("ru", "en", "en")
    verdict = russian["topics"]["korea-russia"]
    assert verdict["keep"] is True
    assert verdict["facets"] == ["dprk-russia"]
    assert {"north-korea", "lavrov"} <= set(russian["entities"])
    assert russian["cites"] == ["yonhap"]
    assert grain["topics"]["korea-russia"]["keep"] is False
    for item, out in zip(ITEMS, (russian, english), strict=False):
        for hit in out["topics"]["korea-russia"]["evidence"]:
            assert item[hit["field"]][hit["start"] : hit["end"]] == hit["text"]


def test_classify_says_what_it_did_not_look_at() -> None:
    (out,) = lines(tumen("classify", items=[{"id": 1, "title": "Long", "text": "слово " * 50_000}]))
    assert out["cut"] is True


def test_stories_puts_one_event_in_two_languages_into_one_story() -> None:
    result = tumen("stories", items=ITEMS)
    assert result.exit_code == 0, result.stderr
    russian, english, grain = lines(result)
    assert russian["story"] == english["story"] != grain["story"]
    assert [out["copy_of"] for out in (russian, english, grain)] == [None, None, None]


def test_a_reprint_names_the_item_it_copies() -> None:
    text = (
        "The regional government of the Maritime Territory said on Monday that the first train had carried "
        "forty carriages of flour across the river and returned with seafood, and that regular traffic "
        "would begin in April, twice a week, if the border services of both countries agree."
    )
    items = [
        {"id": "a", "title": "First train crosses the river", "text": text},
        {"id": "b", "title": "Flour for seafood", "text": f"Khasan Herald. {text}"},
    ]
    first, second = lines(tumen("stories", items=items))
    assert (first["copy_of"], second["copy_of"]) == (None, "a")
    assert first["story"] == second["story"]


def test_match_writes_only_the_items_that_match_and_where() -> None:
    result = tumen("match", "@north-korea AND (прибыть OR arrive)", items=ITEMS)
    assert result.exit_code == 0, result.stderr
    found = lines(result)
    assert [out["id"] for out in found] == ["1", "2"]
    for item, out in zip(ITEMS, found, strict=False):
        assert {"field", "start", "end", "text", "term"} == set(out["spans"][0])
        for span in out["spans"]:
            assert item[span["field"]][span["start"] : span["end"]] == span["text"]


def test_a_citation_in_the_dateline_is_shown_as_it_stands_there() -> None:
    text = "SEOUL (Yonhap) -- The foreign ministry summoned the Russian ambassador."
    (out,) = lines(tumen("match", "cites:yonhap", items=[{"id": 1, "title": "Protest", "text": text}]))
    assert [span["text"] for span in out["spans"]] == ["Yonhap"]


def test_nothing_found_is_exit_0() -> None:
    result = tumen("match", "zeppelin", items=ITEMS)
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_bad_expression_is_refused_with_its_position_and_a_caret() -> None:
    result = tumen("match", "missile AND (", items=ITEMS)
    assert result.exit_code == 2
    assert "^" in result.stderr


def test_a_bad_line_is_named_and_skipped() -> None:
    result = tumen("classify", items=[ITEMS[0], "{broken", ITEMS[2]])
    assert result.exit_code == 1
    assert "line 2" in result.stderr
    assert [out["id"] for out in lines(result)] == ["1", 3]


def test_a_missing_configuration_is_exit_2(tmp_path: Path) -> None:
    result = tumen("classify", "-c", str(tmp_path / "none.yaml"), items=ITEMS)
    assert result.exit_code == 2
    assert "none.yaml" in result.stderr


def test_a_status_of_nothing_but_a_wrong_file_is_exit_2(tmp_path: Path) -> None:
    missing = tumen("status", "-c", str(tmp_path / "none.yaml"))
    (tmp_path / "feeds.yaml").write_text("version: 1\nfeedz: []\n", encoding="utf-8")
    wrong = tumen("status", "-c", str(tmp_path / "feeds.yaml"))
    assert (missing.exit_code, wrong.exit_code) == (2, 2)
    assert "none.yaml:1: file: cannot be read" in missing.stderr
    assert "feeds.yaml:2: feedz:" in wrong.stderr


def assert_no_sentence_is_cut_off(help_text: str) -> None:
    _usage, *rest = help_text.splitlines()
    assert not [line for line in rest if line.endswith("...")]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_helps(command: str) -> None:
    result = tumen(command, "--help")
    assert result.exit_code == 0, result.output
    assert_no_sentence_is_cut_off(result.output)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_says_what_it_is_for(command: str) -> None:
    todo = [main.get_command(click.Context(main), command)]
    while todo:
        described = todo.pop()
        todo += described.commands.values() if isinstance(described, click.Group) else ()
        silent = [it.name for it in described.params if isinstance(it, click.Option) and not it.help]
        assert silent == []


def test_the_list_of_commands_cuts_no_sentence_off() -> None:
    assert_no_sentence_is_cut_off(tumen("--help").output)


def test_a_sound_file_is_counted_as_people_count(tmp_path: Path) -> None:
    config = tmp_path / "feeds.yaml"
    config.write_text("version: 1\ntopics: [{id: t, when: x}]\n", encoding="utf-8")
    assert "0 feeds (0 on), 1 topic, 0 rules, 0 channels." in tumen("check", "-c", str(config)).output


def test_a_check_online_shows_what_feeds_yield_and_names_those_that_fail(tmp_path: Path) -> None:
    with WebServer() as server:
        good = server.answer(
            "/good", b"<rss><channel><item><title>Ferry sails</title></item></channel></rss>"
        )
        config = tmp_path / "feeds.yaml"
        config.write_text(
            f"version: 1\nfeeds: [{{id: good, url: '{good}'}}, {{id: bad, url: '{server.url('/bad')}'}}]\n",
            encoding="utf-8",
        )
        shown = tumen("check", "--online", "-c", str(config))
        told = tumen("check", "--online", "--json", "-c", str(config))
    assert (shown.exit_code, told.exit_code) == (1, 1)
    assert "sound. 2 feeds" in shown.stdout
    assert "Ferry sails" in shown.stdout
    assert "tumen: 1 feed of 2 cannot be read: bad" in shown.stderr
    assert {line["feed"]: line["outcome"] for line in lines(told)} == {"good": "read", "bad": "not found"}


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"tumen {command}" not in readme] == []


def test_schema_is_a_json_schema() -> None:
    schema = json.loads(tumen("schema").stdout)
    assert schema["properties"]["version"]


def test_the_version_costs_nothing_but_click() -> None:
    script = "import sys; from monitor.cli import main; main(['--version'], standalone_mode=False); "
    script += "print(sorted({'httpx', 'lxml', 'feedparser', 'sqlite_utils', 'rich'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.stdout.split("\n")[:2] == [f"tumen {__version__}", "[]"]
