"""Addresses: the form that identifies an article, and the form that people may click.

Publishers give one article many addresses: ``http`` and ``https``, ``www.``, ``m.`` and AMP hosts,
tracking parameters, sessions, another order of the query. ``canonical`` maps them to one string, which is
an identity and not meant to be fetched. It drops the parameters that are listed here and no other, for any
other could name the article: where the query is the identity (``actionBoardList.do?SITE_NO=3&MENU_ID=180``)
it stays.

Nothing is looked up or fetched here. Syntax is that of RFC 3986, host names that of RFC 3490.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlsplit

# Parameters that say who sent the reader, or who they are, never which article it is.
_TRACKING = re.compile(
    r"(?:utm_|mtm_|hsa_|at_).*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|ymclid|igshid"
    r"|twclid|ttclid|mc_cid|mc_eid|_ga|_gl|_openstat|__twitter_impression|amp|amp_js_v|amp_gsa|usqp|outputtype"
    r"|ref_src|mkt_tok|spm|xtor|from_rss|pk_(?:campaign|cid|content|keyword|kwd|medium|source)"
    r"|piwik_(?:campaign|keyword|kwd)|cmpid|ito|ns_(?:campaign|fee|linkname|mchannel|source)|srsltid|mibextid"
    r"|wt[._]mc(?:_(?:id|ev))?|guccounter|guce_referrer(?:_sig)?|phpsessid|jsessionid"
)
_TRACKING_AS_WRITTEN = frozenset({"CMP"})  # in small letters it may be a company or a comparison

# Hosts (and those below them) on which a path of this form alone is the article: its query names only
# the section or the feed that the link stood in.
_PATH_IS_IDENTITY = {
    "yna.co.kr": re.compile(r"(?:/view)?/[A-Z]{3}\d{17}$"),
}

_HOST_PREFIX = re.compile(r"(?:www\d?|m|mobile|amp|wap)\.(?=[^.]+\.)|m-(?=[^.]+\.[^.]+\.)")
_AMP_PATH = re.compile(r"^/amp(?=/.)|(?<=.)/amp$|(?<=[^/])\.amp(?=(?:\.html?)?$)")
_SESSION = re.compile(r"(?i:;jsessionid=)[^/;]*")  # Java servlets write it into the path
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_SLASHES = re.compile(r"/{2,}")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
# A link that needs no change to be clicked.
_FIT_TO_CLICK = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[A-Za-z0-9._~/-]*(?:\?[A-Za-z0-9._~=&-]+)?")
# A host and a path without escapes, as most addresses are; of "amp" more is to be asked.
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?=/)(?:[/.](?!amp)[A-Za-z0-9_~-]+)+)/?")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_AMPERSANDS = re.compile(r"^(?:amp;)+")  # what is left of "&amp;" in an address that was escaped twice
_DELIMITERS = "/:@!$&'()*+,;=~?"
_MAX_LENGTH = 4000


class _Address(NamedTuple):
    scheme: str
    host: str  # ASCII, lower case, an IPv6 address in brackets
    port: str  # ":8080", or empty for the scheme's own
    path: str
    query: str
    fragment: str


@lru_cache(maxsize=64)  # an entry's link and guid are often the same, and asked for in a row
def canonical(url: str) -> str:
    """The identity form of an address; idempotent.

    Two addresses of one article have equal forms. What is no absolute http(s) address (a bare id, a
    ``tag:`` or ``urn:``) loses its outer blanks and is otherwise left alone.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"https://{_strip_host(plain[1])}{plain[2]}"
    url = _clean(url)
    address = _split(url)
    if address is None:
        return url
    host = _strip_host(address.host)
    path = _strip_amp(_SLASHES.sub("/", _SESSION.sub("", _escape(address.path))).rstrip("/")).rstrip("/")
    escaped = (_AMPERSANDS.sub("", _escape(pair.replace("+", "%20"))) for pair in address.query.split("&"))
    pairs = sorted(pair for pair in escaped if pair and not _is_tracking(pair))
    if any(_is_below(host, domain) and form.search(path) for domain, form in _PATH_IS_IDENTITY.items()):
        pairs = []
    fragment = "#" + _escape(address.fragment) if _is_path(address.fragment) else ""
    port = "" if address.port in (":80", ":443") else address.port
    return f"https://{host}{port}{path or '/'}{'?' if pairs else ''}{'&'.join(pairs)}{fragment}"


@lru_cache(maxsize=64)
def names_article(url: str) -> bool:
    """False for an address that cannot tell articles apart: none at all, or a site's front page."""
    if _PLAIN.fullmatch(url):
        return True
    address = _split(canonical(url))
    return address is not None and bool(address.path.strip("/") or address.query or address.fragment)


def clickable(url: str) -> str:
    """The address as a link for people: as published, but http(s) only, escaped, without credentials.

    Empty if it is not fit to be clicked (``javascript:``, ``data:``, no host, over 4,000 characters).
    """
    if len(url) <= _MAX_LENGTH and _FIT_TO_CLICK.fullmatch(url):
        return url
    address = _split(_clean(url))
    if address is None:
        return ""
    link = f"{address.scheme}://{address.host}{address.port}{_escape(address.path)}"
    if address.query:
        link += "?" + _escape(address.query)
    if address.fragment:
        link += "#" + _escape(address.fragment)
    return link if len(link) <= _MAX_LENGTH else ""


def server_of(url: str) -> str:
    """Its host and, if it names one, its port, in lower case and without credentials."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def without_place(url: str) -> str:
    """The address of a page, without the place on it that a fragment names."""
    page, _, fragment = url.partition("#")
    return url if _is_path(fragment) else page


def _is_path(fragment: str) -> bool:
    """True for a "hashbang", the path of a page that a script builds; others are places on a page."""
    return fragment.startswith("!")


def _clean(url: str) -> str:
    return _CONTROLS.sub("", url).strip()


def _split(url: str) -> _Address | None:
    """The parts of an absolute http(s) address; None if it is something else."""
    if not url[:8].lower().startswith(("http://", "https://")) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host, number = (parts.hostname or "").rstrip("."), parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii").rstrip(".")
    except ValueError:  # an impossible port or host; UnicodeError is one of these
        return None
    if not _HOST.fullmatch(host) or not host.strip("."):
        return None
    port = "" if number in (None, {"http": 80, "https": 443}[parts.scheme]) else f":{number}"
    return _Address(
        parts.scheme, f"[{host}]" if ":" in host else host, port, parts.path, parts.query, parts.fragment
    )


def _strip_host(host: str) -> str:
    while match := _HOST_PREFIX.match(host):
        host = host[match.end() :]
    return host


def _strip_amp(path: str) -> str:
    while (shorter := _AMP_PATH.sub("", path, count=1)) != path:
        path = shorter
    return path


def _escape(text: str) -> str:
    """Percent-encoding in its one normal form (RFC 3986, section 6.2.2.2): no needless escapes.

    An escaped delimiter stays escaped, for it means something else than a plain one.
    """
    out = []
    end = 0
    for run in _ESCAPES.finditer(text):
        out.append(quote(text[end : run.start()], safe=_DELIMITERS, errors="surrogatepass"))
        out.append(quote(unquote_to_bytes(run.group()), safe="~"))
        end = run.end()
    out.append(quote(text[end:], safe=_DELIMITERS, errors="surrogatepass"))
    return "".join(out)


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0]
    return name in _TRACKING_AS_WRITTEN or _TRACKING.fullmatch(name.lower()) is not None
