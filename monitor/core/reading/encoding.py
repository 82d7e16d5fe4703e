"""From a document's bytes to its text: which encoding it really is in.

Labels lie in known ways: UTF-8 under any name, cp949 letters under ``euc-kr``, Cyrillic under Latin-1,
one broken byte in sound UTF-8, UTF-8 that was encoded twice. So the bytes are asked first, then the
labels (HTTP, then the document's own), then statistics. The labels' names are the WHATWG Encoding
Standard's, which also says which superset each really means (https://encoding.spec.whatwg.org/#names-and-labels).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_SUPERSETS = {
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "koi8-r": "koi8-u",
}
_ALIASES = {"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "x-windows-949": "cp949", "windows-949": "cp949"}
_WEAK = frozenset(("cp1252", "cp1254"))
"""What servers say when nobody told them better."""

_BY_LANGUAGE = {
    # what the language is mostly written in if not in Unicode, and the letters that make most of such a text
    "ko": ("cp949", re.compile("[가-힣]")),
    "ru": ("cp1251", re.compile("[а-яё]")),
    "uk": ("cp1251", re.compile("[а-яєіїґ]")),
    "ja": ("cp932", re.compile("[ぁ-ヿ]")),
}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0<", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
    (b"{\0", "utf-16-le"),
)
_CHARSET = re.compile("cp|iso|koi8|mac|big5|gb|euc|shift|johab|hz|utf|ascii|latin|tis|kz")
"""What the names of Python's codecs for character sets begin with; it has others (``hex``, ``idna``)."""

_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"(?:encoding|charset)\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:+-]{2,40})", re.IGNORECASE)
_HEAD = 2_048
_SAMPLE = 60_000
_HIGH = re.compile(rb"[\x80-\xff]+")

# A word whose every letter became two of these was UTF-8 read as cp1251 or cp1252.
_TRAIL = "\u0098\u00a0-\u00bf\u0402-\u040f\u0451-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122"
# The search leaps to the set of all first letters; which of them it was, is asked behind it.
_MOJIBAKE = re.compile(
    rf"[РСÐÑÂÃìíëêãäå](?:(?<=[РС])[{_TRAIL}][РС][{_TRAIL}]"
    r"|(?<=[ÐÑÂÃ])[^\x00-\x7f][ÐÑÂÃ][^\x00-\x7f]|(?<=[ìíëêãäå])[^\x00-\x7f]{2}[ìíëêãäå])"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text and the encoding it was read in; ``damaged`` counts letters that were lost."""

    text: str
    encoding: str
    damaged: int = 0


def decode(body: bytes, *, content_type: str = "", language: str | None = None) -> Decoded:
    """Read bytes as text. Never fails: what is broken becomes U+FFFD and is counted.

    ``content_type`` is HTTP's; ``language`` (the publisher's) decides where nothing else does.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _loose(body[len(mark) :], encoding)
    start = body[:64].lstrip()
    for mark, encoding in _WIDE:
        if start.startswith(mark):
            return _loose(body, encoding)
    labels = _labels(body, content_type)
    if body.isascii():
        escaped = next((name for name in labels if name.startswith("iso2022") and b"\x1b" in body), None)
        return _loose(body, escaped or "ascii")
    try:
        return _undo_double(Decoded(body.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    broken = _loose(body, "utf-8")
    # Of words in another encoding three letters of five and more come out broken, mostly nearly all.
    if 2 * broken.damaged <= _high(broken.text):
        return broken
    return _by_label(body, labels) or _by_statistics(body, language)


def _labels(body: bytes, content_type: str) -> list[str]:
    """The codecs that the document is labelled with: HTTP first, but what only defaults say last."""
    found = _HTTP_CHARSET.search(content_type)
    names = [found[1]] if found else []
    names += [name.decode("ascii", "replace") for name in _DECLARED.findall(body[:_HEAD])]
    known = [codec for codec in map(_codec, names) if codec]
    return sorted(dict.fromkeys(known), key=lambda codec: codec in _WEAK)


def _codec(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = _ALIASES.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if _CHARSET.match(name) else None


def _by_label(body: bytes, labels: list[str]) -> Decoded | None:
    for encoding in labels:
        if encoding.startswith("utf"):
            continue  # tried already, or not what stands in the first bytes
        read = _loose(body, encoding)
        if encoding in _WEAK and any(len(run) > 3 for run in _HIGH.findall(body)):
            continue  # whole words of accented letters: no Western text
        controls = sum(1 for char in read.text if "\x80" <= char <= "\x9f")
        if 20 * (read.damaged + controls) <= _high(read.text):
            return read
    return None


def _by_statistics(body: bytes, language: str | None) -> Decoded:
    if language in _BY_LANGUAGE:
        encoding, letters = _BY_LANGUAGE[language]
        read = _loose(body, encoding)
        if 2 * len(letters.findall(read.text)) > _high(read.text) and 20 * read.damaged <= _high(read.text):
            return read
    import chardet

    guessed = _codec(chardet.detect(body if len(body) <= _SAMPLE else _dense_part(body))["encoding"] or "")
    if guessed:
        read = _loose(body, guessed)
        if 20 * read.damaged <= _high(read.text):
            return read
    return _loose(body, "cp1252")


def _high(text: str) -> int:
    return sum(1 for char in text if char > "\x7f")


def _dense_part(body: bytes) -> bytes:
    """The part of a long document that tells most: where the first non-ASCII letters are."""
    first = _HIGH.search(body)
    start = first.start() if first else 0
    return body[start : start + _SAMPLE]


def _undo_double(read: Decoded) -> Decoded:
    """UTF-8 that had been taken for cp1251 or cp1252 and encoded once more, read as it was meant."""
    if not _MOJIBAKE.search(read.text):
        return read
    for encoding in ("cp1251", "cp1252", "latin-1"):
        try:
            once = _encode(read.text, encoding).decode("utf-8")
        except UnicodeError:
            continue
        return Decoded(once, f"utf-8 over {encoding}")
    return read


def _encode(text: str, encoding: str) -> bytes:
    """As browsers encode: bytes that the code page does not define stand for themselves."""
    return b"".join(
        part.encode("latin-1") if part[:1] in _UNDEFINED[encoding] else part.encode(encoding)
        for part in _SPLIT[encoding].split(text)
    )


_UNDEFINED = {"cp1251": "\x98", "cp1252": "\x81\x8d\x8f\x90\x9d", "latin-1": ""}
_SPLIT = {name: re.compile(f"([{chars}]+)" if chars else r"(?!)") for name, chars in _UNDEFINED.items()}


def _loose(body: bytes, encoding: str) -> Decoded:
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))
