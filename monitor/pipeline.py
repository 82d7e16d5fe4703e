"""The path of the data, top to bottom: feed → fetched → entries → articles → stories → matches → alerts.

``ingest`` is one check of one feed. Everything that a check brings is committed in one transaction: the
articles, their revisions and stories, the matches, the notifications with their deliveries, and the feed's
own state (validators, next check). Only a check of thousands of entries goes in portions, the state with
the last (``Check.portions``).
So a crash loses no article and no alert: either the check has happened, or the next one brings the same
document again.

What a document says is worked out in a worker process (``monitor.reader``). What is already known is asked
inside the write transaction (``file_check``, in the writer's thread), where nothing can change meanwhile.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import random
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from alerts.feed_trouble import lost_items
from alerts.notices import notice
from alerts.notifications import alert
from monitor import catchup, logs, sources
from monitor.core import copies, identity, pace, schedule, stories
from monitor.core.continuity import find_gap
from monitor.core.errors import StoreError
from monitor.core.fetching import Failed, Fetched, FetchRecord, NotModified, Outcome
from monitor.core.identity import MassChange
from monitor.core.model import Article, Revision
from monitor.core.pages import wanted_page, wants_page
from monitor.core.settings import Backlog
from monitor.following import read_whole
from monitor.reissues import find_alike, find_mass_change, is_of_backlog, was_seen
from monitor.workers.documents import ReadDocument, can_read_any_page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from monitor.catchup import Beyond
    from monitor.core.continuity import Gap
    from monitor.core.fetching import FeedState, Reply
    from monitor.core.model import Reading, StoryLink
    from monitor.core.protocols import Unit
    from monitor.core.settings import FeedSettings, Settings
    from monitor.seams import World

log = logs.get(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one check, ready to be filed: the feed's next state, its history line, what was read.

    ``backlog``: this is the feed's first success, which alerts nobody. ``previous`` is the state before.
    ``beyond``: what the source's deeper address had, if that was asked. ``habits``: what each hour of the
    week usually brings (``rhythm.habits``).
    ``present``: entries of the document that were in the one before, and so are no readings.
    ``more``: a portion of a long check; state and history line are stored with the last one.
    """

    feed: FeedSettings
    settings: Settings
    previous: FeedState
    state: FeedState
    record: FetchRecord
    readings: tuple[Reading, ...] = ()
    beyond: Beyond | None = None
    habits: Sequence[int] = ()
    present: int = 0
    backlog: bool = False
    more: bool = False
    now: datetime

    def portions(self, size: int) -> list[Check]:
        """The check in even portions of at most ``size`` readings, to be filed one after another.

        A crash between two of them loses nothing: the feed's state is stored with the last, so the document
        is read again, and what was filed is known by then.
        """
        count = max(1, math.ceil(len(self.readings) / size))
        ends = [len(self.readings) * number // count for number in range(count + 1)]
        return [
            replace(
                self,
                readings=self.readings[start:end],
                beyond=None if start else self.beyond,
                more=end < len(self.readings),
            )
            for start, end in itertools.pairwise(ends)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of a check: the state and history line as stored."""

    state: FeedState
    record: FetchRecord


async def ingest(
    feed: FeedSettings, state: FeedState, world: World, *, on_read: Callable[[], None] = lambda: None
) -> Filed:
    """Check one feed: fetch, read, understand, file. Whatever fails is an outcome of this feed alone.

    ``on_read`` hears when nobody outside is waited for any more.
    """
    check = await look_at(feed, state, world)
    on_read()
    return await world.writer.file(check)  # by ``file_check``, together with others


async def look_at(feed: FeedSettings, state: FeedState, world: World) -> Check:
    """What a check of a feed brings, ready to be filed."""
    state = schedule.for_address(state, feed)
    started = world.clock.now()
    reply = await world.fetcher.fetch(feed, state)
    away = world.network.saw(feed, state, reply, world.settings, world.clock.now())
    document: ReadDocument | Failed | None = None
    if isinstance(reply, Fetched) and reply.body_hash != state.body_hash:
        reply, document = await read_whole(
            feed, state, reply, fetcher=world.fetcher, workers=world.workers, now=started
        )
    now = world.clock.now()
    check = conclude(
        feed,
        state,
        reply,
        document,
        settings=world.settings,
        now=now,
        took=now - started,
        network_away=away,
    )
    if isinstance(document, ReadDocument):
        beyond = await catchup.look_beyond(
            feed, state, document, fetcher=world.fetcher, workers=world.workers, now=now
        )
        if beyond is not None:
            check = replace(check, beyond=beyond, state=replace(check.state, caught_up=now))
    # Nothing is known of a new feed's habits, and none could make the shortest wait shorter.
    if check.record.outcome.ok and state.first_success and feed.interval > pace.FLOOR:
        check = replace(check, habits=await world.habits.of(feed.id, now))
    return check


def conclude(
    feed: FeedSettings,
    state: FeedState,
    reply: Reply,
    document: ReadDocument | Failed | None,
    *,
    settings: Settings,
    now: datetime,
    took: timedelta,
    network_away: bool = False,
) -> Check:
    """What a check's reply and document make of the feed's state; ``document`` is None for the same bytes.

    ``network_away``: nobody can be reached at present, so that the feed is not to blame.
    """
    gap = sources.profile(feed.source, feed.url).min_gap
    jitter = random.random()  # noqa: S311 - spreads load, guards nothing
    record = FetchRecord(feed=feed.id, at=now, outcome=Outcome.UNCHANGED, took=took)
    if isinstance(reply, Fetched):
        record = replace(record, status=reply.status, size=len(reply.body))
    failed = next((part for part in (reply, document) if isinstance(part, Failed)), None)
    if failed is not None:
        if network_away:
            failed = replace(failed, detail=f"the network seems to be away ({failed.detail})")
        return Check(
            feed=feed,
            settings=settings,
            previous=state,
            state=schedule.after_failure(
                state,
                failed,
                feed=feed,
                now=now,
                jitter=jitter,
                min_gap=gap,
                network_away=network_away,
            ),
            record=replace(
                record,
                outcome=failed.outcome,
                detail=failed.detail,
                status=failed.status if failed.status is not None else record.status,
            ),
            now=now,
        )
    if isinstance(reply, NotModified) or document is None:
        assert isinstance(reply, NotModified | Fetched)
        unchanged = schedule.after_unchanged(
            state, feed=feed, validators=reply.validators, now=now, jitter=jitter, min_gap=gap
        )
        if isinstance(reply, Fetched):  # the same bytes may have moved for good
            unchanged = replace(unchanged, validators=reply.validators, permanent_url=reply.permanent_url)
        return Check(
            feed=feed,
            settings=settings,
            previous=state,
            state=unchanged,
            record=record,
            now=now,
        )
    assert isinstance(reply, Fetched)
    assert isinstance(document, ReadDocument)
    outcome = Outcome.NEW if document.readings else Outcome.UNCHANGED
    after = schedule.after_success(
        state,
        feed=feed,
        fetched=reply,
        seen=document.fingerprints,
        outcome=outcome,
        now=now,
        jitter=jitter,
        min_gap=gap,
    )
    return Check(
        feed=feed,
        settings=settings,
        previous=state,
        state=schedule.to_be_read_again(after, state) if document.failed or document.cut else after,
        record=replace(
            record,
            outcome=outcome,
            detail="; ".join((*document.bad_entries, *document.notes))[:500],
            entries=document.entries,
            bad_entries=len(document.bad_entries),
        ),
        readings=document.readings,
        present=len(document.fingerprints) - len(document.readings),
        backlog=state.first_success is None and feed.backlog is Backlog.QUIET,
        now=now,
    )


# --- Filing: inside one write transaction -------------------------------------------------------


def file_check(unit: Unit, check: Check, *, apart: bool = False) -> Filed:
    """File everything that a check brought.

    With ``apart`` an entry that fails is counted and the others are filed; else the first that fails raises.
    """
    shown, joined = check, False
    if check.beyond is not None:
        check, joined = with_missed(unit, check)
    added, failed = file_readings(unit, check, apart=apart)
    record = replace(
        check.record,
        new=check.record.new + len(added),
        kept=check.record.kept + sum(article.reading.kept for article in added),
        bad_entries=check.record.bad_entries + failed,
    )
    if check.previous.first_success is not None:
        record = replace(record, latency=latency(added))
    state = check.state
    if failed:
        state = replace(schedule.to_be_read_again(state, check.previous), seen=check.previous.seen)
    if added:
        state = note_arrivals(unit, check, state, added)
        gap = None if joined else find_loss(check, added, more=len(check.readings) - len(shown.readings))
        if gap:
            record = replace(record, gap=True, lost=gap.lost or 0)
            notice(unit, lost_items(check.feed, gap), settings=check.settings, now=check.now)
    if not check.more:
        if record.outcome.ok:
            state = set_pace(shown, state, record)
        unit.save_feed(state)
        unit.add_fetch(record)
    return Filed(state=state, record=record)


def latency(added: Sequence[Article]) -> timedelta | None:
    """The median time from publication to first sight, of the articles that say when they were published."""
    waits = [it.first_seen - it.reading.published for it in added if it.reading.published]
    passed = [wait.total_seconds() for wait in waits if wait >= timedelta()]  # the others are announced
    return timedelta(seconds=median(passed)) if passed else None


def with_missed(unit: Unit, check: Check) -> tuple[Check, bool]:
    """The check with what its source's deeper address shows of the missed, and whether nothing is missing."""
    assert check.beyond is not None
    assert check.previous.last_success is not None
    if not check.beyond.readings:
        return check, check.beyond.joined
    known = unit.find_articles({key for reading in check.beyond.readings for key in reading.keys})
    unseen, joined = catchup.missed(check.beyond, check.readings, known, check.previous.last_success)
    detail = f"{len(unseen)} missed items found at the source's deeper address"
    record = replace(check.record, detail="; ".join(filter(None, (detail, check.record.detail))))
    return replace(check, readings=(*unseen, *check.readings), record=record), joined


def set_pace(check: Check, state: FeedState, record: FetchRecord) -> FeedState:
    """Look again sooner where the feed's window moves, or soon will, so fast that items might pass unseen."""
    before = check.previous
    entries = record.entries or before.entries
    window = pace.measure(
        before.window,
        entries=record.entries,
        new=min(record.new, record.entries),
        elapsed=check.now - before.last_success if before.outcome and before.last_success else None,
        published=[reading.published for reading in check.readings],
        now=check.now,
    )
    gap = sources.profile(check.feed.source, check.feed.url).min_gap
    wait = pace.longest_wait(window, check.feed.interval, state.ttl)
    coming = pace.until_moved(check.habits, entries, check.now, within=wait)
    return schedule.paced(
        replace(state, entries=entries), window, interval=check.feed.interval, min_gap=gap, coming=coming
    )


def note_arrivals(unit: Unit, check: Check, state: FeedState, added: Sequence[Article]) -> FeedState:
    """Keep what the feed's rhythm is learnt from."""
    first = check.previous.first_success is None
    # An undated backlog came at no time that says anything of the feed.
    dated = [article.when for article in added if article.reading.published or not first]
    unit.add_arrivals(check.feed.id, dated)
    return replace(state, last_new=max(article.when for article in added) if first else check.now)


def find_loss(check: Check, added: Sequence[Article], *, more: int) -> Gap | None:
    """The gap between this document, with so many items ``more`` from beyond it, and the one before."""
    before = check.previous
    # Without an outcome its address is another than before, and need not show the same items.
    if not (before.seen and before.last_success and before.outcome):
        return None
    return find_gap(
        [article.reading.published for article in added],
        before=before.last_success,
        entries=check.record.entries + more,
        now=check.now,
        window=before.window,
    )


@dataclass(slots=True)
class Known:
    """What is known when a check is filed, and what becomes known by it.

    ``articles`` by identity key; ``bands`` that articles of late have (``copies``); what the publisher has
    changed at once, and the readings (by their keys) that by it are no news, though their words are others.
    """

    articles: dict[str, Article]
    bands: set[int]
    change: MassChange = MassChange.NONE
    reworded: frozenset[tuple[str, ...]] = frozenset()


def file_readings(unit: Unit, check: Check, *, apart: bool) -> tuple[list[Article], int]:
    """File a check's readings; the articles that are new, and how many readings failed (``file_check``)."""
    articles = dict(unit.find_articles({key for reading in check.readings for key in reading.keys}))
    known = Known(
        articles=articles,
        bands=unit.used_bands(
            {band for reading in check.readings for band in reading.features.bands},
            check.now - copies.WINDOW,
        ),
    )
    known.change, known.reworded = find_mass_change(
        unit,
        check.readings,
        articles,
        known.bands,
        present=check.present,
        backlog=check.backlog,
        now=check.now,
    )
    added: list[Article] = []
    failed = 0
    for reading in check.readings:
        try:
            with unit.savepoint() if apart else contextlib.nullcontext():
                article, is_new = file_reading(unit, reading, known, check)
        except Exception as error:
            if isinstance(error, StoreError) or not apart:
                raise
            log.exception("entry could not be filed", feed=check.feed.id, url=reading.url)
            failed += 1
            continue
        known.articles |= dict.fromkeys(reading.keys, article)
        known.bands.update(reading.features.bands)
        if is_new:
            added.append(article)
    return added, failed


def file_reading(unit: Unit, reading: Reading, known: Known, check: Check) -> tuple[Article, bool]:
    """Identify a reading, file it, and alert; the article as it is now, and whether it is a new one."""
    decision = identity.identify(reading, known.articles, change=known.change)
    if isinstance(decision, identity.Known):
        if decision.keys:
            unit.add_keys(decision.article.id, decision.keys)
        return decision.article, False
    if isinstance(decision, identity.Edited) and was_seen(unit, decision):
        return decision.article, False
    is_new = isinstance(decision, identity.New)
    backlog = check.backlog or (is_new and reading.keys in known.reworded)
    if isinstance(decision, identity.Edited):
        article = file_edit(unit, reading, decision.article, check.now)
        unit.add_keys(article.id, decision.keys)
    else:
        article = file_new(unit, reading, check.now, shared=known.bands.intersection(reading.features.bands))
    # Nobody is told of a backlog, so who else is in the story does not matter.
    tells = bool(reading.matches) and not backlog
    members = unit.story_members(article.story) if tells else ()
    if is_new and is_of_backlog(unit, article, members, check.settings.rules, check.now):
        backlog = True
    if wants_page(check.feed, reading, backlog=backlog) and can_read_page(check.feed):
        unit.want_page(wanted_page(article, backlog=backlog, now=check.now))
    elif not is_new:
        unit.drop_page(article.id)  # of the text as it was
    alert(
        unit,
        article,
        reading.matches,
        settings=check.settings,
        story_members=members,
        linked_stories=unit.linked_stories(article.story) if tells else (),
        backlog=backlog,
        revision=not is_new,
        now=check.now,
    )
    return article, is_new


def file_edit(unit: Unit, reading: Reading, article: Article, now: datetime) -> Article:
    """Keep a new text of an article that is known; when it was published stays as first said."""
    published = article.reading.published or reading.published
    edited = replace(
        article,
        reading=replace(reading, published=published),
        updated=now,
        revisions=article.revisions + 1,
    )
    revision = Revision(
        article=article.id,
        number=edited.revisions,
        title=reading.title,
        text=reading.as_published,
        seen=now,
        content=reading.features.content,
    )
    unit.add_revision(edited, revision)
    return edited


def file_new(unit: Unit, reading: Reading, now: datetime, *, shared: Collection[int]) -> Article:
    """File a new article: find what it copies and continues, and the story that it belongs to.

    ``shared``: its bands that others have too (``Unit.used_bands``).
    """
    article = Article(id=identity.article_id(reading), reading=reading, first_seen=now, updated=now)
    article, link = place(unit, article, now, shared=shared)
    unit.add_article(article, link)
    return article


def place(
    unit: Unit, article: Article, now: datetime, *, shared: Collection[int]
) -> tuple[Article, StoryLink]:
    """Find what an article copies and continues, and the story that it belongs to; nothing is written.

    It may be filed already: then it copies and continues what was seen before it.
    """
    reading, features = article.reading, article.reading.features
    chain = _before(article, unit.find_by_chain(reading.source, reading.chain)) if reading.chain else ()
    copy = None
    if shared:
        candidates = find_alike(unit, reading, shared, now)
        copy = copies.choose_original(reading, _before(article, candidates))
    # What a copy or a filing of a known report belongs to is settled; nobody else need be asked for.
    settled = chain or (copy and not recurs(article, copy[0]))
    telling = () if settled else stories.telling(features.terms)
    near = unit.find_by_terms(telling, article.when - stories.WINDOW, stories.NEIGHBOURS) if telling else ()
    article = replace(article, copy_of=copy[0].id if copy else None, previous=chain[-1].id if chain else None)
    link = stories.place(
        article,
        copy=copy if settled else None,
        chain=chain,
        neighbours=[other for other in near if other.id != article.id],
        counts=unit.count_terms(features.terms) if telling else {},
        total=unit.count_articles() if telling else 0,
    )
    return replace(article, story=link.story), link


def recurs(article: Article, original: Article) -> bool:
    """True if a source publishes the words of its own report again when that report's story has ended.

    Trains leave and delegations arrive in the same words as before. A reprint by others tells of what it
    reprints, however late.
    """
    return article.reading.source == original.reading.source and article.when - original.when > stories.WINDOW


def _before(article: Article, others: Sequence[Article]) -> list[Article]:
    return [other for other in others if other.id != article.id and other.first_seen <= article.first_seen]


def can_read_page(feed: FeedSettings) -> bool:
    """True if this installation can read the article pages of the feed's source."""
    return can_read_any_page() or sources.profile(feed.source, feed.url).page is not None
