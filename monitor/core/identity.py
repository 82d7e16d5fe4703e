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

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.copies import similarity, split_words
from monitor.core.urls import canonical, names_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.model import Article, Reading

SAME_DAY = timedelta(hours=24)
"""Within this the same few words of one source under other ids are one article."""

LONG_TEXT = 200
"""Characters from which on a text is too long to be written twice."""

_ANOTHER = 0.3  # of the fewer words are shared by an article and its edit; below it is another article
_MASS = 3  # readings of one document that are known by their text alone
_LONGEST_KEY = 200
_BASE_32 = "abcdefghijklmnopqrstuvwxyz234567"
_TWO_OF_BASE_32 = [one + other for one in _BASE_32 for other in _BASE_32]
_COMPARED_WORDS = 400


@dataclass(frozen=True, slots=True)
class Known:
    """An article that we have, with a text that we have seen. ``keys``: further ones to know it by."""

    article: Article
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """An article that we have, with a text that is new: its next revision. ``keys`` as in ``Known``."""

    article: Article
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """An article that we have not."""


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
    reading: Reading, known: Mapping[str, Article], *, mass_change: bool = False
) -> Known | Edited | New:
    """Which article this is. ``known``: the articles found under ``reading.keys`` (more do no harm).

    ``mass_change`` says that the publisher changed all ids at once (see there): then the text is enough.
    """
    *ids, text_key = reading.keys
    seen = known.get(text_key)
    found = [(key, known[key]) for key in ids if key in known]
    if seen is not None and any(article.id == seen.id for _, article in found):
        return Known(seen)
    for _, article in found:
        if not _is_another(
            reading, article, {key.split(":", 1)[0] for key, to in found if to.id == article.id}
        ):
            if _says_nothing_new(reading, article.reading):
                return Known(article)
            # Only the text becomes a further key: ids drawn anew at every poll would pile up.
            return Edited(article, (text_key,))
    if seen is not None and (mass_change or _is_same_filing(reading, seen)):
        return Known(seen, reading.keys)
    return New()


def is_mass_change(readings: Sequence[Reading], known: Mapping[str, Article]) -> bool:
    """True if most of a document's readings are known by nothing but their text.

    That is no coincidence: the publisher has changed the form of its ids and addresses.
    """
    by_text_alone = sum(
        reading.keys[-1] in known and not any(key in known for key in reading.keys[:-1])
        for reading in readings
    )
    return by_text_alone >= _MASS and by_text_alone * 2 > len(readings)


def _is_another(reading: Reading, article: Article, kinds: set[str]) -> bool:
    """True if the article that these kinds of key lead to is not the one that the words are about."""
    old = article.reading
    if "id" in kinds:
        return False
    if "url" not in kinds and names_article(reading.url):
        # The guid is reused, unless the link has changed and the words have not.
        return similarity(reading, old) == 0
    # An id is believed, unless the other id or a later date agrees with other words.
    agreed = "guid" in kinds or reading.guid == old.guid
    return (not agreed or _later(reading, old)) and _shared_words(reading, old) < _ANOTHER


def _is_same_filing(reading: Reading, seen: Article) -> bool:
    """True if the same words under other ids are the same article, not a flash that recurs."""
    if len(reading.text) >= LONG_TEXT:
        return True
    then, now = seen.reading.published, reading.published
    if then == now and then is not None:
        return True
    if len(reading.keys) > 1:
        return False
    return then is None or now is None or abs(now - then) <= SAME_DAY


def _says_nothing_new(reading: Reading, old: Reading) -> bool:
    """True for the same text, and for one cut shorter, as other feeds of a source and aggregators show it."""
    if reading.keys[-1] == old.keys[-1]:
        return True  # another article has the same words, and their key with them
    if (reading.feed, reading.source) == (old.feed, old.source):
        return False
    title, text = split_words(reading.title), split_words(reading.text)
    old_title, old_text = split_words(old.title), split_words(old.text)
    if reading.source != old.source:
        return len(text) <= len(old_text)  # another source cannot edit it
    # A cut falls anywhere, also inside the last word.
    return (
        title == old_title and text[:-1] == old_text[: max(len(text) - 1, 0)] and len(text) <= len(old_text)
    )


def _shared_words(one: Reading, other: Reading) -> float:
    """How many of the fewer words of two readings are in the other, 0 to 1."""
    a, b = (
        set(split_words(reading.title) + split_words(reading.text)[:_COMPARED_WORDS])
        for reading in (one, other)
    )
    return len(a & b) / (min(len(a), len(b)) or 1)


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
