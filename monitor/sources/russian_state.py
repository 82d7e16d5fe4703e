"""Institutions of the Russian state."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.profile import PageSelectors, SourceProfile
from monitor.core.settings import HtmlSelectors

MOSCOW = "Europe/Moscow"

PROFILES = (
    SourceProfile(
        source="council",  # the Federation Council: no feed, list pages only
        hosts=("council.gov.ru",),
        languages=("ru", "en"),
        timezone=MOSCOW,
        heads=("Новости", "События", "Events", "Главные темы"),
        identity=r"council\.gov\.ru/(?:en/)?events/[a-z_]{3,30}/(\d{2,7})(?!\d)",
        min_gap=timedelta(seconds=4),
        # Lists, leads and sliders of its pages, in which one report may stand several times.
        lists=HtmlSelectors(
            item=".hentry, .slider__wide_text",
            link=".hentry__title a, .slider__wide_title a",
            title=".hentry__title a, .slider__wide_title a",
            date="time.dt-published, .slider__wide_meta",
        ),
        page=PageSelectors(text="div.body_text", drop="span.tooltip__text, .article_additional__wrapper"),
    ),
    SourceProfile(
        source="prlib",  # the Presidential Library
        hosts=("prlib.ru",),
        languages=("ru", "en"),
        timezone=MOSCOW,
        identity=r"prlib\.ru/(?:en/)?(?:news|afisha|events)/(\d{4,8})(?!\d)",
        min_gap=timedelta(seconds=4),
        lists=HtmlSelectors(
            item=".node-news", link="a.node-link", title=".node-title", date=".date-display-single"
        ),
    ),
    SourceProfile(
        source="kremlin",
        hosts=("kremlin.ru",),
        languages=("ru", "en"),
        timezone=MOSCOW,
        # A translation has the original's number on another host.
        identity=r"((?:en\.)?kremlin\.ru/(?:[a-z_]{2,30}/){1,4}\d{2,7})(?!\d)",
        min_gap=timedelta(seconds=15),
        page=PageSelectors(
            text='[itemprop="articleBody"], .read__internal_content', drop=".read__tags, .read__bottommeta"
        ),
    ),
    SourceProfile(
        source="mid",  # the Foreign Ministry
        hosts=("mid.ru",),
        languages=("ru", "en"),
        timezone=MOSCOW,
        # Every item is numbered by its department and date: «1254-12-07-2026».
        trailers=(r"\d{1,5}-\d{2}-\d{2}-\d{4}",),
        heads=("Внешнеполитические новости", "Foreign policy news"),
        identity=r"mid\.ru/(\w{2}/[\w/-]{3,80}/\d{5,8})(?!\d)",
        min_gap=timedelta(seconds=10),
        page=PageSelectors(text=".article-content, div.text.article-content"),
    ),
    SourceProfile(
        source="duma",
        hosts=("duma.gov.ru",),
        languages=("ru", "en"),
        timezone=MOSCOW,
        identity=r"duma\.gov\.ru/((?:en/)?news/\d{3,7})(?!\d)",
        min_gap=timedelta(seconds=4),
        page=PageSelectors(text=".article__content"),
    ),
    SourceProfile(
        source="government",
        hosts=("government.ru",),
        languages=("ru", "en"),
        timezone=MOSCOW,
        min_gap=timedelta(seconds=4),
        identity=r"government\.ru/((?:en/)?(?:news|docs|dep_news)/\d{3,6})(?!\d)",
        page=PageSelectors(text=".reader_article_body"),
    ),
    SourceProfile(
        source="scrf",
        hosts=("scrf.gov.ru",),
        languages=("ru",),
        timezone=MOSCOW,
        min_gap=timedelta(seconds=4),
        identity=r"scrf\.gov\.ru/(?:en/)?news/\w{2,20}/(\d{3,6})(?!\d)",
    ),
)
