"""What a sound file means."""

from __future__ import annotations

import unicodedata
from datetime import time, timedelta
from textwrap import dedent

import pytest

from monitor.core.config import load, parse_duration
from monitor.core.errors import ConfigError
from monitor.core.settings import (
    AppriseSettings,
    Backlog,
    DigestSettings,
    EmailSettings,
    EntitySettings,
    FacetSettings,
    FeedFormat,
    FeedSettings,
    FetchSettings,
    FullText,
    HeartbeatSettings,
    HtmlSelectors,
    LimitSettings,
    OncePer,
    PolicySettings,
    QuietSettings,
    RuleSettings,
    Settings,
    Severity,
    Stopped,
    StorageSettings,
    TopicSettings,
    WebhookSettings,
    WebSettings,
)


def read(text: str, **env: str) -> Settings:
    return load(("version: 1\n" + dedent(text)).encode(), file="feeds.yaml", env=env)


def feed(fields: str, **env: str) -> FeedSettings:
    return read(f"feeds: [{{id: a, url: 'http://a.example/', {fields}}}]", **env).feeds[0]


def rule(fields: str) -> RuleSettings:
    return read(f"rules: [{{id: a, when: b, {fields}}}]").rules[0]


# --- Every section ------------------------------------------------------------------------------


def test_only_the_version_is_required():
    assert read("") == Settings(checksum=read("").checksum)


@pytest.mark.parametrize("nothing", ["", " null", " ~", " # all commented out", " []"])
def test_a_list_of_which_nothing_is_left_is_empty(nothing: str):
    assert read(f"feeds:{nothing}\nrules:{nothing}\n").feeds == ()


def test_a_section_of_which_nothing_is_left_holds_the_defaults():
    assert read("storage:\nweb: {}\nfetch:\n").storage == StorageSettings()


def test_storage_says_where_and_for_how_long():
    assert read("storage: {url: 'sqlite:////var/x.db', keep: 365d, keep_dropped: forever}").storage == (
        StorageSettings(url="sqlite:////var/x.db", keep=timedelta(days=365), keep_dropped=None)
    )


def test_web_and_fetch():
    settings = read("""
        web: {listen: "[::1]:9000"}
        fetch:
          {interval: 90s, per_host: 4, timeout: 1m, max_size: 9kB, allow_private: [10.0.0.0/8, "::1", "a:80"]}
    """)
    assert settings.web == WebSettings(listen="[::1]:9000")
    assert settings.fetch == FetchSettings(
        interval=timedelta(seconds=90),
        per_host=4,
        timeout=timedelta(minutes=1),
        max_size=9_000,
        allow_private=("10.0.0.0/8", "::1", "a:80"),
    )


def test_a_feed_takes_its_id_for_source_and_name_and_the_common_interval():
    settings = read("fetch: {interval: 7m}\nfeeds: [{id: tass-en, url: 'https://tass.com/rss/v2.xml'}]")
    assert settings.feeds == (
        FeedSettings(
            id="tass-en",
            url="https://tass.com/rss/v2.xml",
            source="tass-en",
            name="tass-en",
            interval=timedelta(minutes=7),
        ),
    )


def test_a_feed_says_everything():
    (found,) = read("""
        feeds:
          - id: council
            source: council
            name: Совет Федерации
            url: http://council.gov.ru/events/news/
            language: ru
            timezone: Europe/Moscow
            interval: 1h
            format: html
            html: {item: li, link: a.x, title: h3, date: time, summary: "p:first-child"}
            full_text: never
            backlog: alert
            legacy_tls: on
            enabled: no
    """).feeds
    assert found == FeedSettings(
        id="council",
        source="council",
        name="Совет Федерации",
        url="http://council.gov.ru/events/news/",
        language="ru",
        timezone="Europe/Moscow",
        interval=timedelta(hours=1),
        format=FeedFormat.HTML,
        html=HtmlSelectors(item="li", link="a.x", title="h3", date="time", summary="p:first-child"),
        full_text=FullText.NEVER,
        backlog=Backlog.ALERT,
        legacy_tls=True,
        enabled=False,
    )


def test_an_entity_has_names_by_language():
    settings = read("""
        entities:
          - {id: bridge, names: {en: [Sakhalin bridge], ko: [사할린 대교]}, under: [russia]}
          - {id: pier, names: {en: [Rajin pier]}, under: [bridge, north-korea]}
    """)
    assert settings.entities == (
        EntitySettings(
            id="bridge", names=(("en", ("Sakhalin bridge",)), ("ko", ("사할린 대교",))), under=("russia",)
        ),
        EntitySettings(id="pier", names=(("en", ("Rajin pier",)),), under=("bridge", "north-korea")),
    )


def test_topics():
    settings = read("""
        topics:
          - id: relations
            name: Relations
            model: relation
            facets: {dprk-russia: [north-korea, russia], rok-russia: [south-korea, russia]}
            threshold: 2.5
            weights: {sport: -1, together in the title: 0.75}
          - {id: floods, when: flood OR 홍수}
    """)
    assert settings.topics == (
        TopicSettings(
            id="relations",
            name="Relations",
            model="relation",
            facets=(
                FacetSettings(id="dprk-russia", sides=("north-korea", "russia")),
                FacetSettings(id="rok-russia", sides=("south-korea", "russia")),
            ),
            threshold=2.5,
            weights=(("sport", -1.0), ("together in the title", 0.75)),
        ),
        TopicSettings(id="floods", name="floods", when="flood OR 홍수"),
    )


def test_a_rule_holds_everything_that_is_written():
    settings = read("""
        topics: [{id: t, when: x}]
        channels: [{id: hook, type: webhook, url: "http://127.0.0.1:9000/"}]
        rules:
          - id: troops
            name: Troops
            topic: t
            when: >-
              @north-korea NEAR/40
              (troops OR 파병)
            severity: high
            channels: [hook]
            once_per: revision
            updates: true
            digest: weekly@fri 18:30
            quiet: 22:00-07:00
            timezone: Asia/Seoul
            limit: 30/h
            enabled: false
    """)
    assert settings.rules == (
        RuleSettings(
            id="troops",
            name="Troops",
            topic="t",
            when="@north-korea NEAR/40 (troops OR 파병)",
            severity=Severity.HIGH,
            channels=("hook",),
            once_per=OncePer.REVISION,
            updates=True,
            digest=DigestSettings(every="weekly", at=time(18, 30), weekday=4),
            quiet=QuietSettings(start=time(22), end=time(7)),
            timezone="Asia/Seoul",
            limit=LimitSettings(count=30, per=timedelta(hours=1)),
            enabled=False,
        ),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("none", None),
        ("hourly", DigestSettings(every="hourly")),
        ("daily@09:05", DigestSettings(every="daily", at=time(9, 5))),
        ("weekly@sun 00:00", DigestSettings(every="weekly", at=time(0), weekday=6)),
    ],
)
def test_a_digest_is_read_with_its_time(written: str, meant: DigestSettings | None):
    assert rule(f"digest: {written}").digest == meant


def test_channels_notices_and_heartbeat():
    settings = read("""
        channels:
          - id: desk
            type: email
            to: [desk@example.org, night@example.org]
            from: tumen@example.org
            smtp: smtps://user:pa%20ss@mail.example.org:465
            language: ko
            timezone: Asia/Seoul
          - {id: hook, type: webhook, url: "https://h.example/", secret: whsec_AAAA, secrets: [whsec_BBBB]}
          - {id: chat, type: webhook, url: "https://t.example/", format: telegram, chat: -1, language: ru}
          - {id: more, type: apprise, url: "matrix://token@host/room", timezone: Asia/Seoul}
        notices: {channels: [desk]}
        heartbeat: {url: "https://ping.example/1", every: 1m, alive: daily@08:00, timezone: Asia/Seoul}
    """)
    assert settings.channels == (
        EmailSettings(
            id="desk",
            to=("desk@example.org", "night@example.org"),
            sender="tumen@example.org",
            smtp="smtps://user:pa%20ss@mail.example.org:465",
            language="ko",
            timezone="Asia/Seoul",
        ),
        WebhookSettings(id="hook", url="https://h.example/", secrets=("whsec_AAAA", "whsec_BBBB")),
        WebhookSettings(id="chat", url="https://t.example/", format="telegram", chat="-1", language="ru"),
        AppriseSettings(id="more", url="matrix://token@host/room", timezone="Asia/Seoul"),
    )
    assert settings.notices == ("desk",)
    assert settings.heartbeat == HeartbeatSettings(
        url="https://ping.example/1",
        every=timedelta(minutes=1),
        alive=DigestSettings(every="daily", at=time(8)),
        timezone="Asia/Seoul",
    )


def test_the_digest_tells_one_content_from_another():
    one, other = read("web: {}"), read("web: {} ")
    assert len(one.checksum) == 16
    assert one.checksum != other.checksum
    assert one == read("web: {}")


# --- A value is what its key expects ------------------------------------------------------------


@pytest.mark.parametrize("word", ["no", "on", "1e3", "12:30", "0123", "null", "2026-03-02", "1_000", "0x1F"])
def test_a_text_is_the_text_that_was_written(word: str):
    assert feed(f"name: {word}").name == word


def test_norwegian_is_a_language():
    assert feed("language: no").language == "no"


@pytest.mark.parametrize("word", ["true", "True", "yes", "on", "ON", '"true"'])
def test_words_for_true(word: str):
    assert feed(f"legacy_tls: {word}").legacy_tls is True


@pytest.mark.parametrize("word", ["false", "no", "off", "'no'"])
def test_words_for_false(word: str):
    assert feed(f"enabled: {word}").enabled is False


def test_texts_are_composed_and_on_one_line():
    decomposed = unicodedata.normalize("NFD", "Йод 한국")
    assert feed(f"name: '{decomposed}'").name == "Йод 한국"
    assert read("feeds: [{id: a, url: 'http://a/', name: \"two\\n  lines\"}]").feeds[0].name == "two lines"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    data = "\ufeffversion: 1\r\nfeeds:\r\n- id: a\r\n  url: http://a.example/\r\n".encode()
    assert load(data, file="f", env={}).feeds[0].id == "a"


def test_aliases_and_merge_keys_share_what_feeds_have_in_common():
    settings = read("""
        feeds:
          - &yonhap {id: en, url: "http://en.example/", source: yonhap, timezone: Asia/Seoul}
          - {<<: *yonhap, id: ko, url: "http://ko.example/"}
          - {<<: [{interval: 5m}, *yonhap], interval: 2m, id: ja, url: "http://ja.example/"}
    """)
    assert [(found.id, found.source, found.timezone) for found in settings.feeds] == [
        ("en", "yonhap", "Asia/Seoul"),
        ("ko", "yonhap", "Asia/Seoul"),
        ("ja", "yonhap", "Asia/Seoul"),
    ]
    assert settings.feeds[2].interval == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("30s", timedelta(seconds=30)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("7d", timedelta(days=7)),
        ("0s", None),
        ("5", None),
        ("m", None),
        ("5 m", None),
        ("-5m", None),
        ("٥m", None),
        ("2026-01-01", None),
    ],
)
def test_durations_are_read_the_same_everywhere(written: str, meant: timedelta | None):
    assert parse_duration(written) == meant


# --- Variables ----------------------------------------------------------------------------------


def test_variables_are_filled_in_anywhere_in_a_value():
    found = feed("name: 'a ${X} b ${Y}${X}', interval: '${T}'", X="1", Y="2", T="3m")
    assert found.name == "a 1 b 21"
    assert found.interval == timedelta(minutes=3)


def test_what_a_variable_holds_is_not_filled_in_again():
    assert feed("name: '${X}'", X="${Y} $$", Y="no").name == "${Y} $$"


@pytest.mark.parametrize(
    ("written", "meant"), [("$$", "$"), ("$${X}", "${X}"), ("$", "$"), ("5$ or $X", "5$ or $X")]
)
def test_dollar_signs(written: str, meant: str):
    assert feed(f"name: '{written}'").name == meant


def test_a_regular_expression_keeps_its_dollar():
    assert read("rules: [{id: a, when: '/ракет[аы]$/'}]").rules[0].when == "/ракет[аы]$/"


def test_a_missing_variable_stops_the_channel_that_needs_it_and_nothing_else():
    settings = read("""
        feeds: [{id: a, url: "http://a.example/"}]
        rules: [{id: r, when: x, channels: [hook, desk]}]
        channels:
          - {id: hook, type: webhook, url: "https://h.example/", secret: "${HOOK_SECRET}"}
          - {id: desk, type: email, to: ["${TO}"], from: t@b.c, smtp: "smtp://u:${PW}@m/", timezone: "${TZ}"}
          - {id: spare, type: webhook, url: "${SPARE_URL}", enabled: false}
    """)
    assert [(channel.id, channel.missing) for channel in settings.channels] == [
        ("hook", ("HOOK_SECRET",)),
        ("desk", ("TO", "PW", "TZ")),
        ("spare", ("SPARE_URL",)),
    ]
    assert settings.feeds[0].missing == ()
    assert settings.rules[0].channels == ("hook", "desk")
    assert settings.stopped == (
        Stopped(part="channels.hook", missing=("HOOK_SECRET",)),
        Stopped(part="channels.desk", missing=("TO", "PW", "TZ")),
    )


def test_a_missing_variable_stops_a_feed_also_from_within_its_selectors():
    found = feed("format: html, html: {item: '${ITEM}', link: a}, interval: '${EVERY}'")
    assert found.missing == ("ITEM", "EVERY")


def test_a_database_whose_address_is_not_known_is_not_replaced_by_another():
    storage = read("storage: {url: 'postgresql://u:${PW}@db/tumen'}").storage
    assert storage.missing == ("PW",)
    assert storage.url == "postgresql://u:${PW}@db/tumen"


def test_missing_variables_elsewhere_are_listed_too():
    settings = read("""
        web: {listen: "${LISTEN}"}
        fetch: {per_host: "${MANY}", allow_private: ["${NET}"]}
        entities: [{id: e, names: {en: ["${NAME}"]}, under: ["${PARENT}"]}]
        topics: [{id: t, when: "${TOPIC}"}]
        rules: [{id: r, topic: t, when: "${WHEN} OR @e"}, {id: q, when: "@e"}]
        notices: {channels: ["${WHO}"]}
        heartbeat: {url: "${PING}"}
    """)
    assert [stopped.part for stopped in settings.stopped] == (
        ["web", "fetch", "entities.e", "topics.t", "rules.r", "notices", "heartbeat"]
    )
    assert settings.web.missing == ("LISTEN",)
    assert settings.fetch == FetchSettings()
    assert settings.entities[0].under == ()  # it exists, for the rules that name it
    assert settings.topics == ()
    assert [rule.id for rule in settings.rules] == ["q"]
    assert settings.notices == ()
    assert settings.heartbeat is not None
    assert settings.heartbeat.missing == ("PING",)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("feeds: [{id: '${X}', url: 'http://a.example/'}]", "feeds[0].id"),
        ("feeds: [{id: a, url: 'http://a.example/', format: '${X}', html: {item: li}}]", "feeds[0].format"),
        ("topics: [{id: t, model: '${X}', when: x}]", "topics[0].model"),
    ],
)
def test_what_says_what_the_rest_is_cannot_wait_for_a_variable(text: str, path: str):
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert str(caught.value) == f"feeds.yaml:2: {path}: needs the environment variable X, which is not set"


# --- Secrets ------------------------------------------------------------------------------------


def test_no_repr_holds_a_secret():
    settings = read(
        """
        storage: {url: "postgresql://u:hunter2@db/tumen"}
        feeds: [{id: a, url: "https://u:hunter2@a.example/rss?token=hunter2"}]
        channels:
          - {id: desk, type: email, to: [a@b.c], from: a@b.c, smtp: "smtp://u:hunter2@m"}
          - {id: hook, type: webhook, url: "https://h.example/hunter2", secrets: ["${S}"]}
        heartbeat: {url: "https://ping.example/hunter2"}
        """,
        S="whsec_hunter2x",
    )
    assert "hunter2" not in repr(settings)


def test_what_a_channels_policy_does_not_say_is_as_in_the_rule():
    settings = read("""
        rules:
          - id: r
            when: x
            channels: [desk, chief]
            limit: 30/h
            timezone: Asia/Seoul
            digest: hourly
            per_channel: {chief: {digest: none, quiet: "22:00-07:00"}}
        channels:
          - {id: desk, type: webhook, url: "http://127.0.0.1/1"}
          - {id: chief, type: webhook, url: "http://127.0.0.1/2"}
    """)
    (found,) = settings.rules
    assert found.digest == DigestSettings(every="hourly")
    assert found.per_channel == (
        PolicySettings(
            channel="chief",
            digest=None,
            quiet=QuietSettings(start=time(22), end=time(7)),
            timezone="Asia/Seoul",
            limit=found.limit,
        ),
    )
