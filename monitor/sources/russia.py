"""News agencies, newspapers and broadcasters of Russia."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.profile import PageSelectors, SourceProfile

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
        # A day's worth, where the others hold an hour and a half.
        deeper=((r"(https?://(?:www\.)?tass\.ru)/rss/(?:v2|all)\.xml", r"\1/rss/yandex.xml"),),
        page=PageSelectors(text='div.text-content, div.text-block, p[class*="Paragraph_paragraph"]'),
    ),
    SourceProfile(
        source="ria",
        agency="ria",
        hosts=("ria.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"ria\.ru/\d{8}/(?:[\w-]{1,80}-)?(\d{6,12})\.html",
        page=PageSelectors(text="div.article__text"),
    ),
    SourceProfile(
        source="interfax",
        agency="interfax",
        hosts=("interfax.ru", "interfax.com", "interfax-russia.ru"),
        languages=("ru", "en"),
        timezone=MOSCOW,
        identity=r"interfax\.ru/[\w-]{2,40}/(\d{5,8})(?!\d)",
        page=PageSelectors(text='article[itemprop="articleBody"]', drop=".social_icons, .aside"),
    ),
    SourceProfile(
        source="kommersant",
        hosts=("kommersant.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"kommersant\.ru/(?:amp/)?doc/(\d{6,8})(?!\d)",
        deeper=(
            (
                r"(https?://(?:www\.)?kommersant\.ru)/RSS/(?:news|main)\.xml",
                r"\1/sitemaps/sitemap_news.xml",
            ),
        ),
        page=PageSelectors(
            text=".article_text_wrapper .doc__text, p.doc__text", drop=".document_authors, .incut"
        ),
    ),
    SourceProfile(
        source="sputnik",
        agency="sputnik",
        hosts=("sputniknews.com", "sputnikglobe.com", "sputniknews.cn", "sputniknews.jp"),
        languages=("en", "zh", "ja"),
        timezone=MOSCOW,
        identity=r"sputnik\w{1,10}\.\w{2,6}/(?:amp/)?\d{8}/(?:[\w-]{1,200}-)?(\d{7,13})\.html",
        page=PageSelectors(text="div.article__text"),
    ),
    SourceProfile(
        source="rt",
        hosts=("rt.com", "rtnewsru.com"),
        languages=("en", "ru"),
        timezone=MOSCOW,
        identity=r"/(\d{6,7})-[\w-]{3,200}(?:/|$|\?)",
        page=PageSelectors(text="div.article__text", drop=".read-more, .rtcode"),
    ),
    SourceProfile(
        source="moscow-times",
        hosts=("themoscowtimes.com",),
        languages=("en",),
        timezone=MOSCOW,
        identity=r"themoscowtimes\.com/\d{4}/\d\d/\d\d/[\w-]{1,200}-a(\d{4,6})(?!\d)",
        page=PageSelectors(text=".article__block--html"),
    ),
    SourceProfile(
        source="rg",
        hosts=("rg.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        page=PageSelectors(text='[class*="PageContentCommonStyling_text"]'),
    ),
    SourceProfile(
        source="izvestia",
        hosts=("iz.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"\biz\.ru/(\d{6,8})(?!\d)",
        page=PageSelectors(text='[itemprop="articleBody"]', drop=".more_style_one, .read_more_style"),
    ),
    SourceProfile(
        source="lenta",
        hosts=("lenta.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        page=PageSelectors(text=".topic-body__content-text"),
    ),
    SourceProfile(
        source="vedomosti",
        hosts=("vedomosti.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"vedomosti\.ru/[\w-]{2,40}/(?:articles|news|characters)/\d{4}/\d\d/\d\d/(\d{6,8})(?!\d)",
        page=PageSelectors(text=".box-paragraph__text"),
    ),
    SourceProfile(
        source="rbc",
        hosts=("rbc.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        identity=r"rbc\.ru/(?:[\w-]{1,40}/){1,6}([0-9a-f]{24})",
        page=PageSelectors(text="div.article__text", drop=".article__inline-item, .banner"),
    ),
    SourceProfile(source="1tv", hosts=("1tv.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(source="zvezda", hosts=("tvzvezda.ru",), languages=("ru",), timezone=MOSCOW),
    SourceProfile(
        source="primamedia",
        hosts=("primamedia.ru",),
        languages=("ru",),
        timezone=VLADIVOSTOK,
        identity=r"primamedia\.ru/news/(\d{6,8})(?!\d)",
    ),
    SourceProfile(
        source="newsvl",
        hosts=("newsvl.ru",),
        languages=("ru",),
        timezone=VLADIVOSTOK,
        identity=r"newsvl\.ru/(?:[\w-]{2,40}/)?\d{4}/\d\d/\d\d/(\d{5,7})(?!\d)",
    ),
    SourceProfile(
        source="eastrussia",
        hosts=("eastrussia.ru",),
        languages=("ru",),
        timezone=VLADIVOSTOK,
        min_gap=timedelta(seconds=4),
    ),
)
