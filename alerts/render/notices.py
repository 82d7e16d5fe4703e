"""The headlines of notices in the reader's language; what a notice says beyond it is in English.

A notice is worded once, where the trouble is known, and kept as it was told. For a reader of another language
its kind gives the headline, and the words that it was told in stand below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.render import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUSSIAN = {
    "feed-silent": "Лента {about} молчит",
    "feed-speaks-again": "Лента {about} снова говорит",
    "feed-failing": "Лента {about} не читается",
    "feed-recovered": "Лента {about} снова читается",
    "feed-lost-items": "Лента {about}: материалы потеряны между проверками",
    "network-away": "Нет сети: ленты недоступны",
    "feed-gone": "Лента {about} закрыта",
    "channel-unreachable": "Канал {about} недоступен",
    "channel-disabled": "Канал {about} отключён",
    "outbox-stuck": "В канал {about} ничего не проходит",
    "dead-delivery": "Сообщение не доставлено: {about}",
    "refused-recipient": "Получателям отказано: {about}",
    "disk-filling": "Диск хранилища заполняется",
    "configuration-refused": "Изменённый feeds.yaml не принят",
    "alive": "Tumen работает: отчёт",
}
_KOREAN = {
    "feed-silent": "피드 {about}: 새 소식이 없습니다",
    "feed-speaks-again": "피드 {about}: 새 소식이 다시 들어옵니다",
    "feed-failing": "피드 {about}: 읽을 수 없습니다",
    "feed-recovered": "피드 {about}: 다시 읽힙니다",
    "feed-lost-items": "피드 {about}: 확인 사이에 기사를 놓쳤습니다",
    "network-away": "네트워크 끊김: 피드에 연결할 수 없습니다",
    "feed-gone": "피드 {about}: 폐쇄되었습니다",
    "channel-unreachable": "채널 {about}: 연결할 수 없습니다",
    "channel-disabled": "채널 {about}: 꺼졌습니다",
    "outbox-stuck": "채널 {about}: 아무것도 전달되지 않습니다",
    "dead-delivery": "알림을 전달하지 못했습니다: {about}",
    "refused-recipient": "수신자가 거부되었습니다: {about}",
    "disk-filling": "저장소 디스크가 차고 있습니다",
    "configuration-refused": "바뀐 feeds.yaml이 거부되었습니다",
    "alive": "Tumen 작동 보고",
}
HEADLINES: Mapping[str, Mapping[str, str]] = {"ru": _RUSSIAN, "ko": _KOREAN}
"""By language and kind; English ones are the notices' own."""


def worded(notice: Mapping[str, str], language: str) -> tuple[str, str]:
    """Headline, on one line, and text of a notice for a reader of that language."""
    title, text = safe.line(notice["title"]), safe.plain(notice["text"])
    headline = HEADLINES.get(language, {}).get(notice["kind"])
    if headline is None:
        return title, text
    return headline.format(about=safe.line(notice["about"])), f"{title}\n\n{text}"
