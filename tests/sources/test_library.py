"""The library of sources: a document by hand in the shape of each one's own, read as the daemon reads it.

What is peculiar to each (how it writes dates and links, what it puts around its text, how it is encoded) is
in its document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from monitor.core.settings import FeedSettings, Settings
from monitor.reader import Reader
from monitor.sources import PROFILES, profile
from monitor.workers.documents import ReadDocument, ReadTask
from tests.build import NOW
from tests.sources.library_elsewhere import ELSEWHERE, NORTH_KOREA
from tests.sources.library_korea import KOREAN, MINISTRIES
from tests.sources.library_russia import RUSSIAN, STATE
from tests.sources.shapes import SEVEN, WORDS

if TYPE_CHECKING:
    from monitor.core.profile import SourceProfile
    from tests.sources.shapes import Sample


def profile_of(given: Sample) -> SourceProfile:
    return profile(given.source, given.feed)


SAMPLES = (*RUSSIAN, *STATE, *KOREAN, *MINISTRIES, *NORTH_KOREA, *ELSEWHERE)
READER = Reader(Settings(checksum=""))


@pytest.mark.parametrize("given", SAMPLES, ids=lambda given: given.name)
def test_what_comes_out_of_each_sources_document(given: Sample) -> None:
    read = READER.read(
        ReadTask(
            feed=FeedSettings(id="feed", url=given.feed, source=given.source, name="Feed"),
            body=given.body if isinstance(given.body, bytes) else given.body.encode(),
            content_type="text/xml",
            url=given.feed,
            now=NOW,
        )
    )
    assert isinstance(read, ReadDocument), read
    assert read.bad_entries == ()
    (reading,) = read.readings
    title, text = WORDS[given.language]
    expected = {
        "title": title,
        "text": text,
        "url": given.link,
        "published": SEVEN,
        "language": given.language,
    } | given.said
    assert {name: getattr(reading, name) for name in expected} == expected


def test_the_library_has_at_least_forty_sources() -> None:
    known = {profile.source for profile in PROFILES}
    assert len({given.source for given in SAMPLES} & known) >= 40
    assert {given.language for given in SAMPLES} == {"en", "ru", "ko", "zh", "ja"}


@pytest.mark.parametrize("given", SAMPLES, ids=lambda given: given.name)
def test_a_source_is_known_by_the_address_of_its_feed_or_its_articles(given: Sample) -> None:
    hosts = {host: profile.source for profile in PROFILES for host in profile.hosts}
    named = {
        source
        for address in (given.feed, given.link)
        for host, source in hosts.items()
        if f".{urlsplit(address).hostname}".endswith(f".{host}")
    }
    assert given.source in named or given.source in ("unikorea", "mofa")  # korea.kr publishes for these


@pytest.mark.parametrize(
    "given", [given for given in SAMPLES if profile_of(given).identity], ids=lambda given: given.name
)
def test_the_sources_own_id_stands_in_its_links(given: Sample) -> None:
    assert profile_of(given).identity_of(given.link)
