"""Agencies and newspapers of other countries that report on Korea and Russia."""

from __future__ import annotations

from monitor.core.profile import SourceProfile

PROFILES = (
    SourceProfile(source="reuters", agency="reuters", hosts=("reuters.com",), languages=("en",)),
    SourceProfile(source="ap", agency="ap", hosts=("apnews.com",), languages=("en",), day_first=False),
    SourceProfile(source="afp", agency="afp", hosts=("afp.com",), languages=("en", "fr")),
    SourceProfile(
        source="kyodo",
        agency="kyodo",
        hosts=("kyodonews.net", "kyodonews.jp", "kyodo.co.jp"),
        languages=("en", "ja", "zh"),
        timezone="Asia/Tokyo",
    ),
    SourceProfile(
        source="jiji", agency="jiji", hosts=("jiji.com",), languages=("ja", "en"), timezone="Asia/Tokyo"
    ),
    SourceProfile(source="nhk", hosts=("nhk.or.jp", "nhk.jp"), languages=("ja", "en"), timezone="Asia/Tokyo"),
    SourceProfile(
        source="xinhua",
        agency="xinhua",
        hosts=("xinhuanet.com", "news.cn"),
        languages=("zh", "en", "ru", "ko", "ja"),
        timezone="Asia/Shanghai",
    ),
    SourceProfile(
        source="chinanews",
        agency="chinanews",
        hosts=("chinanews.com", "chinanews.com.cn"),
        languages=("zh", "en"),
        timezone="Asia/Shanghai",
    ),
    SourceProfile(
        source="crntt", agency="crntt", hosts=("crntt.com",), languages=("zh",), timezone="Asia/Hong_Kong"
    ),
    SourceProfile(
        source="cna",
        agency="cna",
        hosts=("cna.com.tw", "focustaiwan.tw"),
        languages=("zh", "en", "ja"),
        timezone="Asia/Taipei",
    ),
    SourceProfile(
        source="ukrinform",
        agency="ukrinform",
        hosts=("ukrinform.net", "ukrinform.ua", "ukrinform.ru"),
        languages=("uk", "en", "ru"),
        timezone="Europe/Kyiv",
    ),
    SourceProfile(source="scmp", hosts=("scmp.com",), languages=("en",), timezone="Asia/Hong_Kong"),
    SourceProfile(
        source="taipei-times", hosts=("taipeitimes.com",), languages=("en",), timezone="Asia/Taipei"
    ),
    SourceProfile(
        source="bbc",
        hosts=("bbc.com", "bbc.co.uk"),
        languages=("en", "ru", "ko", "zh"),
        timezone="Europe/London",
    ),
)
