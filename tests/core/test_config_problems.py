"""What a mistaken file is told: every problem at once, where it stands, what to do, and no secret."""

from __future__ import annotations

from textwrap import dedent

import pytest

from monitor.core.config import load
from monitor.core.errors import ConfigError

SOUND = """\
version: 1
web: {}
feeds:
  - id: a
    url: http://a.example/
topics: [{id: t, when: x}]
channels: [{id: desk, type: webhook, url: "http://127.0.0.1/"}]
rules:
  - id: r
    when: x
"""


def problems(text: str | bytes, **env: str) -> list[str]:
    data = text if isinstance(text, bytes) else dedent(text).encode()
    with pytest.raises(ConfigError) as caught:
        load(data, file="f.yaml", env=env)
    return [str(problem) for problem in caught.value.problems]


def feed(fields: str, **env: str) -> list[str]:
    return problems(SOUND.replace("http://a.example/", f"http://a.example/\n    {fields}"), **env)


def rule(fields: str, **env: str) -> list[str]:
    return problems(SOUND + f"    {fields}\n", **env)


# --- All at once, in order ----------------------------------------------------------------------


def test_every_problem_is_reported_at_once_in_the_order_of_the_file():
    found = problems("""\
        version: 1
        rules:
          - id: r
            topic: nowhere
            when: (troops
            severity: hgih
        feeds:
          - id: a
            interval: 12:30
            adress: http://a.example/
          - url: http://a.example/
    """)
    assert found.pop(1).startswith("f.yaml:5: rules[0].when: ")
    assert found == [
        "f.yaml:4: rules[0].topic: there is no topic 'nowhere'",
        "f.yaml:6: rules[0].severity: 'hgih' is not one of low, normal, high; did you mean high?",
        "f.yaml:8: feeds[0].url: is missing, for example https://tass.com/rss/v2.xml",
        "f.yaml:9: feeds[0].interval: '12:30' is not a duration such as 30s, 5m, 2h or 7d",
        "f.yaml:10: feeds[0].adress: is no key that Tumen knows",
        "f.yaml:11: feeds[1].id: is missing, for example tass-en",
    ]


def test_a_thing_that_is_wrong_still_is_a_thing_that_others_may_name():
    found = problems("""\
        version: 1
        rules:
          - {id: r, when: x, channels: [desk, hook, post], topic: T 1}
        channels:
          - {id: desk, type: emial}
          - {id: hook, type: webhook, url: nowhere}
          - {id: post, type: webhook, url: "http://a/", sercet: x}
    """)
    assert [problem.split(": ")[1] for problem in found] == [
        "rules[0].topic", "channels[0].type", "channels[1].url", "channels[2].sercet",
    ]  # fmt: skip


def test_of_a_list_that_cannot_be_read_nothing_more_is_said():
    assert problems(SOUND.replace("[{id: t, when: x}]", "{id: t}") + "    topic: t\n") == [
        "f.yaml:6: topics: must be a list, even of one: [value], or lines beginning with `- `"
    ]


def test_there_is_an_end_to_listing():
    found = problems("version: 1\n" + "".join(f"key{n}: x\n" for n in range(100_000)))
    assert len(found) == 501
    assert found[-1] == "f.yaml:502: file: has more than 500 problems; what follows was not checked"


# --- Keys ---------------------------------------------------------------------------------------


def test_a_file_without_its_version():
    assert problems("web: {}") == ["f.yaml:1: version: is missing, for example 1"]


def test_a_version_from_the_future():
    assert problems("version: 2") == ["f.yaml:1: version: this Tumen reads version 1"]


def test_an_unknown_key_and_the_nearest_known_one():
    assert feed("intervall: 5m") == [
        "f.yaml:6: feeds[0].intervall: is no key that Tumen knows; did you mean interval?"
    ]
    assert problems("version: 1\nfeed: []\n") == [
        "f.yaml:2: feed: is no key that Tumen knows; did you mean feeds?"
    ]


def test_a_key_that_stands_twice():
    assert feed("url: http://b.example/") == ["f.yaml:6: feeds[0].url: stands twice, first in line 5"]
    assert problems("version: 1\nweb: {}\nweb: {}\n") == ["f.yaml:3: web: stands twice, first in line 2"]


@pytest.mark.parametrize("written", ["name:", "name: ''", 'name: "  "', "language:", "enabled:", "interval:"])
def test_a_key_without_a_value(written: str):
    key = written.split(":", maxsplit=1)[0]
    (problem,) = feed(written)
    assert problem.startswith(f"f.yaml:6: feeds[0].{key}: ")
    assert "no value" in problem or "empty" in problem


def test_a_forgotten_space_shows_no_part_of_what_was_meant_as_a_value():
    found = problems("version: 1\nchannels: [{id: a, type: webhook, url:https://h.example/hunter2}]")
    assert found == [
        "f.yaml:2: channels[0]: holds something that is no `key: value`",
        'f.yaml:2: channels[0].url: is missing, for example "${HOOK_URL}"',
    ]


@pytest.mark.parametrize("key", ["[a]", "{a: b}", "''", "? |\n  a\n  b\n"])
def test_a_key_that_is_no_word(key: str):
    assert problems(f"version: 1\n{key}: x\n")[0].endswith("holds something that is no `key: value`")


def test_a_merge_key_without_a_mapping():
    assert problems("version: 1\nweb: {<<: 5}\n") == ["f.yaml:2: web: `<<` wants an alias of a mapping"]


# --- Values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "interval: 12:30",
        "interval: 1e3",
        "interval: 0123",
        "interval: 10",
        "interval: 1h30m",
        "interval: 0s",
        "interval: 40d",
        "interval: 9999999999d",
        "interval: -5m",
        "interval: 5 m",
        "interval: no",
        "interval: [5m]",
        "interval: {m: 5}",
        "enabled: maybe",
        "enabled: 1",
        "enabled: ~",
        "legacy_tls: []",
        "language: zh-CN",
        "language: Korean",
        "timezone: Europe/Moskow",
        "timezone: Europe",
        "timezone: ../../etc/passwd",
        "timezone: +03:00",
        "format: xml",
        "full_text: yes",
        "backlog: loud",
        "source: a b",
        "source: -a",
        'name: "a\\0b"',
        'name: "a\\x1b[31m"',
        f"name: {'x' * 1_001}",
        "name: '${}'",
        "name: '${a b}'",
        "name: '${X'",
    ],
)
def test_values_that_no_feed_can_have(written: str):
    key = written.split(":", maxsplit=1)[0]
    (problem,) = feed(written, X="1")
    assert problem.startswith(f"f.yaml:6: feeds[0].{key}: ")
    assert len(problem) < 250


@pytest.mark.parametrize(
    "url",
    [
        "tass.com/rss",
        "ftp://tass.com/",
        "file:///etc/passwd",
        "http://",
        "http:///rss",
        "http://user:pass@/",
        "http://a..b/",
        "http://a b/",
        "http://[::1/",
        "http://a:99999/",
        "http://a:0/",
        "http://u:hunter2",
        "javascript:alert(1)",
        "http://a/" + "x" * 4_000,
    ],
)
def test_addresses_that_are_none(url: str):
    found = problems(SOUND.replace("http://a.example/", f'"{url}"'))
    assert found == ["f.yaml:5: feeds[0].url: is not an http:// or https:// address with a host"]


@pytest.mark.parametrize(
    "written",
    [
        "severity: urgent",
        "once_per: day",
        "digest: daily",
        "digest: daily@24:00",
        "digest: weekly@09:00",
        "digest: weekly@monday 09:00",
        "quiet: 22-7",
        "quiet: 22:00-22:00",
        "quiet: 22:00-25:00",
        "limit: 30",
        "limit: 0/h",
        "limit: 30/s",
        "timezone: Seoul",
        "updates: sometimes",
        "channels: desk",
        "channels: [desk, desk]",
        "channels: [[desk]]",
        "channels: [disk]",
        "topic: unknown",
        "topic: [t]",
    ],
)
def test_values_that_no_rule_can_have(written: str):
    key = written.split(":", maxsplit=1)[0]
    (problem,) = rule(written)
    assert problem.startswith(f"f.yaml:11: rules[0].{key}")


@pytest.mark.parametrize(
    ("section", "path"),
    [
        ("storage: {url: mysql://a/b}", "storage.url"),
        ("storage: {keep: 10s}", "storage.keep"),
        ("storage: sqlite", "storage"),
        ("storage: [a]", "storage"),
        ("web: {listen: 8765}", "web.listen"),
        ("web: {listen: 'a:99999'}", "web.listen"),
        ("fetch: {per_host: 0}", "fetch.per_host"),
        ("fetch: {per_host: 02}", "fetch.per_host"),
        ("fetch: {per_host: 2.0}", "fetch.per_host"),
        ("fetch: {timeout: 1h}", "fetch.timeout"),
        ("fetch: {max_size: 10}", "fetch.max_size"),
        ("fetch: {max_size: 50GB}", "fetch.max_size"),
        ("fetch: {max_size: 65MB}", "fetch.max_size"),
        ("fetch: {allow_private: [10.0.0.0/33]}", "fetch.allow_private[0]"),
        ("fetch: {allow_private: ['a:99999']}", "fetch.allow_private[0]"),
        ("fetch: {allow_private: ['http://a/']}", "fetch.allow_private[0]"),
        ("fetch: {allow_private: ['1::2::3']}", "fetch.allow_private[0]"),
        ("entities: [{id: e, names: {}}]", "entities[0].names"),
        ("entities: [{id: e, names: {english: [x]}}]", "entities[0].names"),
        ("entities: [{id: e, names: {en: x}}]", "entities[0].names.en"),
        ("entities: [{id: e, names: {en: ['РК [if raining]']}}]", "entities[0].names.en[0]"),
        ("entities: [{id: e, names: {en: [x]}, under: [rusia]}]", "entities[0].under[0]"),
        ("entities: [{id: e, names: {en: [x]}, under: [e]}]", "entities[0].under"),
        ("topics: [{id: t}]", "topics[0].when"),
        ("topics: [{id: t, when: x, facets: {a: [russia, korea], b: [russia, china]}}]", "topics[0].facets"),
        ("topics: [{id: t, when: x, threshold: 2}]", "topics[0].threshold"),
        ("topics: [{id: t, when: x, weights: {sport: 2}}]", "topics[0].weights"),
        ("topics: [{id: t, model: relation}]", "topics[0].facets"),
        ("topics: [{id: t, model: relation, facets: {}}]", "topics[0].facets"),
        ("topics: [{id: t, model: relation, facets: {a: [russia]}}]", "topics[0].facets.a"),
        (
            "topics: [{id: t, model: relation, facets: {a: [russia, china], b: [usa, cuba]}}]",
            "topics[0].facets",
        ),
        (
            "topics: [{id: t, model: relation, facets: {a: [russia, chna], b: [russia, cuba]}}]",
            "topics[0].facets.a[1]",
        ),
        ("topics: [{id: t, model: magic, when: x}]", "topics[0].model"),
        ("topics: [{id: t, when: x OR}]", "topics[0].when"),
        ("channels: [{id: c}]", "channels[0].type"),
        ("channels: [c]", "channels[0]"),
        ("channels: [{id: c, type: webhook, url: 'http://a/', to: [a@b]}]", "channels[0].to"),
        ("channels: [{id: c, type: webhook, url: 'http://a/', secret: whsec_A}]", "channels[0].secret"),
        ("notices: {channels: [desk]}", "notices.channels[0]"),
        ("notices: [desk]", "notices"),
        ("heartbeat: {every: 5m}", "heartbeat.url"),
        ("heartbeat: {url: 'http://a/', alive: hourly}", "heartbeat.alive"),
        ("heartbeat: {url: 'http://a/', alive: daily@08:00}", "heartbeat.alive"),
    ],
)
def test_sections_that_say_nothing_sensible(section: str, path: str):
    (problem,) = problems(f"version: 1\n{section}\n")
    assert problem.startswith(f"f.yaml:2: {path}: ")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ("to: []", "to"),
        ("to: [desk]", "to[0]"),
        ('to: ["a@b\\nBcc: x@y"]', "to[0]"),
        ("to: [a@b, a@b]", "to[1]"),
        ("from: Tumen <t@example.org>", "from"),
        ("smtp: mail.example.org", "smtp"),
        ("smtp: http://mail.example.org", "smtp"),
        ("smtp: smtp://mail.example.org/inbox", "smtp"),
        ("smtp: smtp://", "smtp"),
        ("language: fr", "language"),
    ],
)
def test_mail_that_could_not_be_sent(fields: str, path: str):
    sound = {"to": "[a@b]", "from": "t@b", "smtp": "smtp://m"}
    written = {**sound, **dict([fields.split(": ", 1)])}
    text = "".join(f"    {key}: {value}\n" for key, value in written.items())
    (problem,) = problems(f"version: 1\nchannels:\n  - id: c\n    type: email\n{text}")
    assert f" channels[0].{path}: " in problem


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("threshold: high", "threshold"),
        ("threshold: 1e3", "threshold"),
        ("threshold: nan", "threshold"),
        ("weights: {sport: much}", "weights.sport"),
        ("weights: {sports: 1}", "weights.sports"),
        ("weights: {12: 1}", "weights"),
    ],
)
def test_scores_that_cannot_be(written: str, path: str):
    facets = "facets: {a: [russia, north-korea], b: [russia, south-korea]}"
    (problem,) = problems(f"version: 1\ntopics:\n- id: t\n  model: relation\n  {facets}\n  {written}\n")
    assert problem.startswith(f"f.yaml:6: topics[0].{path}: ")


# --- What does not fit together -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["feeds", "topics", "channels", "rules"])
def test_an_id_that_stands_twice(kind: str):
    sound = {
        "feeds": "{id: x, url: 'http://%s/'}",
        "topics": "{id: x, when: %s}",
        "channels": "{id: x, type: webhook, url: 'http://%s/'}",
        "rules": "{id: x, when: %s}",
    }[kind]
    assert problems(f"version: 1\n{kind}:\n- {sound % 'a'}\n- {sound % 'b'}\n") == [
        f"f.yaml:4: {kind}[1].id: stands twice, first in line 3"
    ]


def test_one_address_in_two_feeds_is_not_quoted():
    found = problems("""\
        version: 1
        feeds:
          - {id: a, url: "http://u:hunter2@a.example/"}
          - {id: b, url: "http://u:${PW}@a.example/"}
    """, PW="hunter2")  # fmt: skip
    assert found == ["f.yaml:4: feeds[1].url: is the same address as in line 3"]


def test_a_list_page_needs_selectors_and_selectors_need_a_list_page():
    assert feed("format: html") == ["f.yaml:4: feeds[0].html: is missing: `format: html` needs its selectors"]
    assert feed("html: {item: li}") == ["f.yaml:6: feeds[0].html: has no effect without `format: html`"]
    assert feed("format: html\n    html: {item: 'li['}")[0].startswith(
        "f.yaml:7: feeds[0].html.item: 'li[' is not a CSS selector: "
    )


def test_entities_may_not_go_round_in_a_circle():
    found = problems("""\
        version: 1
        entities:
          - {id: a, names: {en: [A]}, under: [b]}
          - {id: b, names: {en: [B]}, under: [a]}
    """)
    assert found == ["f.yaml:4: entities[1].under: puts the entity under itself"]


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ('"@north-krea"', 'there is no entity "north-krea" at position 1; did you mean north-korea'),
        ("topic:u x", 'there is no topic "u"'),
        ("facet:dprk x", 'there is no facet "dprk"'),
        ("feed:b x", 'there is no feed "b"'),
        ("cites:yonhab x", "did you mean yonhap"),
        ("a AND", "at position 6"),
        ("/(/", "at position 1"),
    ],
)
def test_expressions_name_only_what_exists(when: str, says: str):
    (problem,) = problems(f"version: 1\nrules:\n- id: r\n  when: {when}\n")
    assert problem.startswith("f.yaml:4: rules[0].when: ")
    assert says in problem


def test_a_rule_may_ask_for_any_source():
    load(b"version: 1\nrules: [{id: r, when: 'source:somebody x'}]", file="f", env={})


# --- Secrets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "channels: [{id: c, type: webhook, url: 'http://a/', secret: hunter2}]",
        "channels: [{id: c, type: webhook, url: 'http://a/', secrets: [hunter2, hunter2]}]",
        "channels: [{id: c, type: webhook, url: 'http://u:hunter2'}]",
        "channels: [{id: c, type: webhook, url: '${S}'}]",
        "channels: [{id: c, type: email, to: ['${S}'], from: '${S}', smtp: 'smtp://u:hunter2@'}]",
        "channels: [{id: c, type: email, to: [a@b], from: a@b, smtp: 'smtp://u:hunter2@m:x'}]",
        "channels: [{id: '${S} x', type: webhook, url: 'http://a/'}]",
        "channels: [{id: c, type: hunter2}]",
        "channels: [{id: c, type: webhook, url: *hunter2}]",
        "channels: [{id: c, type: webhook, url: !hunter2 x}]",
        "channels: [{id: c, type: webhook, url: 'http://a/' hunter2}]",
        "channels: [hunter2]",
        "rules: [{id: r, when: '(${S}', timezone: '${S}', severity: '${S}', limit: '${S}'}]",
        "rules: [{id: r, when: '@${S}'}]",
        "rules: [{id: r, when: x, topic: '${S}', channels: ['${S}']}]",
        "rules: [{id: '${S}', when: x}, {id: '${S}', when: x}]",
        "topics: [{id: t, model: '${S}'}, {id: u, model: relation, facets: {a: ['${S}', russia]}}]",
        "feeds: [{id: a, url: 'http://u:hunter2@x..y/', interval: '${S}', name: \"${S}\\x01\"}]",
        "entities: [{id: e, names: {en: ['X [${S}]']}}]",
        "storage: {url: 'postgres://u:hunter2@h/'}",
        "heartbeat: {url: 'hunter2'}",
    ],
)
def test_no_problem_shows_a_secret(text: str):
    found = problems(f"version: 1\n{text}\n", S="hunter2")
    assert found
    assert "hunter2" not in "\n".join(found)


def test_telegram_needs_to_be_told_the_chat_and_nobody_else_does():
    assert problems(SOUND.replace("type: webhook", "type: webhook, format: telegram")) == [
        "f.yaml:7: channels[0].chat: is missing: `format: telegram` needs it"
    ]
    assert problems(SOUND.replace("type: webhook", "type: webhook, chat: '1'")) == [
        "f.yaml:7: channels[0].chat: has no effect without `format: telegram`"
    ]


def test_an_apprise_address_is_never_shown():
    found = problems(SOUND.replace('webhook, url: "http://127.0.0.1/"', "apprise, url: hunter2"))
    assert found == [
        "f.yaml:7: channels[0].url: is not an address of Apprise such as matrix://token@matrix.example.org/room"
    ]


def test_a_policy_is_for_one_of_the_rules_channels():
    assert rule("channels: [desk]\n    per_channel: {dsk: {digest: hourly}}") == [
        "f.yaml:12: rules[0].per_channel.dsk: is not one of the rule's channels"
    ]


def test_an_empty_digest_needs_a_digest():
    assert rule("empty: true") == ["f.yaml:11: rules[0].empty: has no effect without `digest`"]
