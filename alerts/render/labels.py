"""The words of a mail that are ours, in the reader's language, and times as people there write them.

A language without labels gets English ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language's words; ``{n}`` stands for a number, ``months`` stand as in a date.

    ``markers`` are those of the wires in that language, by our names for them.
    """

    language: str
    updated: str
    revision: str
    new: str
    why: str
    rule: str
    words: str
    topic: str
    cites: str
    related: str
    more: str
    joined: str
    linked: str
    read: str
    seen: str
    digest: str
    count: str
    notices: str
    notice: str
    untitled: str
    shortened: str
    cut: str
    nothing: str
    silent: str
    severities: Mapping[str, str]
    markers: Mapping[str, str]
    months: tuple[str, ...]
    date: str

    def moment(self, at: datetime, timezone: str) -> str:
        """``at`` in the reader's zone, with the zone's name."""
        local = at.astimezone(ZoneInfo(timezone))
        day = self.date.format(
            year=local.year, month=self.months[local.month - 1], number=local.month, day=local.day
        )
        return f"{day} {local:%H:%M} {zone_name(local)}".rstrip()

    def marker(self, name: str) -> str:
        """A wire's marker such as ``2nd-lead``."""
        return self.markers.get(name, name.replace("-", " ").upper())


def zone_name(local: datetime) -> str:
    """``KST``, or ``UTC+03`` where the zone has no name."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


_ENGLISH = Labels(
    language="en",
    updated="Updated",
    revision="text no. {n}",
    new="new",
    why="Why you got this",
    rule="Rule",
    words="Found",
    topic="Topic",
    cites="Cites",
    related="The story so far",
    more="and {n} more",
    joined="More on what was told before",
    linked="The same story, told apart",
    read="Read at",
    seen="seen",
    digest="Digest",
    count="articles: {n}",
    notices="notices: {n}",
    notice="Notice",
    untitled="(no headline)",
    shortened="The texts were shortened to keep this message small.",
    cut="… and more that finds no room here",
    nothing="Nothing came.",
    silent="Silent, or not to be read: {feeds}.",
    severities={"high": "high priority", "low": "low priority"},
    markers={},
    months=("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
    date="{day} {month} {year},",
)

_RUSSIAN = Labels(
    language="ru",
    updated="Обновлено",
    revision="текст № {n}",
    new="новое",
    why="Почему это пришло",
    rule="Правило",
    words="Найдено",
    topic="Тема",
    cites="Ссылается на",
    related="Сюжет к этому часу",
    more="и ещё {n}",
    joined="Продолжение того, о чём уже сообщалось",
    linked="Тот же сюжет отдельно",
    read="Читать на",
    seen="замечено",
    digest="Сводка",
    count="материалов: {n}",
    notices="уведомлений: {n}",
    notice="Уведомление",
    untitled="(без заголовка)",
    shortened="Тексты сокращены, чтобы письмо осталось небольшим.",
    cut="… и ещё то, что здесь не поместилось",
    nothing="Ничего не поступило.",
    silent="Молчат или не читаются: {feeds}.",
    severities={"high": "важно", "low": "второстепенно"},
    markers={
        "urgent": "СРОЧНО",
        "update": "ДОПОЛНЕНО",
        "correction": "ИСПРАВЛЕНО",
        "brief": "КОРОТКО",
        "repeat": "ПОВТОР",
        "exclusive": "ЭКСКЛЮЗИВ",
        "roundup": "ОБЗОР",
        "interview": "ИНТЕРВЬЮ",
    },
    months=(
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    date="{day} {month} {year},",
)

_KOREAN = Labels(
    language="ko",
    updated="수정",
    revision="{n}번째 본문",
    new="새 내용",
    why="받은 이유",
    rule="규칙",
    words="일치한 말",
    topic="주제",
    cites="인용",
    related="지금까지의 보도",
    more="외 {n}건",
    joined="앞서 알린 소식의 후속 보도",
    linked="따로 묶인 같은 사건",
    read="기사 보기",
    seen="확인",
    digest="모음",
    count="기사 {n}건",
    notices="알림 {n}건",
    notice="알림",
    untitled="(제목 없음)",
    shortened="메시지 크기를 줄이려고 본문을 줄였습니다.",
    cut="… 자리가 모자라 나머지는 생략했습니다",
    nothing="들어온 기사가 없습니다.",
    silent="조용하거나 읽을 수 없는 피드: {feeds}.",
    severities={"high": "중요", "low": "낮음"},
    markers={
        "urgent": "속보",
        "lead": "종합",
        "2nd-lead": "종합2보",
        "3rd-lead": "종합3보",
        "update": "업데이트",
        "correction": "정정",
        "brief": "단신",
        "repeat": "재송",
        "exclusive": "단독",
        "full": "상보",
        "interview": "인터뷰",
    },
    months=tuple(str(number) for number in range(1, 13)),
    date="{year}년 {number}월 {day}일",
)

_ALL = {labels.language: labels for labels in (_ENGLISH, _RUSSIAN, _KOREAN)}


def labels_for(language: str) -> Labels:
    """The labels of a language, by its ISO 639-1 code."""
    return _ALL.get(language, _ENGLISH)
