"""From the bytes of a fetched document to readings: the pure middle of the path, as one object.

``Reader`` is compiled once from the configuration (lexicon, topics, rules) and then only computes, so it
runs equally in a worker process, in ``tumen classify`` and in a test. Whether a reading is a new article
is not known here: that is decided where the store is (``monitor.pipeline``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.rules import RuleMatcher
from monitor import logs, sources
from monitor.core import identity
from monitor.core.errors import ReadError
from monitor.core.features import features_of
from monitor.core.model import Entry, Failed, Match, Reading
from monitor.core.reading import read_document
from monitor.core.reading.articles import entry_parts
from monitor.core.understanding import Understanding, Understood

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.core.settings import FeedSettings, Settings

log = logs.get(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A document to read: its bytes, and the fingerprints of entries that need no second look."""

    feed: FeedSettings
    body: bytes
    content_type: str
    url: str
    seen: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as understood.

    ``readings`` holds only the entries that were not seen before, oldest first; ``fingerprints`` those of
    all entries that could be read, newest first as feeds have it.
    """

    readings: tuple[Reading, ...]
    fingerprints: tuple[bytes, ...]
    entries: int
    bad_entries: tuple[str, ...] = ()


class Reader:
    """Reads documents and understands their entries by one version of the configuration."""

    def __init__(self, settings: Settings) -> None:
        self._understanding = Understanding.compile(settings)
        self._rules = RuleMatcher(settings.rules, self._understanding.lexicon)

    def read(self, task: ReadTask) -> ReadDocument | Failed:
        """Read a document; one that is not what the feed should be is a value, a bad entry is counted."""
        profile = sources.profile(task.feed.source)
        try:
            document = read_document(
                task.body, content_type=task.content_type, url=task.url, feed=task.feed, profile=profile
            )
        except ReadError as error:
            return Failed(outcome=error.outcome, detail=error.detail)
        readings: list[Reading] = []
        fingerprints: list[bytes] = []
        bad = list(document.bad_entries)
        for entry in document.entries:
            if entry.fingerprint not in task.seen:
                try:
                    readings.append(self.reading(entry, task.feed))
                except Exception as error:
                    # A bug of ours on one entry must not cost the feed the others; it is tried again
                    # with the next change of the document, because it does not count as seen.
                    log.exception("entry failed", feed=task.feed.id, title=entry.title[:100])
                    bad.append(f"{entry.title[:100] or entry.link}: {type(error).__name__}")
                    continue
            fingerprints.append(entry.fingerprint)
        return ReadDocument(
            readings=oldest_first(readings),
            fingerprints=tuple(fingerprints),
            entries=len(document.entries),
            bad_entries=tuple(bad),
        )
