"""News agencies, newspapers and broadcasters of Russia."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.profile import SourceProfile

MOSCOW = "Europe/Moscow"
VLADIVOSTOK = "Asia/Vladivostok"

PROFILES = (
    SourceProfile(
        source="tass",
        agency="tass",
        hosts=("tass.ru", "tass.com"),
        languages=("ru", "en"),
        timezone=MOSCOW,
        markers=(("ТАСС-ДОСЬЕ", "factbox"), ("ТАСС ДОСЬЕ", "factbox")),
        # The word "agency" stands before the dateline of pages saved from the wire's archive.
        datelines=(r"(?:ИТАР-ТАСС|/ИТАР-ТАСС/|/ТАСС/|/TASS/)\.\s{0,3}",),
        heads=("All news", "Все новости", "World", "Politics", "Russian Politics & Diplomacy"),
        trailers=(r"(?:tags|теги)\b[^\n]{0,200}", r"новость дополняется\.?", r"текст дополнен[^\n]{0,120}"),
        identity=r"tass\.(?:com|ru)/[\w-]{2,60}/(\d{6,9})(?!\d)",
    ),
    SourceProfile(
        source="ria",
        agency="ria",
        hosts=("ria.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"ria\.ru/\d{8}/(?:[\w-]{1,80}-)?(\d{6,12})\.html",
    ),
    SourceProfile(
        source="interfax",
        agency="interfax",
        hosts=("interfax.ru", "interfax.com", "interfax-russia.ru"),
        languages=("ru", "en"),
        timezone=MOSCOW,
        identity=r"interfax\.ru/[\w-]{2,40}/(\d{5,8})(?!\d)",
    ),
    SourceProfile(
        source="kommersant",
        hosts=("kommersant.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"kommersant\.ru/(?:amp/)?doc/(\d{6,8})(?!\d)",
    ),
    SourceProfile(
        source="sputnik",
        agency="sputnik",
        hosts=("sputniknews.com", "sputnikglobe.com", "sputniknews.cn", "sputniknews.jp"),
        languages=("en", "zh", "ja"),
        timezone=MOSCOW,
        identity=r"sputnik\w{1,10}\.\w{2,6}/(?:amp/)?\d{8}/(?:[\w-]{1,200}-)?(\d{7,13})\.html",
    ),
    SourceProfile(
        source="rt",
        hosts=("rt.com", "rtnewsru.com"),
        languages=("en", "ru"),
        timezone=MOSCOW,
        identity=r"/(\d{6,7})-[\w-]{3,200}(?:/|$|\?)",
    ),
    SourceProfile(source="moscow-times", hosts=("themoscowtimes.com",), languages=("en",), timezone=MOSCOW),
    SourceProfile(source="rg", hosts=("rg.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="izvestia", hosts=("iz.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="lenta", hosts=("lenta.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="vedomosti", hosts=("vedomosti.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="rbc", hosts=("rbc.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="1tv", hosts=("1tv.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="zvezda", hosts=("tvzvezda.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="primamedia", hosts=("primamedia.ru",), languages=("ru",), timezone=VLADIVOSTOK),
    SourceProfile(source="newsvl", hosts=("newsvl.ru",), languages=("ru",), timezone=VLADIVOSTOK),
    SourceProfile(
        source="eastrussia",
        hosts=("eastrussia.ru",),
        languages=("ru",),
        timezone=VLADIVOSTOK,
        min_gap=timedelta(seconds=4),
    ),
)
