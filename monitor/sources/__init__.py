"""What is peculiar to each source that Tumen knows, as data.

Facts come from the publishers' public pages and feeds; what is peculiar to none is in
``monitor.core.furniture``. A source that is not here is read by the general rules alone.
"""

from __future__ import annotations

from functools import cache, lru_cache
from urllib.parse import urlsplit

from monitor.core.profile import GENERIC, SourceProfile
from monitor.sources import elsewhere, north_korea, russia, russian_state, south_korea

PROFILES: tuple[SourceProfile, ...] = (
    *russia.PROFILES,
    *russian_state.PROFILES,
    *south_korea.PROFILES,
    *north_korea.PROFILES,
    *elsewhere.PROFILES,
)


@lru_cache(maxsize=1_024)  # asked for with each entry of a feed
def profile(source: str, url: str = "") -> SourceProfile:
    """The profile of a source, by its id (``tass``, also as in ``tass-en``), else by its feed's host.

    A source may also be called by its host (``en.yna.co.kr``). ``GENERIC`` if it is not known.
    """
    by_source, by_host = _tables()
    name = source.lower()
    while name:
        if name in by_source:
            return by_source[name]
        name = name.rpartition("-")[0]
    return _by_host(url, by_host) or _by_host(f"//{source}", by_host) or GENERIC


def _by_host(url: str, by_host: dict[str, SourceProfile]) -> SourceProfile | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    while host:
        if host in by_host:
            return by_host[host]
        host = host.partition(".")[2]
    return None


@cache
def _tables() -> tuple[dict[str, SourceProfile], dict[str, SourceProfile]]:
    return (
        {known.source: known for known in PROFILES},
        {host: known for known in PROFILES for host in known.hosts},
    )
