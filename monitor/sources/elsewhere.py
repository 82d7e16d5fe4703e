"""Agencies and newspapers of other countries that report on Korea and Russia."""

from __future__ import annotations

from monitor.core.profile import PageSelectors, SourceProfile

PROFILES = (
    SourceProfile(source="reuters", agency="reuters", hosts=("reuters.com",), languages=("en",)),
    SourceProfile(
        source="ap",
        agency="ap",
        hosts=("apnews.com",),
        languages=("en",),
        day_first=False,
        identity=r"apnews\.com/article/(?:[\w-]{1,200}-)?([0-9a-f]{32})",
        page=PageSelectors(text=".RichTextStoryBody", drop=".Enhancement, .HTMLModuleEnhancement"),
    ),
    SourceProfile(source="afp", agency="afp", hosts=("afp.com",), languages=("en", "fr")),
    SourceProfile(
        source="kyodo",
        agency="kyodo",
        hosts=("kyodonews.net", "kyodonews.jp", "kyodo.co.jp"),
        languages=("en", "ja", "zh"),
        timezone="Asia/Tokyo",
        identity=r"kyodonews\.net/news/\d{4}/\d\d/([0-9a-f]{8,12})",
        page=PageSelectors(text=".article-body", drop=".related"),
    ),
    SourceProfile(
        source="jiji",
        agency="jiji",
        hosts=("jiji.com",),
        languages=("ja", "en"),
        timezone="Asia/Tokyo",
        identity=r"jiji\.com/jc/article\?k=(\d{10,12}\w{0,4})",
    ),
    SourceProfile(source="nhk", hosts=("nhk.or.jp", "nhk.jp"), languages=("ja", "en"), timezone="Asia/Tokyo"),
    SourceProfile(
        source="xinhua",
        agency="xinhua",
        hosts=("xinhuanet.com", "news.cn"),
        languages=("zh", "en", "ru", "ko", "ja"),
        timezone="Asia/Shanghai",
        identity=r"(?:xinhuanet\.com|news\.cn)/(?:[\w-]{2,20}/){0,3}(\d{8}/[0-9a-f]{32})/",
        page=PageSelectors(text="#detail, #detailContent", drop=".relatedNews"),
    ),
    SourceProfile(
        source="chinanews",
        agency="chinanews",
        hosts=("chinanews.com", "chinanews.com.cn"),
        languages=("zh", "en"),
        timezone="Asia/Shanghai",
        identity=r"chinanews\.com(?:\.cn)?/\w{2,10}/\d{4}/\d\d-\d\d/(\d{7,9})\.shtml",
        page=PageSelectors(text=".left_zw", drop=".adInContent"),
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
        identity=r"cna\.com\.tw/news/\w{2,12}/(\d{12})\.aspx",
        page=PageSelectors(text=".centralContent .paragraph", drop=".moreArticle, .shareBar, .media"),
    ),
    SourceProfile(
        source="ukrinform",
        agency="ukrinform",
        hosts=("ukrinform.net", "ukrinform.ua", "ukrinform.ru"),
        languages=("uk", "en", "ru"),
        timezone="Europe/Kyiv",
        identity=r"ukrinform\.(?:net|ua|ru)/rubric-[\w-]{2,40}/(\d{6,8})(?!\d)",
        page=PageSelectors(text=".newsText", drop=".readMore, .tagsContainer"),
    ),
    SourceProfile(
        source="scmp",
        hosts=("scmp.com",),
        languages=("en",),
        timezone="Asia/Hong_Kong",
        identity=r"scmp\.com/(?:[\w-]{2,40}/){1,4}article/(\d{7,8})(?!\d)",
    ),
    SourceProfile(
        source="taipei-times", hosts=("taipeitimes.com",), languages=("en",), timezone="Asia/Taipei"
    ),
    SourceProfile(
        source="bbc",
        hosts=("bbc.com", "bbc.co.uk"),
        languages=("en", "ru", "ko", "zh"),
        timezone="Europe/London",
        page=PageSelectors(text='[data-component="text-block"]'),
    ),
)
