"""A file that is edited while Tumen runs: taken up whole and soon, refused without harm."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import pytest

from monitor.configfile import SETTLED, SUSPECT, ConfigWatch, read, shipped_path
from monitor.core.config import MAX_SIZE
from monitor.core.errors import ConfigError


def text(*ids: str) -> str:
    return "version: 1\nfeeds:\n" + "".join(f"- {{id: {id_}, url: 'http://{id_}.example/'}}\n" for id_ in ids)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(text("a"))
    return path


@pytest.fixture
def watch(path: Path) -> ConfigWatch:
    return ConfigWatch(path, {})


def ids(watch: ConfigWatch) -> list[str]:
    return [feed.id for feed in watch.settings.feeds]


def looks(watch: ConfigWatch, times: int) -> list[list[str] | None]:
    """What each of so many looks brings: the feeds of new settings, or nothing."""
    return [
        settings and [feed.id for feed in settings.feeds] for settings in (watch.poll() for _ in range(times))
    ]


# --- Reading once -------------------------------------------------------------------------------


def test_reading_a_file(path: Path):
    assert [feed.id for feed in read(path, {}).feeds] == ["a"]


def test_problems_name_the_file_as_it_was_given(path: Path, monkeypatch: pytest.MonkeyPatch):
    path.write_text("version: 1\nfeed: []\n")
    monkeypatch.chdir(path.parent)
    with pytest.raises(ConfigError, match=r"^feeds\.yaml:2: feed: "):
        read(Path("feeds.yaml"), {})


@pytest.mark.parametrize("name", ["absent.yaml", ".", "file/below"])
def test_a_file_that_cannot_be_read_is_a_problem_like_others(tmp_path: Path, name: str):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r":1: file: cannot be read: "):
        read(tmp_path / name, {})


def test_no_more_is_read_of_a_large_file_than_shows_that_it_is(tmp_path: Path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_SIZE * 1_000)
    with pytest.raises(ConfigError, match="is larger than 5 MB"):
        read(path, {})


def test_the_shipped_file_is_there():
    assert shipped_path().name == "feeds.yaml"
    assert read(shipped_path(), {}).feeds


# --- Watching -----------------------------------------------------------------------------------


def test_watching_wants_a_good_file_to_begin_with(path: Path):
    path.write_text("feeds: []\n")
    with pytest.raises(ConfigError):
        ConfigWatch(path, {})


def test_nothing_new_brings_nothing(watch: ConfigWatch):
    assert looks(watch, 10) == [None] * 10
    assert ids(watch) == ["a"]


def test_a_change_is_taken_up_once_after_it_has_settled(path: Path, watch: ConfigWatch):
    path.write_text(text("a", "b"))
    assert looks(watch, SETTLED + 3) == [None] * (SETTLED - 1) + [["a", "b"], None, None, None]
    assert ids(watch) == ["a", "b"]
    assert watch.problems == ()


def test_a_file_that_is_said_to_be_finished_is_taken_up_at_once(path: Path, watch: ConfigWatch):
    path.write_text(text("b").rstrip("\n"))
    watch.look_now()
    assert looks(watch, 2) == [["b"], None]
    watch.look_now()
    assert looks(watch, 2) == [None, None]


def test_a_look_a_second_takes_a_change_up_within_five():
    assert max(SETTLED, SUSPECT) <= 4


def test_a_file_that_is_replaced_is_taken_up(path: Path, watch: ConfigWatch):
    other = path.with_suffix(".new")
    other.write_text(text("b", "c"))
    other.replace(path)
    assert looks(watch, SETTLED)[-1] == ["b", "c"]


def test_a_file_of_the_same_size_and_time_is_taken_up_all_the_same(path: Path, watch: ConfigWatch):
    before = path.stat()
    path.write_text(text("b"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert looks(watch, SETTLED)[-1] == ["b"]


def test_a_touched_file_says_nothing_new(path: Path, watch: ConfigWatch):
    os.utime(path)
    assert looks(watch, SUSPECT) == [None] * SUSPECT


def test_what_is_written_while_the_first_content_is_being_read_is_seen(path: Path):
    class Meanwhile(dict[str, str]):
        """An environment that is asked only once the bytes are in hand."""

        def __contains__(self, name: object) -> bool:
            path.write_text(text("a", "late"))
            return False

    path.write_text(text("a") + "web: {listen: '${LISTEN}'}\n")
    watch = ConfigWatch(path, Meanwhile())
    assert ids(watch) == ["a"]
    assert ["a", "late"] in looks(watch, SUSPECT)


# --- Half-written files -------------------------------------------------------------------------


def test_a_file_that_grows_is_left_alone_until_it_has_ended(path: Path, watch: ConfigWatch):
    whole = text(*"abcdefgh")
    for end in range(20, len(whole), 30):
        path.write_text(whole[:end])
        assert looks(watch, SETTLED - 1) == [None] * (SETTLED - 1)
    path.write_text(whole)
    assert looks(watch, SETTLED)[-1] == list("abcdefgh")
    assert watch.problems == ()


@pytest.mark.parametrize(
    "half",
    [text("a", "b", "c") + "- {id: d, url: 'http://d.example/'}", text("a") + "rules:", text("x")],
    ids=["within a line", "at a key", "shorter than it was"],
)
def test_what_may_be_half_a_file_is_given_longer(path: Path, half: str):
    path.write_text(text("a", "b"))
    watch = ConfigWatch(path, {})
    path.write_text(half)
    assert looks(watch, SUSPECT)[:-1] == [None] * (SUSPECT - 1)
    assert watch.settings == read(path, {})  # it was meant so


def test_an_empty_moment_during_a_rewrite_is_not_even_noticed(path: Path, watch: ConfigWatch):
    path.write_text("")
    assert looks(watch, SETTLED) == [None] * SETTLED
    path.write_text(text("a", "b"))
    assert looks(watch, SETTLED)[-1] == ["a", "b"]
    assert watch.problems == ()


# --- Bad files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [b"", b"version: 1\nfeeds: [{id: a", b"\0" * 10, b"version: 1\n\tfeeds: []\n", b"version: 1\nfeed: []\n",
     "version: 1\n".encode("utf-16"), b"x" * (MAX_SIZE + 1)],
    ids=["empty", "cut", "NUL", "tab", "unknown key", "UTF-16", "large"],
)  # fmt: skip
def test_a_bad_file_changes_nothing_and_says_why(path: Path, watch: ConfigWatch, bad: bytes):
    before = watch.settings
    path.write_bytes(bad)
    assert looks(watch, SUSPECT) == [None] * SUSPECT
    assert watch.settings is before
    (problem,) = watch.problems
    assert str(problem).startswith(f"{path}:")


def test_a_bad_file_is_read_once_not_each_second(path: Path, watch: ConfigWatch):
    path.write_text("feed: []\n")
    looks(watch, SUSPECT)
    problems = watch.problems
    looks(watch, 10)
    assert watch.problems is problems


def test_a_good_file_after_a_bad_one_is_taken_up(path: Path, watch: ConfigWatch):
    path.write_text("feed: []\n")
    looks(watch, SUSPECT)
    path.write_text(text("b"))
    assert looks(watch, SUSPECT)[-2:] == [["b"], None]
    assert watch.problems == ()


def test_what_was_in_force_may_come_back_after_a_bad_file(path: Path, watch: ConfigWatch):
    path.write_text("feed: []\n")
    looks(watch, SUSPECT)
    path.write_text(text("a"))
    assert looks(watch, SUSPECT) == [None] * SUSPECT  # nothing to take up
    assert watch.problems == ()


def test_a_deleted_file_changes_nothing_and_one_that_comes_back_is_read(path: Path, watch: ConfigWatch):
    path.unlink()
    assert looks(watch, SETTLED) == [None] * SETTLED
    assert ids(watch) == ["a"]
    (problem,) = watch.problems
    assert problem.message.startswith("cannot be read: no such file or directory; one to begin with is ")
    assert problem.message.endswith(str(shipped_path()))
    path.write_text(text("a", "b"))
    assert looks(watch, SETTLED)[-1] == ["a", "b"]
    assert watch.problems == ()


def test_what_cannot_be_read_changes_nothing(path: Path, watch: ConfigWatch):
    path.unlink()
    path.mkdir()  # unlike missing rights, this stops root as well
    assert looks(watch, SETTLED) == [None] * SETTLED
    assert ids(watch) == ["a"]
    assert [problem.message for problem in watch.problems] == ["cannot be read: is a directory"]


def test_a_thousand_changes_leave_nothing_behind(path: Path, watch: ConfigWatch):
    def change(times: int) -> None:
        for n in range(times):
            path.write_text("feed: []\n" if n % 3 == 2 else text("a", f"b{n}"))
            looks(watch, SUSPECT)

    change(30)
    gc.collect()
    before, started = len(gc.get_objects()), time.process_time()
    change(1_000)
    assert time.process_time() - started < 30
    gc.collect()
    assert len(gc.get_objects()) < before + 3_000
