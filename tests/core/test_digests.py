"""Many news in one are known as such; a report that mentions a summary is not one."""

from __future__ import annotations

import time

import pytest

from monitor.core.digests import is_digest
from monitor.core.furniture import separate


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("News Summary", "A port was opened."),
        ("Press Review", ""),
        ("Port city: daily highlights", ""),
        ("A title", "The following is the second summary of major stories moved on Monday."),
        ("Выпуск новостей в 18:00", ""),
        ("Главное за день", ""),
        ("Утренний дайджест", ""),
        ("[주요뉴스 모음]", ""),
        ("오늘의 주요뉴스", ""),
        ("要闻简报(3月2日)", ""),
        ("一周要闻", ""),
        ("3月2日主要报纸头条", ""),
        ("3月2日历史上的今天", ""),
        ("今日のニュース", ""),
        ("The port in brief", ""),
        ("Morning papers: what they write", ""),
        ("What happened overnight on the coast", ""),
        ("Five things to know on Friday", ""),
        ("Главное к утру", ""),
        ("Коротко о важном", ""),
        ("Что произошло за ночь", ""),
        ("밤사이 무슨 일이", ""),
        ("한눈에 보는 뉴스", ""),
        ("早报摘要", ""),
        ("过去一夜发生了什么", ""),
        ("朝刊各紙から", ""),
        ("週間ニュース", ""),
        ("この一日の動き", ""),
        ("At the port", "1. A pier was opened. 2. A crane was built. 3. A ship came in."),
        ("港口", "①码头启用。②新吊机建成。③货船入港。"),
    ],
)
def test_a_digest_is_known_by_its_headline_its_beginning_or_its_list(title: str, text: str) -> None:
    assert is_digest(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Summary of the treaty is published", "Its main points are known."),
        ("Reviewers praise the press", ""),
        ("Главное управление открыло счёт", "За день внесли три миллиона."),
        ("주요 기사 작성자가 다쳤다", ""),
        ("要闻", "一人受伤。"),
        ("Governor receives owners of morning papers", "What happened overnight, he would not say."),
        ("Главное управление готовится к утру", "Что произошло за ночь, не сообщается."),
        ("日报社迁入新楼", "早报摘要栏目照常出版。"),
        ("朝刊の値上げ、港の新聞社が発表", ""),
        ("At the port", "There are 3.5 metres of water. It grew by 1.2 in 2 years, 3. as expected."),
        ("At the port", "x" * 400 + " 1. A pier. 2. A crane. 3. A ship."),
    ],
)
def test_other_texts_are_none(title: str, text: str) -> None:
    assert not is_digest(title, text)


def test_a_site_that_is_called_a_digest_makes_none_of_a_report_that_repeats_its_headline() -> None:
    headline, text = "港に新しい埠頭が完成", "市は2日、港に新しい埠頭が完成したと発表した。"
    title = f"［ポータル］{headline}｜ニュースまとめ"
    assert not is_digest(title, f"{headline}\n{text}")
    assert is_digest(title, text)
    assert is_digest(title, f"{headline}\n{text}\n船が沈没\n{text}")
    assert is_digest(f"今日のニュース：{headline}", f"{headline}\n{text}")
    assert is_digest("今日のニュースまとめ", f"今日\n{text}")


def test_a_pictures_caption_makes_no_digest_of_a_report() -> None:
    caption = "资料图片：3月2日主要报纸头条。 本报"
    report = separate("港口启用新码头", f"{caption}\n市政府2日宣布，新码头当天启用。")
    assert not is_digest(report.title, report.text)


@pytest.mark.parametrize(
    "text", ["1. 2. " * 150_000, "①" * 300_000, "главное " * 100_000, "review of " * 90_000]
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    started = time.process_time()
    is_digest(text, text)
    assert time.process_time() - started < 1
