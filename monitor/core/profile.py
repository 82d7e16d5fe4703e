"""What is peculiar to a source, as frozen data; ``monitor.sources`` fills it in, one source at a time.

``GENERIC`` is an unknown source: the wire furniture that all agencies share is no peculiarity and
stands in ``monitor.core.furniture``. How furniture, dates and identities are read is said there, in
``monitor.core.reading`` and in ``monitor.core.identity``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.core.settings import HtmlSelectors


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSelectors:
    """CSS selectors of an article's page. ``text``: where its text is; ``drop``: what in it is none of it."""

    text: str
    drop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # each once; what is compiled of it is kept by it
class SourceProfile:
    """A source's peculiarities. Every field has a default that is right for an unknown source.

    ``hosts``: its sites, by which it is known when a feed does not name it.
    ``agency`` is the id under which its reports are cited (``yonhap``), if it is an agency.
    ``languages``: those it publishes in, the likeliest first.
    ``timezone``: of its dates without a zone, where the feed's own setting does not say; an IANA name.
    ``markers``: further title markers, (as written, normalised).
    ``datelines``: further regular expressions of a text's opening, matched at the start of a line.
    ``heads`` and ``trailers``: further lines that are not the article, at its top and at its end;
    heads as written, trailers as regular expressions of a whole line.
    ``related``: lines that open a list of other headlines, as written.
    ``chain``: a regular expression with one group, searched in the id and the link: the serial which all
    filings of one report share.
    ``identity``: a regular expression with one group, searched in the link: the source's own id of the
    article, where it stands in every form of the link.
    ``min_gap``: the least time between two requests that the source asks for or enforces.
    ``day_first``: ``03/04/2026`` is 3 April.
    ``lists``: the selectors of its list pages, for feeds that name none.
    ``page``: where the text stands on the pages of its articles.
    ``deeper``: where more of a feed is to be had than its window, as (a regular expression of the whole of
    the feed's address, what to put in its place).
    """

    source: str = ""
    hosts: tuple[str, ...] = ()
    agency: str | None = None
    languages: tuple[str, ...] = ()
    timezone: str | None = None
    markers: tuple[tuple[str, str], ...] = ()
    datelines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    trailers: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    chain: str = ""
    identity: str = ""
    min_gap: timedelta = timedelta()
    day_first: bool = True
    lists: HtmlSelectors | None = None
    page: PageSelectors | None = None
    deeper: tuple[tuple[str, str], ...] = ()

    def chain_of(self, *values: str | None) -> str | None:
        """The serial that all filings of one report share, from the first value that holds one."""
        return _first_group(self.chain, values)

    def identity_of(self, *values: str | None) -> str | None:
        """The source's own id of an article, from the first value (link, guid) that holds one."""
        return _first_group(self.identity, values)

    def deeper_than(self, url: str) -> str | None:
        """The address that shows more than the feed at ``url`` does, if there is one."""
        for address, deeper in self.deeper:
            found = re.fullmatch(address, url)
            if found:
                return found.expand(deeper)
        return None


def _first_group(pattern: str, values: tuple[str | None, ...]) -> str | None:
    if not pattern:
        return None
    for value in values:
        found = re.search(pattern, value) if value else None
        if found:
            return found.group(1)
    return None


GENERIC = SourceProfile()
