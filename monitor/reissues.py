"""What a publisher shows again under other ids: a whole document at once, or an article of its backlog.

Which article a reading is, is decided in ``monitor.core.identity``, and filing is ``pipeline``'s; this looks
up what those decisions go by, inside the caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.policy import once_key
from monitor.core import copies, identity, stories
from monitor.core.identity import MassChange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from monitor.core.model import Article, Reading
    from monitor.core.protocols import Unit
    from monitor.core.settings import RuleSettings


def find_mass_change(
    unit: Unit,
    readings: Sequence[Reading],
    articles: Mapping[str, Article],
    bands: Collection[int],
    *,
    present: int,
    backlog: bool,
    now: datetime,
) -> tuple[MassChange, frozenset[tuple[str, ...]]]:
    """What the publisher changed at once, and the readings (by their keys) that have other words by it.

    ``articles``: those that are known under the readings' keys; ``bands``: those of the readings that others
    have too; ``present``: entries of the document that were in the one before, and so are no readings.
    Of a quiet ``backlog`` nobody is told, so other words in it are not looked into.
    """
    strangers = [it for it in readings if not _is_known_by_id(it, articles)]
    present += len(readings) - len(strangers)
    if len(strangers) <= present:
        return MassChange.NONE, frozenset()
    same = [(it, articles[it.keys[-1]]) for it in strangers if it.keys[-1] in articles]
    others = () if backlog else [it for it in strangers if it.keys[-1] not in articles]
    found = [(it, _find_reworded(unit, it, bands, now)) for it in others]
    reworded = [(reading, article) for reading, article in found if article]
    change = identity.mass_change([*same, *reworded], strangers=len(strangers), present=present)
    return change, frozenset(reading.keys for reading, article in reworded if change.covers(reading, article))


def _is_known_by_id(reading: Reading, articles: Mapping[str, Article]) -> bool:
    """True if an id leads to an article, unless another one has the words: such ids only count places."""
    *ids, text_key = reading.keys
    found = {articles[key].id for key in ids if key in articles}
    return bool(found) and (text_key not in articles or articles[text_key].id in found)


def _find_reworded(unit: Unit, reading: Reading, bands: Collection[int], now: datetime) -> Article | None:
    """An article of the same source whose words this has amid others, or cut, or whose headline and moment of
    publication; not an earlier filing of it.
    """
    alike = find_alike(unit, reading, bands, now)
    near = [it for it in alike if it.reading.source == reading.source]
    copied = copies.choose_original(reading, near) if near else None
    if copied:
        return None if reading.chain and reading.chain == copied[0].reading.chain else copied[0]
    terms = stories.telling(reading.features.terms)
    if not terms:
        return None
    when = min(reading.published or now, now)
    for other in unit.find_by_terms(terms, when - stories.WINDOW, stories.NEIGHBOURS):
        if (other.reading.source, other.reading.title) == (reading.source, reading.title):
            if identity.is_same_date(reading, other.reading):
                return other  # with a summary where it had none, or another one
            key = identity.url_key(other.reading.url)
            whole = unit.find_articles((key,)).get(key)
            if whole and identity.is_cut(reading, whole.reading):
                return whole
    return None


def find_alike(unit: Unit, reading: Reading, bands: Collection[int], now: datetime) -> Sequence[Article]:
    """Articles that a reading may be a copy of; ``bands``: those that others have too, its own among them."""
    shared = set(reading.features.bands).intersection(bands)
    alike = copies.alike(reading.features.signature)
    return unit.find_by_bands(shared, now - copies.WINDOW, alike=alike) if shared else ()


def is_of_backlog(
    unit: Unit, article: Article, story: Sequence[Article], rules: Iterable[RuleSettings], now: datetime
) -> bool:
    """True if a new article of this ``story`` is but one of its source's backlog under other ids.

    It is a copy of one that an earlier check brought, or of the same original, and by its date no younger
    than that; the ``rules`` that match in it matched in that one, and not all of them told.
    """
    if article.copy_of is None:
        return False
    alike = (it for it in story if article.copy_of in (it.id, it.copy_of) and it.first_seen < now)
    original = next((it for it in alike if identity.is_older(article.reading, it)), None)
    if original is None:
        return False
    matched = {match.rule for match in article.reading.matches}
    if not matched.issubset(match.rule for match in unit.earlier_matches(original.id)):
        return False
    return any(
        not unit.told(rule.id, once_key(rule, original, story)) for rule in rules if rule.id in matched
    )


def was_seen(unit: Unit, edited: identity.Edited) -> bool:
    """True if the same words were seen with these signs before."""
    key = edited.keys[-1]
    return key.startswith(identity.VARIANT) and key in unit.find_articles((key,))
