"""What joins the stories that a rule has told of: listed in its next digest, each article once.

A story may rest through several digests and go on afterwards, so what is asked is when it was last told of,
not whether the digest before had it. Called inside the caller's transaction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.payload import joined_data

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from alerts.payload import Names
    from monitor.core.model import JSON, Article
    from monitor.core.protocols import AlertUnit, Unit

REMEMBERED = timedelta(days=14)
"""What joined before that is no news any more: twice as long as it is from one weekly digest to the next."""

_ON_THE_WAY = timedelta(minutes=10)
"""An article is filed a little later than it was first seen, and a digest may be made between the two."""


def joined(
    unit: Unit, key: str, digest: str, shown: Collection[str], *, names: Names, now: datetime
) -> list[JSON]:
    """What has joined the stories that were told under this key (``policy.ways``) since they were, oldest
    story first, and was not shown there yet; from now on it was, by this digest.

    ``shown``: the stories that the digest's items show as they are now.
    """
    before = unit.last_digest(key)
    since = now - REMEMBERED
    if before:
        since = max(since, before.created - _ON_THE_WAY)
    listed = []
    for story, told in unit.told_stories(key, since).items():
        after = max(since, told - _ON_THE_WAY)
        members = [
            member
            for member in unit.story_members(story)
            if member.first_seen > after and not unit.told(key, _shown(member))
        ]
        if members and story not in shown:
            listed.append(members)
    for story_shown in (*listed, *map(unit.story_members, shown)):
        note_shown(unit, key, story_shown, digest, now)
    return [joined_data(members, names=names) for members in listed]


def note_shown(
    unit: AlertUnit, key: str, members: Iterable[Article], notification: str, now: datetime
) -> None:
    """Remember which of a story's new articles this notification shows; of older ones their time tells."""
    for member in members:
        if member.first_seen > now - _ON_THE_WAY:
            unit.mark_told(key, _shown(member), notification)


def _shown(article: Article) -> str:
    return f"shown:{article.id}"
