"""robots.txt: whose rules count, which of them decides, and what a hostile file costs."""

from __future__ import annotations

import time

import pytest

from monitor.core.robots import LONGEST_DELAY, MAX_RULES, parse_robots

SITE = "https://wire.example"


def allows(text: str, path: str) -> bool:
    return parse_robots(text, "Tumen").allows(SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /private", "/private/1", False),
        ("Disallow: /private", "/news/1", True),
        ("Disallow:", "/news/1", True),
        ("Disallow: /\nAllow: /news/", "/news/1", True),
        ("Allow: /news/\nDisallow: /", "/archive/1", False),
        ("Allow: /news\nDisallow: /news", "/news", True),
        ("Disallow: /*?print=", "/news/1?print=1", False),
        ("Disallow: /*?print=", "/news/1?id=1", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /news/$", "/news/", False),
        ("Disallow: /news/$", "/news/1", True),
        ("Disallow: *session", "/a?session=1", False),
        ("Disallow: /новости", "/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8/1", False),
        ("Disallow: /a  # the archive", "/a/1", False),
        ("disallow : /a", "/a/1", False),
        ("Disallow: /", "/robots.txt", True),
        ("Nonsense\n: \nDisallow /a", "/a", True),
    ],
)
def test_which_rule_decides(rules: str, path: str, allowed: bool) -> None:
    assert allows(f"User-agent: *\n{rules}\n", path) is allowed


def test_rules_for_us_are_before_rules_for_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: tumen/1.0\nDisallow: /archive\n"
    assert allows(text, "/news/1")
    assert not allows(text, "/archive/1")
    assert not parse_robots(text, "Another").allows(f"{SITE}/news/1")


def test_groups_that_name_us_several_times_count_together() -> None:
    text = "User-agent: Tumen\nDisallow: /a\n\nUser-agent: Tumen\nDisallow: /b\n"
    assert not allows(text, "/a")
    assert not allows(text, "/b")


def test_rules_before_any_agent_are_nobodys() -> None:
    assert allows("Disallow: /\n", "/news/1")


@pytest.mark.parametrize(
    ("said", "delay"), [("10", 10.0), ("2.5", 2.5), ("86400", LONGEST_DELAY), ("soon", 0.0), ("-1", 0.0)]
)
def test_a_delay_is_kept_within_reason(said: str, delay: float) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {said}\n", "Tumen").delay == delay


def test_a_hostile_file_costs_little() -> None:
    text = "User-agent: *\n" + f"Disallow: /{'*a' * 200}b\n" * 1_200
    started = time.process_time()
    robots = parse_robots(text, "Tumen")
    assert robots.allows(f"{SITE}/{'a' * 1_500}")
    assert time.process_time() - started < 2


def test_no_more_rules_are_kept_than_anybody_needs() -> None:
    text = "User-agent: *\n" + "Disallow: /a\n" * (MAX_RULES + 1)
    assert len(parse_robots(text, "Tumen").rules) == MAX_RULES
