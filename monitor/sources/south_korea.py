"""News agencies, newspapers, broadcasters and ministries of South Korea."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.profile import PageSelectors, SourceProfile

SEOUL = "Asia/Seoul"

PROFILES = (
    SourceProfile(
        source="yonhap",
        agency="yonhap",
        hosts=("yna.co.kr", "yonhapnews.co.kr"),
        languages=("ko", "en", "zh", "ja", "ar", "es", "fr"),
        timezone=SEOUL,  # fourteen digits without a zone, and words without one
        heads=("Yonhap News Agency", "연합뉴스", "韩联社"),
        trailers=(r"[\w.+-]{2,40}@yna\.co\.kr",),
        # AEN 20260629 0062 52 320: desk language, day, the day's serial, filing, desk. The serial stays when
        # a report is filed again as (LEAD) or (2nd LD).
        chain=r"\b([A-Z]{3}\d{12})\d{5}\b",
        identity=r"\b([A-Z]{3}\d{17})\b",
        min_gap=timedelta(seconds=1),
        page=PageSelectors(
            text="article.story-news, div.story-news", drop=".txt-copyright, .writer-zone01, .tit-sub, aside"
        ),
    ),
    SourceProfile(
        source="newsis",
        agency="newsis",
        hosts=("newsis.com",),
        languages=("ko",),
        timezone=SEOUL,
        identity=r"\b(NIS[XI]\d{8}_\d{10})\b",
        page=PageSelectors(text=".viewer article", drop=".view_text, .summury"),
    ),
    SourceProfile(
        source="news1",
        agency="news1",
        hosts=("news1.kr",),
        languages=("ko",),
        timezone=SEOUL,
        trailers=(r"[\w.+-]{2,40}@news1\.kr",),
        identity=r"news1\.kr/(?:[\w-]{2,40}/){1,3}\??(\d{7,8})(?!\d)",
    ),
    SourceProfile(
        source="newspim",
        agency="newspim",
        hosts=("newspim.com",),
        languages=("ko",),
        timezone=SEOUL,
        identity=r"newspim\.com/news/view/(\d{14})(?!\d)",
    ),
    SourceProfile(
        source="korea-herald",
        hosts=("koreaherald.com",),
        languages=("en",),
        timezone=SEOUL,
        identity=r"koreaherald\.com/article/(\d{6,10})(?!\d)",
        page=PageSelectors(text="#articleText"),
    ),
    SourceProfile(source="korea-times", hosts=("koreatimes.co.kr",), languages=("en",), timezone=SEOUL),
    SourceProfile(
        source="korea-joongang-daily",
        hosts=("koreajoongangdaily.joins.com",),
        languages=("en",),
        timezone=SEOUL,
    ),
    SourceProfile(
        source="kbs",
        hosts=("world.kbs.co.kr", "rki.kbs.co.kr"),
        languages=("ko", "en", "ru", "zh", "ja"),
        timezone=SEOUL,
        heads=("KBS WORLD Radio", "进入菜单 进入原文"),
        # One number serves all languages: it is no identity without its language.
        identity=r"(lang=\w&(?:[\w=]{1,40}&){0,4}Seq_Code=\d{3,8})(?!\d)",
        page=PageSelectors(text=".body_txt"),
    ),
    SourceProfile(source="chosun", hosts=("chosun.com",), languages=("ko", "en"), timezone=SEOUL),
    SourceProfile(
        source="joongang",
        hosts=("joongang.co.kr",),
        languages=("ko",),
        timezone=SEOUL,
        identity=r"joongang\.co\.kr/article/(\d{7,9})(?!\d)",
        page=PageSelectors(text="#article_body", drop=".ab_photo, .ab_related_article"),
    ),
    SourceProfile(
        source="donga",
        hosts=("donga.com",),
        languages=("ko",),
        timezone=SEOUL,
        identity=r"donga\.com/(?:[\w-]{2,20}/){0,3}article/all/(\d{8}/\d{8,10})(?!\d)",
        page=PageSelectors(text="section.news_view, .article_txt", drop=".view_m_adA, .sub_cont_AD01, h2"),
    ),
    SourceProfile(
        source="hankyoreh",
        hosts=("hani.co.kr",),
        languages=("ko", "en"),
        timezone=SEOUL,
        identity=r"hani\.co\.kr/arti/(?:[\w-]{2,40}/){0,3}(\d{5,8})\.html",
        page=PageSelectors(text=".article-text"),
    ),
    SourceProfile(
        source="khan",
        hosts=("khan.co.kr",),
        languages=("ko",),
        timezone=SEOUL,
        identity=r"khan\.co\.kr/article/(\d{12,15})(?!\d)",
        page=PageSelectors(text="#articleBody", drop=".editor, .art_photo"),
    ),
    SourceProfile(
        source="korea-kr",
        hosts=("korea.kr", "korea.net"),
        languages=("ko", "en"),
        timezone=SEOUL,
        identity=r"[?&]newsId=(\d{6,12})(?!\d)",
    ),
    SourceProfile(source="mofa", hosts=("mofa.go.kr",), languages=("ko", "en", "ru"), timezone=SEOUL),
    SourceProfile(source="unikorea", hosts=("unikorea.go.kr",), languages=("ko", "en"), timezone=SEOUL),
)
