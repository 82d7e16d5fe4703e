"""From the bytes of a fetched document to readings: the pure middle of the path, as one object.

``Reader`` is compiled once from the configuration (lexicon, topics, rules) and then only computes, so it
runs equally in a worker process, in ``tumen classify`` and in a test. Whether a reading is a new article
is not known here: that is decided where the store is (``monitor.pipeline``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alerts.rules import RuleMatcher
from monitor import logs, sources
from monitor.core import identity
from monitor.core.errors import ReadError
from monitor.core.expressions import Names, Subject, match_one, parse
from monitor.core.features import features
from monitor.core.fetching import Failed, Outcome
from monitor.core.model import Reading
from monitor.core.reading import entry_parts, newest_sitemap, page_parts, read_document, read_page
from monitor.core.text import fold
from monitor.core.understanding import Understanding
from monitor.workers.documents import ReadDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.expressions import Expression
    from monitor.core.model import Entry, Match
    from monitor.core.profile import SourceProfile
    from monitor.core.reading import EntryParts
    from monitor.core.settings import FeedSettings, RuleSettings, Settings
    from monitor.core.text import Folded
    from monitor.core.understanding import Understood
    from monitor.reports.items import Item
    from monitor.workers.documents import PageTask, ReadTask

log = logs.get(__name__)


class Reader:
    """Reads documents and understands their entries by one version of the configuration."""

    def __init__(self, settings: Settings) -> None:
        self._understanding = Understanding.compile(settings)
        self._rules = RuleMatcher(settings.rules, self._understanding.lexicon)
        lexicon = self._understanding.lexicon
        self._names = Names(
            entities=lexicon.ids,
            agencies=[entity for entity in lexicon.ids if lexicon.kind(entity) == "agency"],
            topics=[topic.id for topic in settings.topics],
            facets=[facet.id for topic in settings.topics for facet in topic.facets],
        )

    def read(self, task: ReadTask) -> ReadDocument | Failed:
        """Read a document; one that is not what the feed should be is a value, a bad entry is counted."""
        profile = sources.profile(task.feed.source, task.feed.url)
        try:
            document = read_document(
                task.body,
                content_type=task.content_type,
                url=task.url,
                feed=task.feed,
                profile=profile,
                now=task.now,
            )
        except ReadError as error:
            return Failed(outcome=error.outcome, detail=error.detail)
        if document.kind == "sitemapindex":
            newest = newest_sitemap(document)
            if newest is None:
                return Failed(outcome=Outcome.NOT_A_FEED, detail="a list of sitemaps that names none")
            return ReadDocument(readings=(), fingerprints=(), entries=0, follow=newest)
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
            readings=tuple(_oldest_first(readings)),
            fingerprints=tuple(fingerprints),
            entries=len(document.entries),
            bad_entries=tuple(bad),
            notes=document.notes,
            failed=len(bad) - len(document.bad_entries),
            cut=document.cut,
            next_page=document.next_page,
            ttl=document.ttl,
        )

    def read_page(self, task: PageTask) -> Reading | Failed:
        """Our understanding of an article with the text of its page; a page without one is a value."""
        feed, profile = task.feed, sources.profile(task.feed.source, task.feed.url)
        try:
            page = read_page(
                task.body, content_type=task.content_type, profile=profile, language=feed.language
            )
            return self._reading(page_parts(task.reading, page, feed, profile), feed, profile)
        except ReadError as error:
            return Failed(outcome=error.outcome, detail=error.detail)

    def reading(self, entry: Entry, feed: FeedSettings) -> Reading:
        """Our understanding of one entry of a feed."""
        profile = sources.profile(feed.source, feed.url)
        return self._reading(entry_parts(entry, feed, profile), feed, profile)

    def _reading(self, parts: EntryParts, feed: FeedSettings, profile: SourceProfile) -> Reading:
        understood = self._understanding.understand(
            title=parts.title,
            text=parts.text,
            language=parts.language,
            source=feed.source,
            profile=profile,
            feed=feed.id,
            separated=parts.furniture,
        )
        subject = _subject(
            understood, title=understood.title, text=understood.text, source=feed.source, feed=feed.id
        )
        matches = self._rules.match(subject)
        # Stories are what is told of: most of a feed concerns nobody, and is filed alone.
        concerns = bool(matches) or any(verdict.keep for verdict in understood.verdicts)
        return Reading(
            source=feed.source,
            feed=feed.id,
            guid=parts.guid,
            url=parts.url,
            title=parts.title,
            text=parts.text,
            language=understood.language,
            published=parts.published,
            markers=parts.markers,
            dateline=parts.dateline,
            byline=parts.byline,
            trailer=parts.trailer,
            chain=parts.chain,
            keys=identity.keys(
                feed.source,
                parts.guid,
                parts.url,
                parts.title,
                # A corrected dateline is an edit.
                f"{parts.dateline} {parts.text}" if parts.dateline else parts.text,
                native=profile.identity_of(parts.url, parts.guid),
            ),
            mentions=understood.mentions,
            cites=understood.cites,
            verdicts=understood.verdicts,
            matches=matches,
            features=features(parts.title, parts.text, understood.mentions, terms=concerns),
        )

    # --- items that come without a feed ---------------------------------------------------------

    def understand(self, item: Item) -> Understood:
        """Our understanding of an item, at offsets of its title and text as given."""
        return self._understanding.understand(
            title=item.title,
            text=item.text,
            language=item.lang,
            source=item.source,
            profile=sources.profile(item.source or "", item.url or ""),
        )

    def match(self, item: Item, understood: Understood) -> tuple[Match, ...]:
        """The rules that an item satisfies."""
        return self._rules.match(self.subject(item, understood))

    def rules(self, item: Item, understood: Understood) -> tuple[str, ...]:
        """The ids of these rules."""
        return self._rules.satisfied(self.subject(item, understood))

    def subject(self, item: Item, understood: Understood) -> Subject:
        """An item as expressions see it."""
        return _subject(
            understood, title=understood.title, text=understood.text, source=item.source or "", feed=""
        )

    def reading_of(self, item: Item, understood: Understood, *, number: int, when: datetime) -> Reading:
        """An item as an article of its own: its only key is its place in the stream."""
        return Reading(
            source=item.source or "",
            feed="",
            guid=None,
            url=item.url or "",
            # Without the furniture, as feeds' readings are, but with blanks in its place.
            title=understood.title.original,
            text=understood.text.original,
            language=understood.language,
            published=when,
            keys=(f"item:{number}",),
            mentions=understood.mentions,
            cites=understood.cites,
            verdicts=understood.verdicts,
            matches=self.match(item, understood),
            features=features(understood.title.original, understood.text.original, understood.mentions),
        )

    # --- stored articles ------------------------------------------------------------------------

    def parse(self, expression: str) -> Expression:
        """Read an expression; names that the configuration lacks are errors (``ExpressionError``)."""
        return parse(expression, self._names)

    def matcher(self, rules: Iterable[RuleSettings]) -> RuleMatcher:
        """Other rules, to be matched together."""
        return RuleMatcher(rules, self._understanding.lexicon)

    def find(self, expression: Expression, subject: Subject) -> Match | None:
        """Match one expression."""
        return match_one(expression, subject, self._understanding.lexicon.family)


def subject_of(reading: Reading) -> Subject:
    """A stored reading as expressions see it."""
    return _subject(
        reading,
        title=fold(reading.title),
        text=fold(reading.text),
        source=reading.source,
        feed=reading.feed,
    )


def _subject(known: Understood | Reading, *, title: Folded, text: Folded, source: str, feed: str) -> Subject:
    kept = [verdict for verdict in known.verdicts if verdict.keep]
    return Subject(
        title=title,
        text=text,
        source=source,
        feed=feed,
        language=known.language,
        topics=frozenset(verdict.topic for verdict in kept),
        facets=frozenset(facet for verdict in kept for facet in verdict.facets),
        cites=known.cites,
        mentions=known.mentions,
    )


def _oldest_first(readings: Iterable[Reading]) -> list[Reading]:
    """Readings in the order they are to be filed in: by publication, undated ones where the feed had them.

    Feeds have the newest first; an undated entry counts as of its neighbour below.
    """
    dated: list[tuple[datetime, Reading]] = []
    when = datetime.min.replace(tzinfo=UTC)
    for reading in reversed(list(readings)):
        when = reading.published or when
        dated.append((when, reading))
    return [reading for _, reading in sorted(dated, key=lambda pair: pair[0])]
