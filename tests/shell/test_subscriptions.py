"""``tumen feeds add`` finds a site's feed and writes it into the file; ``remove`` and ``opml`` beside it."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor import discovery
from monitor.cli import main
from monitor.configfile import edit
from monitor.core.config import load
from monitor.core.errors import UsageError
from monitor.core.fetching import Failed, FeedState, FetchRecord, Outcome, address_hash
from monitor.core.text import search_text
from monitor.discovery import new_id, source_of
from storage import open_store
from tests.build import NOW
from tests.servers import Answer, WebServer

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FILE = """\
version: 1
# Ours.
feeds:
  - id: old
    url: https://old.example/rss    # the first
"""
FEED = (
    "<rss version='2.0'><channel><title>Vostok: news</title><language>ru-RU</language>"
    "<item><title>Паром вышел из порта</title><link>https://vostok.example/1</link></item></channel></rss>"
).encode()
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://vostok.example/1</loc>
  <news:news><news:publication_date>2026-03-02</news:publication_date><news:title>Ferry</news:title></news:news>
  </url></urlset>"""
pytestmark = pytest.mark.usefixtures("no_waiting")

PAGE = b"<html><head><title>Vostok</title>%s</head><body><p>News of the day.</p></body></html>"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def tumen(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "-c", str(config)])


def feeds(config: Path) -> dict[str, str]:
    settings = load(config.read_bytes(), file="feeds.yaml", env={})
    return {feed.id: feed.url for feed in settings.feeds}


def test_a_feeds_own_address_is_added_with_what_it_says_of_itself(web: WebServer, config: Path) -> None:
    url = web.answer("/rss?a=1&b=2", FEED)
    result = tumen(config, "feeds", "add", url, "--id", "vostok", "--interval", "5m")
    assert result.exit_code == 0, result.stderr
    assert "1 items" in result.stdout
    assert "Паром вышел из порта" in result.stdout
    source = source_of(url)
    assert config.read_text(encoding="utf-8") == FILE + (
        f'  - id: vostok\n    source: {source}\n    name: "Vostok: news"\n    url: {url}\n'
        "    language: ru\n    interval: 5m\n"
    )


@pytest.mark.parametrize(
    "link",
    [
        b'<link rel="alternate" type="application/rss+xml" href="/news/feed">',
        b"<link href='/news/feed' type='application/atom+xml' rel='alternate'>",
    ],
)
def test_a_pages_own_feed_is_found(web: WebServer, config: Path, link: bytes) -> None:
    web.answer("/news/feed", FEED)
    result = tumen(config, "feeds", "add", web.answer("/", PAGE % link), "--id", "vostok")
    assert result.exit_code == 0, result.stderr
    assert feeds(config)["vostok"] == web.url("/news/feed")


def test_of_several_the_first_is_added_and_the_others_are_named(web: WebServer, config: Path) -> None:
    links = [f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in "ab"]
    web.answer("/a", FEED)
    web.answer("/b", FEED)
    result = tumen(config, "feeds", "add", web.answer("/", PAGE % "".join(links).encode()), "--id", "x")
    assert feeds(config)["x"] == web.url("/a")
    assert web.url("/b") in result.stderr


def test_where_the_page_names_none_the_usual_places_are_tried(web: WebServer, config: Path) -> None:
    web.answer("/feed/", FEED)
    tumen(config, "feeds", "add", web.answer("/section/page", PAGE % b""), "--id", "x")
    assert feeds(config)["x"] == web.url("/feed/")
    assert not web.asked("/atom.xml")


def test_a_news_sitemap_is_found_through_robots_txt(web: WebServer, config: Path) -> None:
    sitemap = web.answer("/maps/news.xml", SITEMAP)
    web.answer("/robots.txt", f"User-agent: *\nSitemap: {web.url('/map.xml')}\nSitemap: {sitemap}\n".encode())
    tumen(config, "feeds", "add", web.answer("/", PAGE % b""), "--id", "x")
    assert feeds(config)["x"] == sitemap


def test_where_there_is_none_nothing_is_changed(web: WebServer, config: Path) -> None:
    result = tumen(config, "feeds", "add", web.answer("/", PAGE % b""))
    assert result.exit_code == 1
    assert "no feed was found" in result.stderr
    assert "an HTML page" in result.stderr
    assert config.read_text(encoding="utf-8") == FILE


def test_an_address_that_cannot_be_reached_is_asked_once(web: WebServer, config: Path) -> None:
    result = tumen(config, "feeds", "add", web.answer("/", Answer(b"", 503)))
    assert result.exit_code == 1
    assert "server error" in result.stderr
    assert len(web.seen) == 1


@pytest.mark.parametrize(
    ("outcome", "tried"), [(Outcome.UNREACHABLE, ["https", "http"]), (Outcome.TLS, ["https"])]
)
def test_without_a_scheme_http_is_tried_where_nobody_answers_https(
    config: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, tried: list[str]
) -> None:
    looked: list[str] = []

    async def look(_: object, url: str) -> discovery.Search:
        looked.append(url)
        return discovery.Search(found=(), failed=((url, Failed(outcome=outcome, detail="")),))

    monkeypatch.setattr(discovery, "discover", look)
    assert tumen(config, "feeds", "add", "vostok.example/rss").exit_code == 1
    assert looked == [f"{scheme}://vostok.example/rss" for scheme in tried]


def test_a_page_cannot_lead_to_a_private_network(web: WebServer, config: Path) -> None:
    with WebServer() as inside:
        hidden = inside.answer("/feed", FEED)
        link = f'<link rel="alternate" type="application/rss+xml" href="{hidden}">'.encode()
        tumen(config, "feeds", "add", web.answer("/", PAGE % link))
        assert inside.seen == []
    assert config.read_text(encoding="utf-8") == FILE


def test_a_feed_that_moved_for_good_is_added_where_it_is(web: WebServer, config: Path) -> None:
    there = web.answer("/new", FEED)
    tumen(config, "feeds", "add", web.answer("/old", Answer(b"", 301, (("Location", "/new"),))), "--id", "x")
    assert feeds(config)["x"] == there


def test_a_dry_run_changes_nothing(web: WebServer, config: Path) -> None:
    result = tumen(config, "feeds", "add", web.answer("/rss", FEED), "--dry-run", "--json")
    assert json.loads(result.stdout)["title"] == "Паром вышел из порта"
    assert config.read_text(encoding="utf-8") == FILE


def test_a_feed_is_added_once(web: WebServer, config: Path) -> None:
    url = web.answer("/rss", FEED)
    tumen(config, "feeds", "add", url, "--id", "x")
    again = tumen(config, "feeds", "add", url, "--id", "y")
    assert again.exit_code == 2
    assert "x has this address" in again.stderr


def test_an_id_that_is_taken_or_wrong_is_refused_by_name(web: WebServer, config: Path) -> None:
    url = web.answer("/rss", FEED)
    for wrong in ("old", "no spaces"):
        result = tumen(config, "feeds", "add", url, "--id", wrong)
        assert result.exit_code == 2
        assert wrong in result.stderr
    assert config.read_text(encoding="utf-8") == FILE


def test_remove_takes_the_lines_out(config: Path) -> None:
    assert tumen(config, "feeds", "remove", "old").exit_code == 0
    assert config.read_text(encoding="utf-8") == "version: 1\n# Ours.\nfeeds: []\n"
    assert tumen(config, "feeds", "remove", "old").exit_code == 2


def test_the_files_permissions_and_links_stay(config: Path, tmp_path: Path) -> None:
    config.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(config)
    assert tumen(link, "feeds", "remove", "old").exit_code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.yaml", "link.yaml"]


def test_a_file_stays_its_owners(config: Path) -> None:
    if os.geteuid() == 0:  # nobody else can give a file away; his own stays his
        os.chown(config, 4_001, 4_002)
    owners = config.stat().st_uid, config.stat().st_gid
    assert tumen(config, "feeds", "remove", "old").exit_code == 0
    assert (config.stat().st_uid, config.stat().st_gid) == owners


def test_a_file_that_changes_meanwhile_is_not_overwritten(config: Path) -> None:
    def change(data: bytes) -> bytes:
        config.write_text(FILE + "# theirs\n", encoding="utf-8")
        return data + b"# ours\n"

    with pytest.raises(UsageError, match="changed meanwhile"):
        edit(config, change)
    assert config.read_text(encoding="utf-8") == FILE + "# theirs\n"


def test_a_feed_is_tried_with_what_could_not_be_read_of_it(web: WebServer, config: Path) -> None:
    items = b"<item><title>Ferry</title><guid isPermaLink='false'>n1</guid></item><item/>"
    long = b"<item><title>" + b"x" * 2_000 + b"</title><link>https://vostok.example/2</link></item>"
    url = web.answer("/rss", b"<rss version='2.0'><channel>" + items + long + b"</channel></rss>")
    config.write_text(f"version: 1\nfeeds: [{{id: a, url: '{url}'}}]\n", encoding="utf-8")
    result = tumen(config, "feeds", "test", "a")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[:2] == [["undated", "Ferry"], ["n1"]]
    assert lines[3] == ["https://vostok.example/2"]
    assert result.stderr.splitlines() == [
        "could not be read: item 2: neither title, nor link, nor text",
        "a title was shortened to 1,000 characters",
    ]


def test_a_feed_is_shown_from_its_first_check_on(config: Path) -> None:
    store = open_store("sqlite:///tumen.db", folder=config.parent, search_text=search_text)
    with store.unit() as unit:
        unit.add_fetch(FetchRecord(feed="old", at=NOW, outcome=Outcome.NEW))
        unit.save_feed(
            FeedState(feed="old", address=address_hash("https://old.example/rss"), outcome=Outcome.NEW)
        )
    store.close()
    assert "Checked once: new." in tumen(config, "feeds", "show", "old").stdout
    config.write_text(FILE + "    enabled: false\n", encoding="utf-8")
    assert "It is switched off." in tumen(config, "feeds", "show", "old").stdout


def test_a_feed_that_fails_is_named_with_the_reason(web: WebServer, config: Path) -> None:
    url = web.answer("/rss", PAGE % b"")
    config.write_text(f"version: 1\nfeeds: [{{id: a, url: '{url}'}}]\n", encoding="utf-8")
    result = tumen(config, "feeds", "test", "a")
    assert result.exit_code == 1
    assert "a: not a feed: an HTML page titled 'Vostok'" in result.stderr


# --- OPML ------------------------------------------------------------------------------------------


def test_an_opml_file_is_imported_once(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "reader.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="TASS" xmlUrl="https://tass.com/rss/v2.xml" language="en"/>'
        '<outline text="Old" xmlUrl="https://old.example/rss"/>'
        '<outline text="Vostok" xmlUrl="https://www.vostok.example/rss"/></body></opml>',
        encoding="utf-8",
    )
    result = tumen(config, "opml", "import", str(file))
    assert result.exit_code == 0, result.stderr
    assert "Added 2 feeds, 1 were there already" in result.stderr
    assert feeds(config) == {
        "old": "https://old.example/rss",
        "tass-en": "https://tass.com/rss/v2.xml",
        "vostok": "https://www.vostok.example/rss",
    }
    assert "Added 0 feeds" in tumen(config, "opml", "import", str(file)).stderr


@pytest.mark.parametrize(
    ("language", "feed"),
    [("ru-RU", "tass-ru"), ("EN_us", "tass-en"), ("한국어", "tass"), ("russian", "tass")],
)
def test_a_language_that_is_none_is_left_out(config: Path, tmp_path: Path, language: str, feed: str) -> None:
    file = tmp_path / "reader.opml"
    outline = f'<outline xmlUrl="https://user:hunter2@tass.com/rss" language="{language}"/>'
    file.write_text(f"<opml><body>{outline}</body></opml>", encoding="utf-8")
    result = tumen(config, "opml", "import", str(file))
    assert "Added 1 feed." in result.stderr
    assert list(feeds(config)) == ["old", feed]
    assert "hunter2" not in result.output


def test_a_file_that_is_no_opml_changes_nothing(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "reader.opml"
    file.write_bytes(FEED)
    assert tumen(config, "opml", "import", str(file)).exit_code == 2
    assert config.read_text(encoding="utf-8") == FILE


def test_what_is_exported_can_be_imported_and_tells_no_secret(config: Path, tmp_path: Path) -> None:
    config.write_text(
        FILE
        + '  - {id: secret, url: "https://user:hunter2@wire.example/rss"}\n'
        + "  - {id: page, url: https://page.example/, format: html, html: {item: li}}\n",
        encoding="utf-8",
    )
    result = tumen(config, "opml", "export")
    assert "https://old.example/rss" in result.stdout
    assert "hunter2" not in result.output
    assert "secret is left out" in result.stderr
    assert "page is left out" in result.stderr
    exported, empty = tmp_path / "out.opml", tmp_path / "empty.yaml"
    exported.write_text(result.stdout, encoding="utf-8")
    empty.write_text("version: 1\n", encoding="utf-8")
    tumen(empty, "opml", "import", str(exported))
    assert list(feeds(empty).values()) == ["https://old.example/rss"]


# --- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://tass.ru/rss/v2.xml", "tass"),
        ("https://en.yna.co.kr/RSS/news.xml", "yonhap"),
        ("https://www.vostok.example/rss", "vostok"),
        ("https://news.vostok.co.kr/rss", "vostok"),
        ("http://127.0.0.1:8000/rss", "127.0.0.1"),
    ],
)
def test_a_source_is_known_by_its_host_or_named_by_it(url: str, source: str) -> None:
    assert source_of(url) == source


def test_ids_are_made_of_source_and_language_and_are_new() -> None:
    assert new_id("tass", "ru", frozenset()) == "tass-ru"
    assert new_id("tass", "ru", frozenset(("tass-ru", "tass"))) == "tass-ru-2"
    assert new_id("vostok", "ru", frozenset()) == "vostok"
    assert new_id("vostok", None, frozenset(("vostok",))) == "vostok-2"
