"""The file as a table: every key with its form, meaning and example.

The one truth about the file's shape. ``reader`` reads by it, ``json_schema`` publishes it, the tests hold
``docs/configuration.md`` against it. Defaults stand in ``monitor.core.settings`` and are looked up there.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.core.config import addresses, forms, times
from monitor.core.config.channels import APPRISE, EMAIL, WEBHOOK
from monitor.core.config.common import enabled_key, id_key
from monitor.core.config.kinds import Key, ListOf, MapOf, Section, Variants
from monitor.core.settings import (
    Backlog,
    EntitySettings,
    FeedFormat,
    FeedSettings,
    FetchSettings,
    FullText,
    HeartbeatSettings,
    HtmlSelectors,
    OncePer,
    PolicySettings,
    RuleSettings,
    Settings,
    Severity,
    StorageSettings,
    TopicSettings,
    WebSettings,
)

SECOND, MINUTE, DAY = (timedelta(seconds=seconds) for seconds in (1, 60, 86_400))


def _name(example: str) -> Key:
    return Key("name", forms.TEXT, "Shown to people.", example=example, otherwise="the id")


_CHANNELS = ListOf(item=forms.ID)

STORAGE = Section(
    "Where articles and alerts are kept, and for how long.",
    make=StorageSettings,
    keys=(
        Key(
            "url",
            addresses.STORAGE_URL,
            "The database: a SQLite file (a relative path counts from this file's folder), or PostgreSQL.",
            example="sqlite:///tumen.db",
        ),
        Key("keep", times.KEEP, "How long articles stay that a topic keeps.", example="730d"),
        Key("keep_dropped", times.KEEP, "How long articles stay that no topic keeps.", example="30d"),
    ),
)

WEB = Section(
    "The page.",
    make=WebSettings,
    keys=(
        Key("listen", addresses.LISTEN, "The address and port it is served on.", example="127.0.0.1:8765"),
    ),
)

FETCH = Section(
    "How documents are fetched.",
    make=FetchSettings,
    keys=(
        Key(
            "interval",
            times.duration(SECOND, 30 * DAY),
            "The longest wait between two checks of a feed that states none of its own.",
            example="10m",
        ),
        Key(
            "per_host",
            forms.whole(1, 32),
            "How many requests one host gets at a time, by http and https together.",
            example="2",
        ),
        Key(
            "timeout",
            times.duration(SECOND, 5 * MINUTE),
            "How long a whole fetch may take, redirects and body included.",
            example="30s",
        ),
        Key("max_size", forms.SIZE, "How large a document may be, unpacked.", example="10MB"),
        Key(
            "allow_private",
            ListOf(item=addresses.PRIVATE),
            "Private hosts, addresses or networks that redirects and discovered links may reach.",
            example="[10.20.0.0/16, intranet.example]",
        ),
    ),
)

HTML = Section(
    "CSS selectors of a list page; all but `item` and `next` are looked up inside each item.",
    make=HtmlSelectors,
    keys=(
        Key("item", addresses.SELECTOR, "Finds the items.", example="li.news", required=True),
        Key(
            "link",
            addresses.SELECTOR,
            "The link to the article.",
            example="a.title",
            otherwise="the item's first link",
        ),
        Key("title", addresses.SELECTOR, "The headline.", example="h3", otherwise="the link's text"),
        Key(
            "date",
            addresses.SELECTOR,
            "The date, as text or in a machine-readable attribute.",
            example="span.date",
            otherwise="the item's first `time`",
        ),
        Key("summary", addresses.SELECTOR, "The lead.", example="p.lead", otherwise="none is read"),
        Key(
            "next",
            addresses.SELECTOR,
            "The link to the next page, read when the first shows nothing that was there before.",
            example="a.next",
            otherwise="the first page alone",
        ),
    ),
)

FEED = Section(
    "An address polled on a schedule.",
    make=FeedSettings,
    keys=(
        id_key("feed", "tass-en"),
        Key(
            "url",
            addresses.WEB_URL,
            "Its address. A changed address keeps the feed's history.",
            example="https://tass.com/rss/v2.xml",
            required=True,
        ),
        Key(
            "source",
            forms.ID,
            "The publisher, which may own several feeds; Tumen knows the habits of many by this name.",
            example="tass",
            otherwise="the id",
        ),
        _name("TASS"),
        Key(
            "language",
            forms.LANGUAGE,
            "What language the publisher says it is in.",
            example="en",
            otherwise="what the feed says of itself; else found from the text",
        ),
        Key(
            "timezone",
            times.TIMEZONE,
            "The zone of dates that state none.",
            example="Europe/Moscow",
            otherwise="the source's, if Tumen knows it, else `UTC`",
        ),
        Key(
            "interval",
            times.duration(SECOND, 30 * DAY),
            "The longest wait between two checks.",
            example="5m",
            otherwise="`fetch.interval`",
        ),
        Key(
            "format",
            forms.choice(FeedFormat),
            "What the address serves; `auto` tells feeds of any kind apart by themselves.",
            example="html",
            fixed=True,
        ),
        Key(
            "html",
            HTML,
            "The selectors of a list page, with `format: html`.",
            example="{item: li.news, date: time}",
            otherwise="none",
        ),
        Key(
            "full_text",
            forms.choice(FullText),
            "Whether the article's page is fetched for its text.",
            example="never",
        ),
        Key(
            "backlog",
            forms.choice(Backlog),
            "Whether what the feed holds at its first success alerts, or is only stored and matched.",
            example="alert",
        ),
        Key(
            "legacy_tls",
            forms.SWITCH,
            "Allows the TLS renegotiation that old servers need and OpenSSL 3 refuses.",
            example="true",
        ),
        enabled_key("feed"),
    ),
)

ENTITY = Section(
    "An entity added to the lexicon, or further names of one that it has.",
    make=EntitySettings,
    keys=(
        id_key("entity", "tumen-triangle"),
        Key(
            "names",
            MapOf(key=forms.LANGUAGE, value=ListOf(item=forms.TEXT)),
            "Its names by language, in the basic form; inflected forms are found by themselves.",
            example="{en: [Tumen triangle], ru: [Туманганский треугольник]}",
            required=True,
        ),
        Key(
            "under",
            ListOf(item=forms.ID),
            "Entities that it is part of: `@russia` also finds what stands under russia.",
            example="[russia, north-korea]",
        ),
    ),
)

TOPIC = Section(
    "A named filter that keeps articles.",
    make=TopicSettings,
    keys=(
        id_key("topic", "korea-russia"),
        _name("Korea and Russia"),
        Key(
            "model",
            forms.choice(("relation", "expression")),
            "`relation` scores how far an article is about the relation of the facets' sides;"
            " `expression` keeps what `when` matches.",
            example="relation",
            fixed=True,
        ),
        Key(
            "when",
            forms.EXPRESSION,
            "The expression of the model `expression`.",
            example="'@north-korea AND (flood OR наводнение OR 홍수)'",
            otherwise="none",
        ),
        Key(
            "facets",
            MapOf(key=forms.ID, value=ListOf(item=forms.ID)),
            "The relations of the model `relation`: for each the entities that are its sides.",
            example="{dprk-russia: [north-korea, russia]}",
        ),
        Key("threshold", forms.NUMBER, "The score from which an article is kept.", example="1.5"),
        Key(
            "weights",
            MapOf(key=forms.PART, value=forms.NUMBER),
            "Other weights for single parts of the score, by the names that `tumen explain` shows.",
            example="{sport: -1}",
        ),
    ),
)

_POLICY = (
    Key(
        "digest",
        times.DIGEST,
        "Gather alerts and send them together.",
        example="daily@09:00",
        otherwise="`none`",
    ),
    Key(
        "empty",
        forms.SWITCH,
        "Send a digest also when nothing came, with the feeds that are silent.",
        example="true",
    ),
    Key(
        "quiet",
        times.QUIET,
        "Hours in which deliveries wait; evaluation never does.",
        example='"22:00-07:00"',
        otherwise="none",
    ),
    Key("timezone", times.TIMEZONE, "The zone of `digest` and `quiet`.", example="Asia/Seoul"),
    Key(
        "limit",
        times.LIMIT,
        "At most so many alerts a minute, hour or day; what is more is folded into one digest.",
        example="30/h",
        otherwise="none",
    ),
)

PER_CHANNEL = Section(
    "How a rule tells one of its channels.",
    make=PolicySettings,
    keys=_POLICY,
)

RULE = Section(
    "A named expression that alerts.",
    make=RuleSettings,
    keys=(
        id_key("rule", "troops"),
        _name("DPRK troops and arms"),
        Key(
            "when",
            forms.EXPRESSION,
            "What it fires on.",
            example="'@north-korea NEAR/40 (troops OR военные OR 파병)'",
            required=True,
        ),
        Key(
            "topic",
            forms.ID,
            "Only what this topic keeps.",
            example="korea-russia",
            otherwise="every article",
        ),
        Key(
            "severity",
            forms.choice(Severity),
            "How urgent its alerts are; `high` passes quiet hours.",
            example="high",
        ),
        Key(
            "channels",
            _CHANNELS,
            "Who is told; without any, matches are recorded only.",
            example="[desk, hook]",
        ),
        Key(
            "once_per",
            forms.choice(OncePer),
            "Tell once of a story, of an article (with its revisions and copies), or of each revision.",
            example="article",
        ),
        Key(
            "updates",
            forms.SWITCH,
            "Tell again, marked as an update, when an edit brings a new match.",
            example="true",
        ),
        *_POLICY,
        Key(
            "per_channel",
            MapOf(key=forms.ID, value=PER_CHANNEL),
            "What is otherwise for single channels of the rule.",
            example="{chief: {digest: daily@09:00}}",
            otherwise="the same for all",
        ),
        enabled_key("rule"),
    ),
)

NOTICES = Section(
    "What the operator is told: silent feeds, dead deliveries, refused files.",
    keys=(Key("channels", _CHANNELS, "Who is told.", example="[desk]", otherwise="nobody"),),
)

HEARTBEAT = Section(
    "Signs of life, so that Tumen's own silence is noticed elsewhere.",
    make=HeartbeatSettings,
    keys=(
        Key(
            "url",
            addresses.WEB_URL,
            "Requested only while ingest and delivery progress.",
            example='"${PING_URL}"',
            required=True,
        ),
        Key("every", times.duration(SECOND, DAY), "How often.", example="5m"),
        Key(
            "alive",
            times.ALIVE,
            "When the channels under `notices` get a short report that all is well.",
            example="daily@08:00",
            otherwise="never",
        ),
        Key("timezone", times.TIMEZONE, "The zone of `alive`.", example="Asia/Seoul"),
    ),
)

ROOT = Section(
    "Tumen's configuration.",
    make=Settings,
    keys=(
        Key(
            "version",
            forms.VERSION,
            "The version of the file's form.",
            example="1",
            required=True,
            fixed=True,
        ),
        Key("storage", STORAGE, STORAGE.about, example="{keep_dropped: 7d}"),
        Key("web", WEB, WEB.about, example='{listen: "127.0.0.1:8765"}'),
        Key("fetch", FETCH, FETCH.about, example="{interval: 15m}"),
        Key(
            "feeds",
            ListOf(item=FEED),
            "The addresses that are polled.",
            example="[{id: tass-en, url: https://tass.com/rss/v2.xml}]",
        ),
        Key(
            "entities",
            ListOf(item=ENTITY),
            "What the lexicon should know besides what it does.",
            example="[{id: sakhalin-bridge, names: {en: [Sakhalin bridge]}}]",
        ),
        Key(
            "topics",
            ListOf(item=TOPIC),
            "What is kept; without topics nothing is, all is stored and matched.",
            example="[{id: floods, when: flood}]",
        ),
        Key("rules", ListOf(item=RULE), "What alerts.", example="[{id: troops, when: troops}]"),
        Key(
            "channels",
            ListOf(
                item=Variants(tag="type", sections={"email": EMAIL, "webhook": WEBHOOK, "apprise": APPRISE})
            ),
            "Ways to the people and programs that are told.",
            example='[{id: hook, type: webhook, url: "${HOOK_URL}"}]',
        ),
        Key("notices", NOTICES, NOTICES.about, example="{channels: []}"),
        Key("heartbeat", HEARTBEAT, HEARTBEAT.about, example='{url: "${PING_URL}"}', otherwise="none"),
    ),
)
