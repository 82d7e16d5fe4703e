"""Which article a reading is: one we know, a new text of one we know, or a new one.

A feed's ``guid`` should say it and often does not: it is missing, drawn anew at every poll, reused for
another article, or changed in form for all items at once. So an article is known under several keys:
the source's own id, the guid, the canonical address, the text. A reading is the article that the
strongest of its known keys leads to, unless the words contradict. Where the signs are too weak to tell,
the reading is a new article: an alert told twice is better than one never told.

Filings of one report under new ids are articles of their own (a chain), copies are too; both are left
to others. Keys are looked up by the store, decisions are made here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.content_words import content_words
from monitor.core.copies import similarity, split_words
from monitor.core.facts import MAX_CHARS, WORD
from monitor.core.urls import canonical, names_article

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.core.model import Article, Reading

SAME_DAY = timedelta(hours=24)
"""Within this the same few words of one source under other ids are one article."""

LONG_TEXT = 200
"""Characters from which on a text is too long to be written twice in half a day; what comes daily may be."""

HALF_DAY = timedelta(hours=12)
"""A date that moves by less is put right, one that moves by more is another day's."""

APPEARS_WITHIN = timedelta(hours=1)
"""So long after the time that it states an item may appear."""

VARIANT = "variant:"
"""With this begin the keys of texts that are told apart by more than their words."""

CORRECTED = timedelta(minutes=15)
"""By which a date differs between the feeds of a source, or is put right."""

_ANOTHER = 0.3  # of the fewer words are shared by an article and its edit; below it is another article
_WHOLLY_ANOTHER = 0.2  # below it, it is another under the same id too, unless it is dated the same
_CORRECTED = 0.9  # of all words, if its address is corrected with it
_ROOM = 20  # words by which a text may have grown at its beginning
_MASS = 3  # readings of one document that are known by their words alone
_MASS_REDATED = 5  # if they are dated anew as well, as flashes that recur are
_COMPARED_CHARS = 4_000
_LONGEST_KEY = 200

_CURRENCY = "$\u00a2-\u00a5\u20a0-\u20c0"
# A dash after a word or a number joins or parts; before a number that nothing joins it is a minus.
_SIGN = re.compile(
    rf"(?<!\w)(?<!\d\s)[-+\u2212\u2013\u00b1](?=[{_CURRENCY}]?\d)|[{_CURRENCY}](?=\s?\d)"
    rf"|(?<=\d)\s?[%\u2030\u00b0?{_CURRENCY}]"
)
_TITLE_SIGN = re.compile(rf"{_SIGN.pattern}|\?(?!\?)")
_MINUS = {0x2212: "-", 0x2013: "-"}
_BASE_32 = "abcdefghijklmnopqrstuvwxyz234567"
_TWO_OF_BASE_32 = [one + other for one in _BASE_32 for other in _BASE_32]


@dataclass(frozen=True, slots=True)
class Known:
    """An article that we have, with a text that we have seen. ``keys``: further ones to know it by."""

    article: Article
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """An article that we have, with a text that is new: its next revision. ``keys`` as in ``Known``.

    If the last of them begins with ``VARIANT``, the words are those we have, and only signs differ, or what
    stands far down: if that key leads to the article already, the text was seen before, and nothing is new.
    """

    article: Article
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """An article that we have not."""


class MassChange(Enum):
    """What a publisher has changed for all articles at once."""

    NONE = "none"
    IDS = "ids"
    IDS_AND_DATES = "ids and dates"

    def covers(self, reading: Reading, article: Article) -> bool:
        """True if by it a reading with the words of an article is that article."""
        return self is MassChange.IDS_AND_DATES or (
            self is MassChange.IDS and not _is_dated_later(reading, article)
        )


def keys(
    source: str, guid: str | None, url: str, title: str, text: str, *, native: str | None = None
) -> tuple[str, ...]:
    """What the article may be known by, the strongest first.

    ``native`` is the source's own id, where its profile finds one in the link or the guid. Kinds:
    ``id:<source>:…`` that one, ``guid:<source>:…`` (a guid that is an address in its canonical form),
    ``url:…`` (for all sources), ``text:<source>:…`` (title and text). A front page is no key. The last key is
    always the text's. Long values are replaced by their digest.
    """
    found = []
    if native:
        found.append(f"id:{source}:{_short(native)}")
    if guid and (form := canonical(guid)) and (names_article(guid) or "://" not in form):
        found.append(f"guid:{source}:{_short(form)}")
    if names_article(url):
        found.append(url_key(url))
    # What says no word (an address in a sitemap) is not the same as another that says none.
    found.append(f"text:{source}:{content(title if title or text else url or guid or '', text)}")
    return tuple(found)


def url_key(url: str) -> str:
    """The key of an address, in whatever form it is written."""
    return f"url:{_short(canonical(url))}"


def also_known_at(reading: Reading, url: str) -> Reading:
    """The reading with the key of an address that its own leads to, if that names an article."""
    *ids, text_key = reading.keys
    if not names_article(url) or (key := url_key(url)) in ids:
        return reading
    return replace(reading, keys=(*ids, key, text_key))


def _variants(reading: Reading, old: Reading) -> tuple[str, ...]:
    """The keys of the old text and the new, which have the same words, if they say different things.

    Words leave out "+3" and "-3", "$5" and "€5", "5°" and "5%", "dead" and "dead?" in a headline, and what
    stands far down in a long text. They must not count where an article is looked for: stores know it by its
    words.
    """
    if (reading.title, reading.text) == (old.title, old.text):
        return ()
    if (reading.feed, reading.source) != (old.feed, old.source):
        return ()  # feeds differ in how they write
    then, now = (f"{VARIANT}{it.keys[-1]}:{_digest(_unspoken(it.title, it.text))}" for it in (old, reading))
    return (then, now) if then != now else ()


def _unspoken(title: str, text: str) -> str:
    """What of a text is said by no word, and the words that are too far down to be compared."""
    title, text, rest = (
        unicodedata.normalize("NFKC", part) for part in (title, text[:MAX_CHARS], text[MAX_CHARS:])
    )
    signs = [*_TITLE_SIGN.findall(title), "", *_SIGN.findall(text)]
    return "\n".join((*(sign.strip().translate(_MINUS) for sign in signs), *WORD.findall(rest.casefold())))


@lru_cache(maxsize=4)  # of a text without a dateline it is asked for twice in a row
def content(title: str, text: str) -> str:
    """The fingerprint of title and text: 16 hexadecimal digits.

    Case, blanks and punctuation do not count.
    """
    words = " ".join(split_words(title)) + "\n" + " ".join(split_words(text))
    if words == "\n":
        words = f"{title}\n{text}"
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def article_id(reading: Reading) -> str:
    """The id of a new article: 13 letters and digits, made of its first reading.

    The same reading gives the same id after a crash; the same guid with other words gives another.
    """
    published = reading.published.isoformat() if reading.published else ""
    stem = "\n".join((reading.source, *reading.keys, published))
    return _digest(stem)


def identify(
    reading: Reading, known: Mapping[str, Article], *, change: MassChange = MassChange.NONE
) -> Known | Edited | New:
    """Which article this is. ``known``: the articles found under ``reading.keys`` (more do no harm).

    ``change`` is what the publisher changed at once (``mass_change``): then the text is enough.
    """
    *ids, text_key = reading.keys
    seen = known.get(text_key)
    found = [(key, known[key]) for key in ids if key in known]
    if seen is not None and any(article.id == seen.id for _, article in found):
        if text_key == seen.reading.keys[-1] and (variants := _variants(reading, seen.reading)):
            return Edited(seen, variants)
        return Known(seen)
    for _, article in found:
        kinds = {key.split(":", 1)[0] for key, to in found if to.id == article.id}
        if kinds == {"guid"} and seen is not None and is_same_date(reading, seen.reading):
            return Known(seen, reading.keys)  # guids that count places: each has moved to the next entry
        if not _is_another(reading, article, kinds):
            if _says_nothing_new(reading, article.reading):
                return Known(article)
            # Only the text becomes a further key: ids drawn anew at every poll would pile up.
            return Edited(article, (text_key,))
    if seen is not None and (change.covers(reading, seen) or _is_same_filing(reading, seen)):
        return Known(seen, reading.keys)
    return New()


def is_older(reading: Reading, original: Article) -> bool:
    """True if what its source shows later than the original, of which it is a copy, is no news by its date.

    It must have been out for an hour when we first saw the original, or be what another feed of the source
    shows of it, dated within minutes. An undated copy may be news.
    """
    old, published = original.reading, reading.published
    if published is None or reading.source != old.source or published > original.first_seen:
        return False
    if original.first_seen - published >= APPEARS_WITHIN:
        return True
    return (
        reading.feed != old.feed and old.published is not None and abs(published - old.published) <= CORRECTED
    )


def mass_change(met: Collection[tuple[Reading, Article]], *, strangers: int, present: int) -> MassChange:
    """What the publisher of a document has changed for all its articles at once.

    ``met``: of the ``strangers``, the readings that no id of theirs is known of, those that have the words of
    an article that we have. ``present``: the entries that are known by their ids, which speaks against. Of
    what is also dated later more is asked, and that hardly anything is new beside it: flashes recur.
    """
    later = {article.id for reading, article in met if _is_dated_later(reading, article)}
    standing = {article.id for _, article in met} - later
    others = present + strangers - len(met)
    if len(later) >= _MASS_REDATED and len(later | standing) > 2 * others:
        return MassChange.IDS_AND_DATES
    if len(standing) >= _MASS and len(standing) > present and 2 * len(standing) >= strangers:
        return MassChange.IDS
    return MassChange.NONE


def _is_another(reading: Reading, article: Article, kinds: set[str]) -> bool:
    """True if the article that these kinds of key lead to is not the one that the words are about."""
    old = article.reading
    if "id" in kinds:
        return False
    same_date = is_same_date(reading, old)
    if "url" not in kinds and names_article(reading.url):
        # The guid is reused, unless the link has changed and the words have not.
        return not (same_date and _is_correction(reading, old)) and similarity(reading, old) == 0
    shared = _shared_words(reading, old)
    # An id is believed, unless the other id or a later date agrees with other words.
    if not ("guid" in kinds or reading.guid == old.guid) or _later(reading, old):
        return shared < _ANOTHER
    return shared < _WHOLLY_ANOTHER and not same_date and _says_something(old) and _says_something(reading)


def _is_same_filing(reading: Reading, seen: Article) -> bool:
    """True if the same words under other ids are the same article, not a flash or a notice that recurs."""
    if is_same_date(reading, seen.reading):
        return True
    then, now = seen.reading.published, reading.published
    moved = abs(now - then) if then and now else timedelta()
    if len(reading.text) >= LONG_TEXT:
        return moved < HALF_DAY
    return len(reading.keys) == 1 and moved <= SAME_DAY


def _says_nothing_new(reading: Reading, old: Reading) -> bool:
    """True for the same text, and for one cut shorter, as other feeds of a source and aggregators show it."""
    if reading.keys[-1] == old.keys[-1]:
        return True  # another article has the same words, and their key with them
    if (reading.feed, reading.source) == (old.feed, old.source):
        return False
    if reading.source != old.source:
        return len(split_words(reading.text)) <= len(split_words(old.text))  # another source cannot edit it
    return is_cut(reading, old)


def is_cut(reading: Reading, old: Reading) -> bool:
    """True if it has the headline of the other and no more than the beginning of its text, or none."""
    text, old_text = split_words(reading.text), split_words(old.text)
    # A cut falls anywhere, also inside the last word.
    return (
        split_words(reading.title) == split_words(old.title)
        and text[:-1] == old_text[: max(len(text) - 1, 0)]
        and len(text) <= len(old_text)
    )


def _is_correction(reading: Reading, old: Reading) -> bool:
    """True if hardly a word differs: a number that was put right in the headline, and so in the address."""
    one, other = (set(split_words(it.title) + split_words(it.text)) for it in (reading, old))
    return len(one & other) >= _CORRECTED * max(len(one), len(other))


def _shared_words(one: Reading, other: Reading) -> float:
    """How many of the fewer words of two readings stand where the other begins, 0 to 1.

    A long text of the same matter has, somewhere, most words that a short one can have.
    """
    fewer, more = sorted((_telling_words(one), _telling_words(other)), key=len)
    wanted = set(fewer)
    return len(wanted.intersection(more[: 3 * len(fewer) + _ROOM])) / (len(wanted) or 1)


def _telling_words(reading: Reading) -> list[str]:
    said = f"{reading.title}\n{reading.text[:_COMPARED_CHARS]}"
    return list(content_words(said)) or list(split_words(said))


def _says_something(reading: Reading) -> bool:
    """False for an entry of a sitemap that is but an address, and has its words later."""
    return bool(reading.title or reading.text)


def is_same_date(one: Reading, other: Reading) -> bool:
    """True if both say when they were published, and say the same."""
    return one.published is not None and one.published == other.published


def _is_dated_later(reading: Reading, article: Article) -> bool:
    then, now = article.reading.published, reading.published
    return then is not None and now is not None and now > then


def _later(reading: Reading, old: Reading) -> bool:
    return (
        reading.published is not None
        and old.published is not None
        and reading.published - old.published > SAME_DAY
    )


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_KEY else _digest(value)


def _digest(value: str) -> str:
    """The 64 bits of a hash in base 32 (RFC 4648), in small letters and without padding: 13 characters."""
    raw = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    bits = int.from_bytes(raw, "big") << 6  # two characters of ten bits each, the last one dropped
    return "".join([_TWO_OF_BASE_32[bits >> shift & 1023] for shift in range(60, -1, -10)])[:13]
