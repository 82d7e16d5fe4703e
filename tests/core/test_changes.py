"""What a changed file asks of the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.changes import Changes, Difference, diff
from monitor.core.config import load

if TYPE_CHECKING:
    from monitor.core.settings import Settings


def settings(text: str, **env: str) -> Settings:
    return load(f"version: 1\n{text}".encode(), file="feeds.yaml", env=env)


def feeds(*items: str) -> Settings:
    return settings("feeds: [" + ", ".join(f"{{{item}}}" for item in items) + "]")


A, B = "id: a, url: 'http://a.example/'", "id: b, url: 'http://b.example/'"


def test_the_same_in_other_words_is_no_change():
    changes = diff(settings("web: {}"), settings("# a remark\nweb:\n"))
    assert changes == Changes()
    assert not changes
    assert str(changes) == "nothing"


def test_feeds_that_come_go_and_change():
    changes = diff(feeds(A, B), feeds(A + ", interval: 5m", "id: c, url: 'http://c.example/'"))
    assert changes.feeds == Difference(added=("c",), removed=("b",), changed=("a",))
    assert str(changes) == "feeds: +c -b ~a"


def test_the_order_of_feeds_means_nothing():
    assert not diff(feeds(A, B), feeds(B, A))


def test_a_new_feed_is_looked_at_now_and_so_is_one_at_another_address():
    assert diff(feeds(A), feeds(A, B)).due == ("b",)
    assert diff(feeds(A), feeds("id: a, url: 'http://moved.example/'")).due == ("a",)


def test_a_feed_that_only_changed_its_manner_waits_for_its_time():
    assert diff(feeds(A), feeds(A + ", interval: 5m, name: X, language: ko")).due == ()


def test_a_feed_that_is_switched_on_is_looked_at_now_and_one_switched_off_is_not():
    off = feeds(A + ", enabled: false")
    assert diff(off, feeds(A)).due == ("a",)
    assert diff(feeds(A), off).due == ()
    assert diff(feeds(), off).due == ()


def test_a_feed_whose_variable_has_come_is_looked_at_now():
    text = "feeds: [{id: a, url: 'http://${HOST}/'}]"
    assert diff(settings(text), settings(text, HOST="a.example")).due == ("a",)
    assert diff(settings(""), settings(text)).due == ()


def test_a_renamed_feed_is_another_feed():
    changes = diff(feeds(A), feeds("id: z, url: 'http://a.example/'"))
    assert changes.feeds == Difference(added=("z",), removed=("a",))


def test_channels_notices_heartbeat_fetching_and_keeping():
    hook = "channels: [{id: hook, type: webhook, url: 'http://h.example/', secret: '${S}'}]\n"
    changes = diff(
        settings(hook, S="whsec_AAAA"),
        settings(
            hook + "notices: {channels: [hook]}\nheartbeat: {url: 'http://p.example/'}\n"
            "fetch: {per_host: 3}\nstorage: {keep: 90d}",
            S="whsec_BBBB",
        ),
    )
    assert changes == Changes(
        channels=Difference(changed=("hook",)), fetching=True, keeping=True, notices=True, heartbeat=True
    )
    assert str(changes) == "channels: ~hook; fetching; keeping; notices; heartbeat"


def test_what_is_taken_up_at_the_next_start_only():
    changes = diff(settings(""), settings("storage: {url: 'sqlite:///b.db'}\nweb: {listen: '127.0.0.1:1'}"))
    assert changes.restart == ("storage.url", "web.listen")
    assert str(changes) == "storage.url at the next start; web.listen at the next start"
