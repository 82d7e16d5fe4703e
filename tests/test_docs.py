"""What people read is true: links lead somewhere, commands exist, README's two commands are what CI runs."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from monitor import __version__
from monitor.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"`tumen ([a-z]+)")
CALL = re.compile(r"\btumen ([a-z]+)((?: [^\s`|#]+)*)")
OPTION = re.compile(r"\[?(-c|--[a-z-]+)")


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "feeds.yaml"], ids=page_id)
def test_no_command_is_named_that_does_not_exist(page: Path) -> None:
    named = set(COMMAND.findall(page.read_text(encoding="utf-8")))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_option_or_subcommand_is_named_that_does_not_exist(page: Path) -> None:
    strange = []
    for name, rest in CALL.findall(page.read_text(encoding="utf-8")):
        command, words = main.get_command(click.Context(main), name), rest.split()
        if isinstance(command, click.Group) and words:
            command = command.commands.get(words.pop(0).strip(",;.)"))
        known = {option for it in command.params for option in it.opts} if command else set()
        used = {match[1] for word in words if (match := OPTION.match(word))}
        if (command is None and name in COMMANDS) or used - known:
            strange.append(f"tumen {name}{rest}")
    assert strange == []


def test_every_page_is_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page_id(page) for page in PAGES[2:] if page_id(page) not in readme] == []


def test_the_readme_begins_with_its_two_commands() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    first, second = blocks[:2]
    assert first.count("\n") == second.count("\n") == 1
    assert first.rstrip().endswith("tumen demo")
    assert "pytest" in second


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
