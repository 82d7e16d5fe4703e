"""North Korea's own media, and those that report on it from outside."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.profile import PageSelectors, SourceProfile
from monitor.core.settings import HtmlSelectors

PYONGYANG = "Asia/Pyongyang"
SEOUL = "Asia/Seoul"

WORDPRESS = ((r"(https?://[^?#]+/feed)/?", r"\1/?paged=2"),)
"""Feeds of WordPress come in pages, of which the first is the feed; Daily NK's holds a day's ten items."""

PROFILES = (
    SourceProfile(
        source="kcna",
        agency="kcna",
        hosts=("kcna.kp", "kcna.co.jp"),
        languages=("ko", "en", "zh", "ru", "ja", "es"),
        timezone=PYONGYANG,
        # (평양 9월 10일발 조선중앙통신)    朝中社平壤9月10日电    Пхеньян, 10 сентября. /ЦТАК/--
        datelines=(r"[（(][가-힣]{2,8}\s?\d{1,2}월\s?\d{1,2}일발\s?조선중앙통신[)）]\s{0,3}",),
        trailers=(r"www\.kcna\.kp\s\([^)\n]{4,30}\)", r"\((?:juche|주체)[\d.()년월일\s]{4,30}\)"),
        identity=r"kcna\.kp/(\w{2}/article/(?:detail/[0-9a-f]{32}|q/[0-9a-f]{32}))",
        min_gap=timedelta(seconds=10),  # and one at a time: more gets the address dropped
        lists=HtmlSelectors(item=".article-link li", date=".publish-time"),
        page=PageSelectors(text=".article-content-body .content-wrapper"),
    ),
    SourceProfile(
        source="rodong",
        agency="rodong-sinmun",
        hosts=("rodong.rep.kp",),
        languages=("ko", "en", "zh"),
        timezone=PYONGYANG,
        identity=r"rodong\.rep\.kp/(\w{2}/index\.php\?[\w=+/%]{8,200})",
        min_gap=timedelta(seconds=10),
    ),
    SourceProfile(
        source="kcna-watch",
        hosts=("kcnawatch.org", "kcnawatch.co"),
        languages=("en", "ko"),
        timezone=PYONGYANG,
        deeper=WORDPRESS,
        identity=r"kcnawatch\.\w{2,3}/newstream/(\d{6,12}-\d{6,12})(?!\d)",
    ),
    SourceProfile(
        source="nknews", hosts=("nknews.org",), languages=("en",), timezone=SEOUL, deeper=WORDPRESS
    ),
    SourceProfile(
        source="dailynk",
        hosts=("dailynk.com",),
        languages=("ko", "en"),
        timezone=SEOUL,
        deeper=WORDPRESS,
        page=PageSelectors(text=".td-post-content, .entry-content", drop=".sharedaddy, .jp-relatedposts"),
    ),
    SourceProfile(
        source="38north",
        hosts=("38north.org",),
        languages=("en",),
        timezone="America/New_York",
        deeper=WORDPRESS,
        page=PageSelectors(text=".entry-content", drop=".sharedaddy, .footnotes"),
    ),
    SourceProfile(
        source="beyond-parallel",
        hosts=("beyondparallel.csis.org",),
        languages=("en",),
        timezone="America/New_York",
    ),
    SourceProfile(
        source="rfa",
        hosts=("rfa.org",),
        languages=("ko", "en"),
        timezone="America/New_York",
        page=PageSelectors(text="#storytext"),
    ),
)
