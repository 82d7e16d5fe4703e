"""What ``tumen explain`` shows of one article: why it was kept and told, what its edits changed.

Of two articles: ``monitor.reports.pair``.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from alerts.policy import digest_id
from monitor import sources
from monitor.core.text import LIMIT
from monitor.core.wording import changed
from monitor.reports.pair import nearest_json, plain, show_nearest
from monitor.reports.terminal import console, headline, local, zoned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from monitor.core.accounts import MatchRecord
    from monitor.core.model import Article
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings
    from monitor.core.wording import Wording
    from monitor.reports.archive import Archive

_CHANGES = 12
"""Changes shown of one edit."""

_TELLING = 3
"""Parts of a link named of each member of a story; of the article itself, all are shown."""

_PASSAGE = 300
"""Characters shown of what went or came."""


def _printer() -> Callable[..., None]:
    """Prints a line, however long: an id or an address that is broken up cannot be copied."""
    return partial(console().print, soft_wrap=True)


def show_explanation(archive: Archive, article: Article, rule: str | None) -> None:
    """Print why an article was kept or dropped, matched or not, told or held back."""
    show = _printer()
    reading = article.reading
    show(Text(_headline(article), style="bold"))
    show(reading.url)
    show(f"{reading.source}, {reading.language}, published {local(reading.published, missing='unknown')},")
    show(f"first seen {zoned(article.first_seen)}, texts seen: {article.revisions}, id {article.id}")
    if article.copy_of:
        show(f"It is a copy of {article.copy_of}.")
    if max(len(reading.title), len(reading.text)) > LIMIT:
        show(f"It is long: only its first {LIMIT:,} characters were looked at.")
    _show_verdicts(archive.settings, article)
    _show_revisions(archive.store, article)
    _show_filings(archive.store, article)
    _show_story(archive.store, article)
    show()
    matches = archive.store.matches(article.id)
    for record in matches:
        match = record.match
        if rule in (None, match.rule):
            words = ", ".join(dict.fromkeys(piece.text for piece in match.evidence))
            show(f"Rule {match.rule}: matched ({words}); {_told(archive.store, record)}")
    if rule is not None and not any(record.match.rule == rule for record in matches):
        show(f"Rule {rule}: {archive.why_not(rule, article)}")
    elif not matches:
        show("No rule matched.")


def _show_verdicts(settings: Settings, article: Article) -> None:
    show = _printer()
    topics = {topic.id: topic for topic in settings.topics}
    for verdict in article.reading.verdicts:
        word = ("kept", "green") if verdict.keep else ("dropped", "yellow")
        topic = topics.get(verdict.topic)
        needed = f" of {topic.threshold:g} needed" if topic else ""
        score = f", score {verdict.score:g}{needed}  {' '.join(verdict.facets)}"
        show(Text.assemble(f"\nTopic {verdict.topic}: ", word, score))
        for part in verdict.parts:
            show(Text(f"  {part.weight:+6.2f}  {part.name}" + (f": {part.detail}" if part.detail else "")))
        if not verdict.parts and topic:
            relation = topic.model == "relation"
            show("  It does not name both sides." if relation else "  The topic's expression does not match.")


def _show_revisions(store: Store, article: Article) -> None:
    """What each edit changed, word by word."""
    for before, after in pairwise(store.revisions(article.id)):
        _printer()(f"\nEdit {after.number - 1}, seen {local(after.seen)}:")
        _show_wording("title", changed(before.title, after.title))
        _show_wording("text", changed(before.text, after.text))


def _show_filings(store: Store, article: Article) -> None:
    """The filings of the article's report, and what it changed in the one before it."""
    filings = _filings(store, article)
    if len(filings) < 2:
        return
    show = _printer()
    show("\nFilings of this report")
    for filing in filings:
        mark = "·" if filing.id != article.id else "→"
        published = local(filing.reading.published, missing="time unknown")
        show(Text(f"  {mark} {filing.id} {_headline(filing)}  ({published})"))
    at = next(place for place, filing in enumerate(filings) if filing.id == article.id)
    if at:
        before = filings[at - 1]
        show(Text(f"\nIt continues {before.id}: {_headline(before)}"))
        _show_wording("title", changed(before.reading.title, article.reading.title))
        _show_wording("text", changed(before.reading.text, article.reading.text))
    for after in filings[at + 1 : at + 2]:
        show(Text(f"\nIt is continued by {after.id}: {_headline(after)}"))


def _filings(store: Store, article: Article) -> list[Article]:
    """The filings of the article's report in the order in which they were made, itself among them.

    A feed may show them in any, so ``previous``, which goes by when they were seen, does not tell. In the
    source's id the report's serial is followed by the number of the filing.
    """
    reading = article.reading
    if not reading.chain:
        return []
    profile = sources.profile(reading.source, reading.url)

    def made(filing: Article) -> tuple[str, datetime, datetime]:
        identity = profile.identity_of(filing.reading.url, filing.reading.guid) or ""
        return identity.removeprefix(reading.chain or ""), filing.when, filing.first_seen

    report = (reading.source, reading.chain)
    story = [member for member, _ in store.story(article.story)]
    return sorted((it for it in story if (it.reading.source, it.reading.chain) == report), key=made)


def _headline(article: Article) -> str:
    reading = article.reading
    return headline(reading.title, reading.language, reading.markers)


def _show_wording(field: str, wording: Wording) -> None:
    show = _printer()
    for change in wording.changes[:_CHANGES]:
        line = Text(f"  {field}: {change.before} ")
        if change.gone:
            line.append(f"[-{_short(change.gone)}-]", style="red").append(" ")
        if change.new:
            line.append(f"{{+{_short(change.new)}+}}", style="green").append(" ")
        show(line.append(change.after))
    hidden = len(wording.changes) - _CHANGES
    if hidden > 0 or wording.more:
        show(f"  {field}: and {f'{hidden} more changes' if hidden > 0 else 'what follows'}, not shown")


def _short(text: str) -> str:
    return text if len(text) <= _PASSAGE else f"{text[:_PASSAGE]}…"


def _show_story(store: Store, article: Article) -> None:
    show = _printer()
    show(f"\nStory {article.story}")
    for member, link in store.story(article.story):
        mark = "·" if member.id != article.id else "→"
        telling = sorted(link.parts, key=lambda part: -part.weight)[:_TELLING]
        why = ", ".join(plain(part.name) for part in telling if part.weight > 0)
        show(Text(f"  {mark} {member.reading.language} {_headline(member)}  ({why or 'founded it'})"))
        if member.id == article.id and link.by:
            show_nearest(nearest_json(store, member, link), indent="      ")
    for first in store.linked_stories(article.story):
        show(Text(f"  = story {first.story} seems to be the same: {_headline(first)}"))


def _told(store: Store, record: MatchRecord) -> str:
    """What became of a match: each way it is told, with how far that has got on each channel."""
    if not record.notifications:
        return f"nobody told: {record.held}"
    # Read before the deliveries: a digest that is made in between is then found in one of the two.
    waiting = {digest_id(key, due): (key, due) for key, due, _ in store.waiting_digests()}
    return "; ".join(_way(store, notification, waiting) for notification in record.notifications)


def _way(store: Store, notification: str, waiting: Mapping[str, tuple[str, datetime]]) -> str:
    if notification in waiting:
        key, due = waiting[notification]
        return f"waits for a digest, to be told as {notification} ({key} {local(due)})"
    far = [
        f"{delivery.channel} {delivery.state} {local(delivery.settled or delivery.due)}"
        for delivery, _ in reversed(store.outbox.deliveries(notification=notification))
    ]
    if not far:
        return f"was to be told as {notification}, of which no delivery is stored"
    return f"told as {notification} ({', '.join(far)})"
