"""One article, many addresses: what is the same, and what must stay apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import urls
from monitor.core.urls import canonical, clickable, names_article

SAME = [
    ("http://example.org/a/1", "https://example.org/a/1"),
    ("https://www.example.org/a/1", "https://example.org/a/1/"),
    ("https://m.example.org/a/1", "https://EXAMPLE.org:443/a/1"),
    ("http://example.org:80/a/1", "https://example.org./a/1"),
    ("https://amp.example.org/a/1", "https://example.org/amp/a/1"),
    ("https://example.org/a/1/amp/", "https://example.org/a/1.amp"),
    ("https://example.org/a/1.amp.html", "https://example.org/a/1.html?outputType=amp"),
    ("https://example.org/a/1?utm_source=rss&utm_medium=feed", "https://example.org/a/1"),
    ("https://example.org/a?id=7&fbclid=x&page=2", "https://example.org/a?page=2&id=7"),
    ("https://example.org/a?b=1&amp;a=2", "https://example.org/a?a=2&b=1"),
    ("https://example.org/a/1#comments", "https://example.org/a/1"),
    ("https://example.org/%7Ea/%d0%bc%D0%B8%D1%80", "https://example.org/~a/мир"),
    ("https://example.org/a b?q=a+b", "https://example.org/a%20b?q=a%20b"),
    ("https://новости.рф/1", "https://xn--b1amnebsh.xn--p1ai/1"),
    ("https://example.org//a///1", "https://example.org/a/1"),
    ("  https://example.org/a\n/1 ", "https://example.org/a/1"),
    *(
        ("https://example.org/a?id=1", f"https://example.org/a?{name}=x7&id=1")
        for name in (
            *("pk_campaign", "pk_kwd", "piwik_campaign", "cmpid", "CMP", "ito", "ns_campaign", "ns_mchannel"),
            *("srsltid", "mibextid", "wt_mc", "WT.mc_id", "guccounter", "PHPSESSID", "jsessionid"),
        )
    ),
    ("https://example.org/view.do?id=1", "https://example.org/view.do;jsessionid=0AB1.node2?id=1"),
    # Yonhap: the path is the article, the query only the section its link stood in; mobile hosts.
    (
        "https://en.yna.co.kr/view/AEN20260101000100315?section=news&input=rss",
        "http://m-en.yna.co.kr/view/AEN20260101000100315?input=rss&section=nk/news",
    ),
    (
        "https://www.yna.co.kr/view/AKR20260101000100001?site=x",
        "https://m.yna.co.kr/amp/view/AKR20260101000100001",
    ),
]

APART = [
    # Sessions and campaigns elsewhere, an article's number here.
    *(
        (f"https://example.org/a?{name}=1", f"https://example.org/a?{name}=2")
        for name in ("ocid", "smid", "cmp", "sid", "cid", "pk", "pk_id", "ref", "from", "source", "partner")
    ),
    ("https://example.org/a;v=1", "https://example.org/a;v=2"),
    ("https://example.org/a/1", "https://example.org/a/2"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    (
        "https://example.org/list.do?SITE_NO=3&MENU_ID=180",
        "https://example.org/list.do?SITE_NO=3&MENU_ID=190",
    ),
    ("https://example.org/view.php?section=news&no=1", "https://example.org/view.php?section=sport&no=1"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://en.yna.co.kr/view/AEN20260101000100315", "https://en.yna.co.kr/view/AEN20260101000151315"),
    ("https://en.yna.co.kr/search?query=a", "https://en.yna.co.kr/search?query=b"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/#!/news/1", "https://example.org/#!/news/2"),
    ("https://en.example.org/a", "https://ru.example.org/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_article_are_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_addresses_of_two_articles_differ(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_what_is_no_web_address_is_left_alone() -> None:
    for text in (
        "ACK20240324000100881",
        "tag:example.org,2026:1",
        "urn:uuid:1-2",
        "",
        "https://",
        "http://[::1",
    ):
        assert canonical(f" {text}\n") == text


URLS = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{query}#{fragment}",
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(
        ["www.example.org", "m.amp.example.org", "мир.рф", "[::1]:80", "127.0.0.1:443", "m.co", "www.."]
    ),
    st.text("ab/%2F0é .amp\ud800+&", max_size=20),
    st.text("ab=&%20+;utm_é#", max_size=20),
    st.text("!/a%é", max_size=8),
)


@given(st.one_of(URLS, st.text()))
def test_the_canonical_form_is_its_own(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


NEARLY_PLAIN = re.compile(r"https?://(?:www|m|wap|m-a|b)\.b\.c/[a./mp]+")


@given(st.one_of(st.from_regex(form, fullmatch=True) for form in (urls._PLAIN, NEARLY_PLAIN)))
def test_a_plain_address_has_the_form_that_it_has_among_others(url: str) -> None:
    # Of a fragment, which is no part of the form, it is known that it is not plain.
    assert canonical(url) == canonical(f"{url}#top")
    assert names_article(url) == names_article(f"{url}#top")


@given(st.one_of(URLS, st.text()))
def test_a_clickable_link_is_plain_ascii_and_stays_itself(url: str) -> None:
    link = clickable(url)
    assert link.isascii()
    assert clickable(link) == link
    assert not set(link) & set(" <>\"'\n\r\t`") - {"'"}


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("http://example.org/a?utm_source=x#top", "http://example.org/a?utm_source=x#top"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://новости.рф/мир", "https://xn--b1amnebsh.xn--p1ai/%D0%BC%D0%B8%D1%80"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("java\nscript:alert(1)", ""),
        ("//example.org/a", ""),
        ("https:///a", ""),
        ("https://example.org\\@evil.example/", ""),
        ("https://example.org/" + "a" * 4000, ""),
    ],
)
def test_only_a_web_address_can_be_clicked(url: str, link: str) -> None:
    assert clickable(url) == link


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", True),
        ("https://example.org/?p=12", True),
        ("https://example.org/#!/news/1", True),
        ("https://www.example.org/?utm_source=rss", False),
        ("https://example.org", False),
        ("", False),
        ("urn:uuid:1", False),
    ],
)
def test_a_front_page_names_no_article(url: str, expected: bool) -> None:
    assert names_article(url) is expected


@given(st.from_regex(urls._FIT_TO_CLICK, fullmatch=True))
def test_what_is_fit_to_click_needs_no_change(url: str) -> None:
    # Credentials of nobody: what has any is taken apart and put together again.
    assert clickable(url) == clickable(url.replace("://", "://@")) == url
