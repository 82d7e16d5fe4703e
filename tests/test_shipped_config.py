"""The feeds.yaml that Tumen brings: sound, without surprises, and its rules find what they are named for."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import pytest

from monitor import sources
from monitor.configfile import read, shipped_path
from monitor.core.expressions import Subject, match_one, parse
from monitor.core.lexicon import Lexicon
from monitor.core.profile import GENERIC
from monitor.core.reading import read_document
from monitor.core.settings import (
    FeedFormat,
    FeedSettings,
    Settings,
    StorageSettings,
    TopicSettings,
    WebSettings,
)
from monitor.core.text import fold

TEXT = shipped_path().read_text(encoding="utf-8")


@cache
def shipped() -> Settings:
    return read(shipped_path(), {})


def feed(id_: str) -> FeedSettings:
    return next(feed for feed in shipped().feeds if feed.id == id_)


# --- No surprises -------------------------------------------------------------------------------


def test_it_is_sound_without_any_environment_and_nothing_of_it_waits():
    assert shipped().stopped == ()


def test_storage_and_page_are_what_they_would_be_without_it():
    assert shipped().storage == StorageSettings()
    assert shipped().web == WebSettings()


def test_channels_are_examples_and_switched_off():
    assert shipped().channels
    assert not any(channel.enabled for channel in shipped().channels)


def test_secrets_are_only_named():
    assert "whsec_" not in re.sub(r"#.*", "", TEXT)
    assert not re.search(r"://[^/\s:@]+:(?!\$\{)[^/\s@]+@", TEXT)


# --- Feeds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["tass", "yonhap", "council", "prlib", "kremlin"])
def test_the_sources_it_was_made_for_are_switched_on(source: str):
    assert any(feed.source == source and feed.enabled for feed in shipped().feeds)


def test_yonhap_in_every_language_all_news_and_north_korea():
    yonhap = [feed for feed in shipped().feeds if feed.source == "yonhap" and feed.enabled]
    for language in ("ko", "en", "zh", "ja"):
        paths = {urlsplit(feed.url).path.lower() for feed in yonhap if feed.language == language}
        assert {path.rpartition("/")[2] for path in paths} in (
            {"news.xml", "nk.xml"},
            {"news.xml", "northkorea.xml"},
        )


@pytest.mark.parametrize("feed", shipped().feeds, ids=lambda feed: feed.id)
def test_every_feed_says_its_language_and_belongs_to_a_source_that_is_known(feed: FeedSettings):
    assert feed.language
    profile = sources.profile(feed.source)
    assert profile is not GENERIC
    assert (urlsplit(feed.url).hostname or "").endswith((*profile.hosts, "korea.kr"))


@pytest.mark.parametrize(
    "part",
    re.findall(
        r"^  - id: .*\n(?:    .*\n)*?    enabled: false.*", TEXT.partition("\ntopics:")[0], re.MULTILINE
    ),
)
def test_every_feed_that_is_switched_off_says_why(part: str):
    assert re.search(r"enabled: false +# \w", part)


@pytest.mark.parametrize(
    ("id_", "page", "link", "title", "published"),
    [
        (
            "council-ru",
            """<ul><li class="h-entry hentry hentry_wide"><h4 class="hentry__title">
               <a class="u-url" href="/events/news/200001/">Сенаторы обсудили связи с Кореей</a></h4>
               <time class="dt-published" datetime="2026-03-02T10:00+03:00">2 марта 2026</time></li></ul>""",
            "http://council.gov.ru/events/news/200001/",
            "Сенаторы обсудили связи с Кореей",
            "2026-03-02T07:00:00+00:00",
        ),
        (
            "prlib-en",
            """<div class="node node-news"><a href="/en/news/900001" class="node-link"><div class="node-date">
               <span property="dc:date" content="2026-03-02T17:50:00+03:00">2 March 2026</span></div>
               <h3 class="node-title">An exhibition on Korea opens</h3></a></div>""",
            "https://www.prlib.ru/en/news/900001",
            "An exhibition on Korea opens",
            "2026-03-02T14:50:00+00:00",
        ),
    ],
)
def test_the_selectors_read_pages_of_the_shape_that_is_served(
    id_: str, page: str, link: str, title: str, published: str
):
    settings = feed(id_)
    assert settings.format is FeedFormat.HTML
    (entry,) = read_document(
        f"<html><body>{page}</body></html>".encode(),
        content_type="text/html; charset=utf-8",
        url=settings.url,
        feed=settings,
        profile=sources.profile(settings.source),
    ).entries
    assert (entry.link, entry.title) == (link, title)
    assert entry.published is not None
    assert entry.published.isoformat() == published


# --- Topic and rules ----------------------------------------------------------------------------


def test_the_topic_and_its_facets():
    (topic,) = shipped().topics
    assert topic.id == "korea-russia"
    assert topic.threshold == TopicSettings(id="", name="").threshold  # what the file explains
    assert {facet.id: set(facet.sides) for facet in topic.facets} == {
        "rok-russia": {"south-korea", "russia"},
        "dprk-russia": {"north-korea", "russia"},
        "trilateral": {"south-korea", "north-korea", "russia"},
    }


def test_rules_have_names_and_keep_to_the_topic():
    assert len(shipped().rules) >= 12
    assert all(rule.topic == "korea-russia" and rule.name != rule.id for rule in shipped().rules)


DPRK, ROK = "dprk-russia", "rok-russia"

FOUND = {
    "troops": (
        (DPRK, "en", "North Korea prepares to send more troops to Russia"),
        (DPRK, "ru", "Северокорейские солдаты участвовали в разминировании"),
        (DPRK, "ru", "КНДР передала России артиллерийские снаряды"),
        (DPRK, "ko", "북한군 추가 파병된 정황 포착"),
    ),
    "summits": (
        (DPRK, "en", "Putin invites Kim Jong Un to Moscow"),
        (DPRK, "ru", "Путин встретился с Ким Чен Ыном"),
        (DPRK, "ko", "김정은, 푸틴과 정상회담 개최"),
        (ROK, "en", "Lee Jae-myung and Putin hold phone call"),
        (DPRK, "ko", "북러 정상, 모스크바서 만난다"),
    ),
    "ministers": (
        (DPRK, "en", "Lavrov holds talks with Choe Son Hui in Wonsan"),
        (DPRK, "ru", "Лавров провёл переговоры с Цой Сон Хи"),
        (ROK, "ko", "조현 외교장관, 라브로프와 회담"),
        (DPRK, "ko", "최선희, 다음 주 방러"),
    ),
    "treaty": (
        (DPRK, "en", "Russia and DPRK mark the comprehensive strategic partnership"),
        (DPRK, "ru", "Договор предусматривает взаимную помощь"),
        (DPRK, "ko", "북러 포괄적 전략적 동반자 조약 발효"),
    ),
    "sanctions": (
        (DPRK, "en", "Tanker evaded sanctions on North Korea, report says"),
        (DPRK, "ru", "Эксперты сообщили о нарушении санкций против КНДР"),
        (DPRK, "ko", "대북 제재를 회피한 선박"),
    ),
    "rail-ports": (
        (DPRK, "en", "Passenger trains between Khasan and Rason resume"),
        (DPRK, "ru", "Поезда из Владивостока снова идут в КНДР"),
        (DPRK, "ko", "두만강 자동차 다리 착공"),
    ),
    "energy": (
        (ROK, "en", "Seoul considers buying LNG from Sakhalin"),
        (ROK, "ru", "Южная Корея сократила импорт российского угля"),
        (ROK, "ko", "한국, 러시아산 천연가스 수입 재개 검토"),
    ),
    "workers": (
        (DPRK, "en", "Thousands of North Korean workers arrive in Russia"),
        (DPRK, "ru", "Рабочие из КНДР приедут на стройки Приморья"),
        (DPRK, "ko", "북한 노동자 러시아에 추가 파견"),
    ),
    "parliaments": (
        (ROK, "en", "Federation Council delegation visits South Korea"),
        (ROK, "ru", "Совет Федерации и парламент Республики Корея возобновят диалог"),
        (ROK, "ko", "러시아 하원 대표단, 한국 방문"),
    ),
    "rok-business": (
        (ROK, "en", "Hyundai weighs its buyback option in St. Petersburg"),
        (ROK, "ru", "Корейские компании готовы вернуться на российский рынок"),
        (ROK, "ko", "국내 기업, 러시아 시장 재진출 검토"),
    ),
    "air-tourism": (
        (DPRK, "en", "First Russian tourists reach the new resort"),
        (DPRK, "ru", "Прямые рейсы из Москвы в Пхеньян"),
        (ROK, "ko", "한러 직항 노선 재개 논의"),
    ),
    "exchanges": (
        (DPRK, "en", "Russian delegation of foresters arrives in Pyongyang"),
        (DPRK, "ru", "Москва и Пхеньян подписали протокол"),
        (DPRK, "ko", "북러, 산림 의정서 서명"),
    ),
    "missiles": (
        (DPRK, "en", "Seoul: Russia may transfer submarine technology"),
        (DPRK, "ru", "Передача ракетных технологий КНДР"),
        (DPRK, "ko", "러시아, 북한에 위성 기술 이전 정황"),
    ),
    "consular": (
        (ROK, "en", "A South Korean was detained in Vladivostok"),
        (ROK, "ru", "Гражданина Южной Кореи задержали во Владивостоке"),
        (DPRK, "ko", "우크라이나가 붙잡은 북한군 포로 송환"),
    ),
}


def fires(rule: str, facet: str, language: str, title: str) -> bool:
    lexicon = Lexicon.shipped()
    folded, empty = fold(title), fold("")
    subject = Subject(
        title=folded,
        text=empty,
        language=language,
        topics=frozenset({"korea-russia"}),
        facets=frozenset({facet}),
        mentions=lexicon.mentions(folded, empty, language),
    )
    when = next(found.when for found in shipped().rules if found.id == rule)
    return match_one(parse(when), subject, lexicon.family) is not None


@pytest.mark.parametrize(
    ("rule", "facet", "language", "title"),
    [(rule, *sample) for rule, samples in FOUND.items() for sample in samples],
)
def test_rules_find_what_they_are_named_for(rule: str, facet: str, language: str, title: str):
    assert fires(rule, facet, language, title)


@pytest.mark.parametrize("rule", [*FOUND, "trilateral", "quoting"])
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Choir from Busan sings in Saint Petersburg"),
        ("ru", "Выставка корейской каллиграфии открылась в Москве"),
        ("ko", "모스크바에서 한국 영화제 개막"),
    ],
)
def test_rules_leave_the_rest_alone(rule: str, language: str, title: str):
    assert not fires(rule, ROK, language, title)
