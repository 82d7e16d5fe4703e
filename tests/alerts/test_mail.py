"""Mails as people and their programs see them."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from alerts.payload import Names, digest_data, joined_data
from alerts.render.mail import SUBJECT, Rendered, compose, render
from alerts.sample import sample_notification
from alerts.trouble import switched_off
from monitor.core.settings import EmailSettings
from tests.alerts.samples import ENGLISH, KOREAN, RUSSIAN, notice_told, told
from tests.alerts.test_payload import item
from tests.build import NOW, after, article, delivery

if TYPE_CHECKING:
    from email.message import EmailMessage

    from monitor.core.model import Notification

DESK = EmailSettings(
    id="desk",
    to=("ann@desk.example", "Боб <bob@пример.рф>"),
    sender="Tumen desk <tumen@desk.example>",
    smtp="smtp://127.0.0.1",
    timezone="Asia/Seoul",
)
LANGUAGES = ["en", "ru", "ko"]


def digest_told(*items: Notification) -> Notification:
    payload = {
        "notification": "msg_digest",
        "rule": told().payload["rule"],
        **digest_data([item(n, one.payload) for n, one in enumerate(items)]),
    }
    return replace(told(), id="msg_digest", kind="digest", payload=payload)


def received(notification: Notification, *, thread: str | None = None) -> EmailMessage:
    raw = compose(notification, DESK, thread=thread)
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def english(notification: Notification) -> Rendered:
    return render(notification, language="en", timezone="Asia/Seoul")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("articles: 0", "Nothing came.", "Silent, or not to be read: TASS, 연합뉴스.")),
        ("ru", ("материалов: 0", "Ничего не поступило.", "Молчат или не читаются: TASS, 연합뉴스.")),
        ("ko", ("기사 0건", "들어온 기사가 없습니다.", "조용하거나 읽을 수 없는 피드: TASS, 연합뉴스.")),
    ],
)
def test_an_empty_digest_says_so_and_who_is_silent(language: str, said: tuple[str, ...]) -> None:
    empty = digest_told()
    empty.payload["silent"] = [{"feed": "a", "name": "TASS"}, {"feed": "b", "name": "연합뉴스"}]
    rendered = render(empty, language=language, timezone="UTC")
    for words in said:
        assert words in rendered.plain
        assert words in rendered.html


# --- what a person reads ------------------------------------------------------------------------------


def test_the_story_so_far_goes_back_from_what_was_published_last() -> None:
    times = {"ko": (-300, -60), "ru": (-240, -30), "en": tuple(range(-1000, -400, 30))}
    story = [
        article(
            f"{language}{at}", title=f"said {at}", language=language, published=after(minutes=at), story="s1"
        )
        for language, moments in times.items()
        for at in moments
    ]
    shown = english(told(story=tuple(story)))
    for part in (shown.plain, shown.html):
        said = [int(at) for at in re.findall(r"said (-\d+)", part)]
        assert said == sorted(said, reverse=True)
        assert {-60, -30, -300, -240} < set(said)
        assert len(said) == 12


@pytest.mark.parametrize("part", ["plain", "html"])
def test_a_mail_tells_headline_source_time_passage_reason_story_in_that_order(part: str) -> None:
    shown = getattr(english(told()), part)
    body = html.fromstring(shown).text_content() if part == "html" else shown
    positions = [
        body.index(expected)
        for expected in (
            "North Korean troops arrive in Vladivostok to build a bridge",
            "TASS · 2 Mar 2026, 17:55 KST",
            "A unit of North Korean",
            "Why you got this",
            "DPRK troops and arms (high priority)",
            "Korea–Russia relations · dprk-russia · 4.25",
            "YONHAP",
            "The story so far",
            "Военные строители из КНДР прибыли во Владивосток",
            "북한군 공병대 블라디보스토크 도착",
        )
    ]
    assert positions == sorted(positions)


def test_the_words_that_matched_are_marked() -> None:
    shown = english(told())
    assert "A unit of North Korean *troops* arrived" in shown.plain
    assert [mark.text for mark in html.fromstring(shown.html).iter("mark")] == ["troops", "troops"]


def test_the_articles_own_link_comes_first() -> None:
    shown = english(told())
    links = html.fromstring(shown.html).xpath("//a/@href")
    assert links[0] == ENGLISH.reading.url
    assert set(links[2:]) == {KOREAN.reading.url, RUSSIAN.reading.url}
    assert re.findall(r"https?://\S+", shown.plain)[0] == ENGLISH.reading.url


@pytest.mark.parametrize(
    ("language", "why", "when"),
    [
        ("en", "Why you got this", "2 Mar 2026, 17:55 KST"),
        ("ru", "Почему это пришло", "2 марта 2026, 17:55 KST"),
        ("ko", "받은 이유", "2026년 3월 2일 17:55 KST"),
        ("fr", "Why you got this", "2 Mar 2026, 17:55 KST"),
    ],
)
def test_our_words_are_in_the_readers_language(language: str, why: str, when: str) -> None:
    shown = render(told(), language=language, timezone="Asia/Seoul")
    for part in (shown.plain, shown.html):
        assert why in part
        assert when in part


def test_the_subject_is_the_original_headline_with_its_markers() -> None:
    assert english(told()).subject == ENGLISH.reading.title
    assert english(told(KOREAN, "북한군")).subject == "[속보] 북한군 공병대 블라디보스토크 도착"


@pytest.mark.parametrize(("language", "word"), [("en", "Updated"), ("ru", "Обновлено"), ("ko", "수정")])
def test_an_update_says_so(language: str, word: str) -> None:
    shown = render(told(replace(ENGLISH, revisions=3)), language=language, timezone="UTC")
    assert shown.subject == f"[{word}] {ENGLISH.reading.title}"
    assert word in shown.plain
    assert word in shown.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_lists_its_articles(language: str) -> None:
    shown = render(digest_told(told(), told(KOREAN, "북한군")), language=language, timezone="Asia/Seoul")
    assert "DPRK troops and arms" in shown.subject
    for part in (shown.plain, shown.html):
        assert ENGLISH.reading.title in html.fromstring(f"<p>{part}</p>").text_content()
        assert KOREAN.reading.url in part


def test_a_digest_of_notices_says_so() -> None:
    shown = english(digest_told(notice_told(), notice_told()))
    assert shown.subject.endswith("notices: 2")
    assert shown.plain.count("Channel hook is switched off") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_says_what_happened(language: str) -> None:
    shown = render(notice_told(), language=language, timezone="Asia/Seoul")
    assert "hook" in shown.subject
    assert "HTTP 410" in shown.plain
    assert "HTTP 410" in shown.html
    assert "`tumen channels test hook`" in shown.plain
    assert "<code>tumen channels test hook</code>" in shown.html


def test_what_a_receiver_says_makes_no_code_of_the_rest() -> None:
    shown = english(notice_told(switched_off("hook", delivery(), "`<b>odd")))
    assert "`&lt;b&gt;odd: it wants no more" in shown.html


def test_an_article_without_title_date_or_link_can_be_told() -> None:
    bare = article("x", title="", text="troops", url="mailto:x", published=None, story="s9")
    shown = english(told(bare, story=()))
    assert shown.subject == "(no headline)"
    assert "seen 2 Mar 2026" in shown.plain
    assert "href" not in shown.html


# --- what programs read -------------------------------------------------------------------------------


def test_the_headers_of_a_machine_that_is_no_list_of_spam() -> None:
    message = received(told())
    assert message["Subject"] == ENGLISH.reading.title
    assert message["From"] == "Tumen desk <tumen@desk.example>"
    assert message["To"] == "ann@desk.example, Боб <bob@xn--e1afmkfd.xn--p1ai>"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<msg_0123456789abcdef@tumen.desk.example>"
    assert message["List-Id"] == "<troops.tumen.desk.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Tumen-Notification"] == "msg_0123456789abcdef"
    assert message["Importance"] == "high"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_mails_about_a_story_make_a_thread() -> None:
    assert received(told())["In-Reply-To"] is None
    later = received(told(), thread="msg_first")
    assert later["In-Reply-To"] == later["References"] == "<msg_first@tumen.desk.example>"


def test_a_repeat_is_the_same_to_the_byte() -> None:
    assert compose(told(), DESK, thread=None) == compose(told(), DESK, thread=None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notification", [told(), digest_told(), notice_told()], ids=lambda it: it.kind)
def test_any_server_can_pass_a_mail_on(notification: Notification, language: str) -> None:
    """Seven bits, and lines as RFC 5321 and 5322 want them, whatever the server offers."""
    raw = compose(notification, replace(DESK, language=language), thread=None)
    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 998


def test_the_sample_is_a_mail_like_any_other() -> None:
    assert received(sample_notification(NOW, process=1))["Subject"].startswith("Tumen test")


# --- what nobody may smuggle in -----------------------------------------------------------------------

EVIL = [
    "troops\r\nBcc: all@victims.example\r\n\r\n<script>alert(1)</script>",
    "troops\nX-Evil: yes\x0b\x0c\x1c\x85\u2028\u2029Bcc: a@b.example",
    "=?utf-8?q?=0D=0ABcc:_all=40victims.example?= troops",
    "<img src=x onerror=alert(1)><iframe src=//evil></iframe> troops",
    '"><svg onload=alert(1)> troops {{ 7*7 }} {% for x in y %}',
    "\u202etroops gnp.exe\u2066\u2069",
    "troops \ud800 \x00\x1b[31m",
    "e" + "\u0301" * 100_000 + " troops",
]


def test_a_story_that_proved_to_be_the_same_is_shown_beside() -> None:
    first = told().payload["story"]["articles"][0]
    plain = told()
    story = {
        **plain.payload["story"],
        "linked": [{"id": "s2", "first": {**first, "title": "Builders cross"}}],
    }
    shown = english(replace(plain, payload={**plain.payload, "story": story}))
    for part in (shown.plain, shown.html):
        assert part.index("Builders cross") > part.index("The same story, told apart")
    assert "told apart" not in english(plain).plain


def test_a_digest_that_is_too_long_for_a_mail_says_how_much_more_there_is() -> None:
    shown = english(digest_told(*[told()] * 303))
    for part in (shown.plain, shown.html):
        assert part.count("North Korean troops") + part.count("North Korean <mark") == 300
        assert "and 3 more" in part
    assert "and 3 more" not in english(digest_told(*[told()] * 300)).plain


def test_an_item_of_a_digest_says_briefly_how_far_its_story_went() -> None:
    first = told().payload["story"]["articles"][0]
    linked = [{"id": "s2", "first": {**first, "title": "Builders cross"}}]
    one = told()
    item = replace(one, payload={**one.payload, "story": {**one.payload["story"], "linked": linked}})
    shown = english(digest_told(item))
    for part in (shown.plain, shown.html):
        assert "The story so far · articles: 3 · 연합뉴스 (KO), TASS (RU, EN)" in part.replace("ТАСС", "TASS")
        assert part.index(KOREAN.reading.title) > part.index("The story so far")
        assert part.index("Builders cross") > part.index("The same story, told apart")
    assert "The story so far" not in english(digest_told(told(story=()))).plain


def test_a_digest_of_thirty_items_stays_readable() -> None:
    shown = english(digest_told(*(told(replace(ENGLISH, story=f"s{n}")) for n in range(30))))
    assert shown.plain.count("The story so far") == 30
    assert len(shown.plain.splitlines()) < 30 * 8
    assert KOREAN.reading.title not in shown.plain
    assert "The texts were shortened" in shown.plain


def test_articles_of_one_story_stand_together_in_a_digest_and_it_is_said_once() -> None:
    bridge = told(article("b", title="A bridge is open", story="s2"), story=())
    shown = english(digest_told(told(ENGLISH), bridge, told(KOREAN, "북한군")))
    for part in (shown.plain, shown.html):
        text = part.replace("<mark", "").replace("*", "")
        assert part.count("The story so far") == 1
        # Oldest first, as published; then what else the story has, and only then another story.
        wanted = (
            "The story so far",
            "공병대",
            "arrive in Vladivostok",
            RUSSIAN.reading.title,
            "A bridge is open",
        )
        positions = [text.index(words) for words in wanted]
        assert positions == sorted(positions)
        assert "shortened" not in part


def test_a_mail_says_that_its_texts_are_shorter_only_if_they_are() -> None:
    digest = digest_told(*(told(replace(ENGLISH, story=f"s{n}")) for n in range(10)))
    assert digest.payload["truncated"] == ["items"]  # of what no mail shows
    assert "The texts were shortened" not in english(digest).plain
    assert english(digest).plain.count("A unit of North Korean *troops* arrived") == 10


def test_a_digest_lists_what_has_joined_earlier_stories() -> None:
    digest = digest_told(told(story=()))
    many = [replace(KOREAN, id=f"k{n}") for n in range(7)]
    names = Names(feeds={}, topics={})
    joined = [joined_data([KOREAN, RUSSIAN], names=names), joined_data(many, names=names)]
    shown = english(replace(digest, payload={**digest.payload, "joined": joined}))
    for part in (shown.plain, shown.html):
        assert part.index(KOREAN.reading.title) > part.index("More on what was told before")
        assert RUSSIAN.reading.url in part
        assert "and 3 more" in part
    assert "More on what" not in english(digest).plain


def test_a_development_is_marked_and_says_what_is_new() -> None:
    plain = told()
    update = replace(plain, payload={**plain.payload, "update": {"new": ["3,000", "Расон <b>"]}})
    shown = english(update)
    assert shown.subject.startswith("[Updated] ")
    assert "Updated: new: 3,000, Расон <b>" in shown.plain
    assert "new: 3,000, Расон &lt;b&gt;" in shown.html
    assert render(update, language="ko", timezone="UTC").subject.startswith("[수정] ")


@pytest.mark.parametrize("text", EVIL)
def test_a_hostile_headline_stays_text(text: str) -> None:
    evil = article("x", title=text, text=text, source="evil", feed="evil", story="s9", markers=("a\r\nb",))
    message = received(told(evil, story=()))
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["To"].count("@") == 2
    assert len(message["Subject"]) <= SUBJECT
    assert not re.search("[\u202a-\u202e\u2066-\u2069\r\n\x00-\x1f]", message["Subject"])
    plain, shown = (part.get_content() for part in message.iter_parts())
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", plain + shown)
    elements = {element.tag for element in html.fromstring(shown).iter()}
    assert not elements & {"script", "img", "iframe", "svg", "link", "style", "object", "form"}
    assert "49" not in plain
    assert len(plain) + len(shown) < 30_000


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "JaVaScRiPt:alert(1)",
        "file:///etc/passwd",
        "//evil.example/x",
        "https://",
        'https://x.example/"onmouseover="alert(1)',
        "https://x.example/\r\nBcc: a@b.example",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    evil = article("x", title="troops", url=url, story="s9")
    message = received(told(evil, story=(evil,)))
    plain, shown = (part.get_content() for part in message.iter_parts())
    tree = html.fromstring(shown)
    assert all(link.startswith("https://x.example/") for link in tree.xpath("//@href"))
    assert not tree.xpath("//@onmouseover")
    assert "javascript:" not in plain.lower()
    assert message["Bcc"] is None


def test_nothing_is_loaded_from_afar() -> None:
    for notification in (told(), digest_told(told()), notice_told()):
        shown = english(notification).html
        assert not html.fromstring(shown).xpath("//@src | //link | //style | //script")
        assert "url(" not in shown


@given(title=st.text(max_size=400))
def test_any_headline_comes_back_from_the_mail_as_it_was_shown(title: str) -> None:
    notification = told(article("x", title=title, story="s9"), story=())
    message = received(notification)
    assert message["Subject"] == english(notification).subject
    assert len(message["Subject"]) <= SUBJECT
    (plain, _) = message.iter_parts()
    assert plain.get_content().splitlines()[0] == english(notification).plain.splitlines()[0]


# --- notices ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "headline", "words"),
    [
        ("en", "Channel hook is switched off", "Change the channel in the file"),
        ("ru", "Канал hook отключён", "Измените канал в файле"),
        ("ko", "채널 hook: 꺼졌습니다", "파일에서 채널을 고치거나"),
    ],
)
def test_a_notice_is_in_the_readers_language(language: str, headline: str, words: str) -> None:
    rendered = render(notice_told(), language=language, timezone="UTC")
    assert rendered.subject == f"Tumen: {headline}"
    for part in (rendered.plain, rendered.html):
        assert headline in part
        assert words in part
        assert ("Change the channel" in part) == (language == "en")
