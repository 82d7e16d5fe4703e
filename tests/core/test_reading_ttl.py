"""What a feed says of how often it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.reading import read_document
from monitor.core.reading.ttl import stated_ttl
from monitor.core.settings import FeedSettings
from monitor.sources import profile

HOUR = timedelta(hours=1)


def channel(says: str) -> str:
    item = "<item><title>A ferry</title></item>"
    return f"<rss version='2.0'><channel><title>Port</title>{says}{item}</channel></rss>"


@pytest.mark.parametrize(
    ("says", "ttl"),
    [
        ("", None),
        ("<ttl>15</ttl>", HOUR / 4),
        ("<ttl> 60 </ttl>", HOUR),
        ("<ttl>0</ttl>", None),
        ("<ttl>often</ttl>", None),
        ("<ttl>99999999999999</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", HOUR),
        (
            "<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency> 4 </sy:updateFrequency>",
            HOUR / 4,
        ),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 24 * HOUR),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", HOUR),
        ("<item><ttl>5</ttl></item>", None),
    ],
)
def test_what_is_stated(says: str, ttl: timedelta | None) -> None:
    assert stated_ttl(channel(says)) == ttl


def test_a_megabyte_before_the_first_item_is_not_looked_through() -> None:
    assert stated_ttl("<ttl>" + " " * 1_000_000 + "<ttl>5</ttl>") is None


@pytest.mark.parametrize("more", ["", "<textInput/>"], ids=["plain", "by feedparser"])
def test_the_document_has_it(more: str) -> None:
    feed = FeedSettings(id="port", url="http://port.example/rss", source="port", name="Port")
    document = read_document(
        channel(f"{more}<ttl>15</ttl>").encode(),
        content_type="",
        url=feed.url,
        feed=feed,
        profile=profile("port"),
    )
    assert document.ttl == HOUR / 4
