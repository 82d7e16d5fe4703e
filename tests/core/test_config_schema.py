"""One table says what the file looks like: reader, JSON Schema and documentation agree with it."""

from __future__ import annotations

import re
from dataclasses import MISSING
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from monitor.configfile import shipped_path
from monitor.core.config import json_schema, load, schema
from monitor.core.config.document import parse
from monitor.core.config.forms import Form
from monitor.core.config.kinds import Key, Kind, ListOf, MapOf, Section, Variants
from monitor.core.config.problems import Problems
from monitor.core.config.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
VALIDATOR = Draft202012Validator(json_schema())


def sections(kind: Kind = schema.ROOT, heading: str = "The file") -> Iterator[tuple[str, Section]]:
    match kind:
        case Section():
            yield heading, kind
            for key in kind.keys:
                yield from sections(key.kind, key.name)
        case ListOf():
            yield from sections(kind.item, heading)
        case MapOf():
            yield from sections(kind.value, heading)
        case Variants():
            for word, section in kind.sections.items():
                yield from sections(section, word)


KEYS = [pytest.param(heading, section, key, id=f"{heading}.{key.name}")
        for heading, section in sections() for key in section.keys]  # fmt: skip


def forms(kind: Kind) -> Iterator[Form]:
    match kind:
        case Form():
            yield kind
        case ListOf():
            yield from forms(kind.item)
        case MapOf():
            yield kind.key
            yield from forms(kind.value)


FORMS = {form.name: form for _, section in sections() for key in section.keys for form in forms(key.kind)}


def name_of(kind: Kind) -> str:
    match kind:
        case Form():
            return kind.name
        case ListOf(item=Form() as item):
            return f"list of {item.name}"
        case MapOf():
            return f"{kind.key.name}: {name_of(kind.value)}"
        case ListOf():
            return "list of sections"
    return "section"


def without(section: Section, key: Key) -> str:
    """What holds without a key, as the documentation has it."""
    if key.required or key.otherwise:
        return key.otherwise or "required"
    default = section.default(key)
    return f"`{key.kind.show(default)}`" if isinstance(key.kind, Form) else "none"


# --- The table itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(("heading", "section", "key"), KEYS)
def test_every_key_has_a_meaning_a_default_and_a_place_in_the_settings(
    heading: str, section: Section, key: Key
):
    assert key.about.endswith(".")
    assert key.required or key.otherwise or section.default(key) is not MISSING


@pytest.mark.parametrize(("heading", "section", "key"), KEYS)
def test_every_example_can_be_read(heading: str, section: Section, key: Key):
    problems = Problems("example")
    Reader(problems, env={}).read(key.kind, parse(key.example.encode(), problems))
    assert not problems


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_reads_what_has_its_shape_or_says_no(form: Form):
    @given(st.from_regex(f"({form.pattern})", fullmatch=True) if form.pattern else st.text(max_size=50))
    @settings(max_examples=30, deadline=None)
    def check(text: str) -> None:
        try:
            form.read(text)
        except ValueError:
            return

    check()


# --- JSON Schema --------------------------------------------------------------------------------


def test_the_json_schema_is_one():
    Draft202012Validator.check_schema(json_schema())


def test_the_shipped_file_satisfies_the_json_schema():
    VALIDATOR.validate(yaml.safe_load(shipped_path().read_bytes()))


@pytest.mark.parametrize(
    "text",
    [
        "version: 2",
        "version: 1\nfeed: []",
        "version: 1\nfeeds: [{id: a}]",
        "version: 1\nfeeds: [{id: a, url: ftp://a/}]",
        "version: 1\nfeeds: [{id: a, url: 'http://a/', interval: 5}]",
        "version: 1\nrules: [{id: a, when: x, severity: urgent}]",
        "version: 1\nchannels: [{id: a, type: email, url: 'http://a/'}]",
        "version: 1\ntopics: [{id: a, when: x, weights: {a: much}}]",
        "version: 1\nstorage: []",
    ],
)
def test_the_json_schema_knows_mistakes(text: str):
    assert not VALIDATOR.is_valid(yaml.safe_load(text))


def test_the_json_schema_allows_variables_and_empty_lists():
    VALIDATOR.validate(
        yaml.safe_load("version: 1\nfeeds:\nfetch: {interval: '${EVERY}', per_host: '${MANY}'}")
    )


def test_the_json_schema_helps_who_types():
    feed = json_schema()["properties"]["feeds"]["items"]
    assert feed["properties"]["interval"]["description"] == "The longest wait between two checks."
    assert feed["properties"]["format"]["default"] == "auto"
    assert feed["required"] == ["id", "url"]


# --- Documentation ------------------------------------------------------------------------------


@pytest.mark.parametrize(("heading", "section", "key"), KEYS)
def test_every_key_is_documented_with_its_form_and_default(heading: str, section: Section, key: Key):
    part = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", DOCUMENTATION, re.MULTILINE | re.DOTALL)
    assert part is not None
    form = name_of(key.kind).replace("|", "\\|")
    assert f"| `{key.name}` | {form} | {without(section, key)} | " in part[1]


def test_nothing_else_is_documented():
    rows = re.findall(r"^\| `(\w+)` \|", DOCUMENTATION, re.MULTILINE)
    assert len(rows) == len(KEYS)


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", DOCUMENTATION, re.DOTALL))
def test_every_example_of_the_documentation_is_a_sound_file(text: str):
    load(text.encode(), file="configuration.md", env={})
    VALIDATOR.validate(yaml.safe_load(text))
