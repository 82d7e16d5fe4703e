"""Generated feeds for measuring: word-sampled news in three languages, served from memory on loopback.

The text is not grammatical, which is right for measuring parsing, matching and storing and wrong for
measuring understanding. Each feed has an address of its own in 127.0.0.0/8, as real feeds have hosts.
"""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from itertools import accumulate
from threading import Event, Thread
from typing import NamedTuple
from xml.sax.saxutils import escape

WORDS = {
    "en": (
        "the minister said talks would resume next week after a long pause as exports fell and "
        "the bank cut its forecast for growth while workers at the port voted on a new contract "
        "and farmers asked for help with the harvest following heavy rain in the south where "
        "roads were closed schools reopened officials visited the region to inspect repairs and "
        "promised money for bridges power lines trains hospitals housing ships engines steel cars "
        "chips science sport music film a record crowd watched"
    ).split(),
    "ru": (
        "министр заявил что переговоры возобновятся на следующей неделе после долгой паузы "
        "экспорт сократился банк понизил прогноз роста работники порта проголосовали за новый "
        "договор фермеры попросили помощи с урожаем после сильных дождей на юге дороги закрыты "
        "школы снова открылись чиновники посетили регион осмотрели ремонт и обещали деньги на "
        "мосты линии поезда больницы жильё корабли двигатели сталь машины наука спорт музыка кино "
        "рекордная публика губернатор совет"
    ).split(),
    "ko": (
        "장관은 다음 주에 회담이 재개될 것이라고 밝혔다 수출이 감소하고 은행은 성장률 전망을 "
        "낮췄다 항만 노동자들이 새 계약에 투표했으며 농민들은 폭우 이후 수확을 도와달라고 요청했다 "
        "남부 도로가 통제되고 학교는 다시 문을 열었다 공무원들은 지역을 방문해 복구를 점검하고 "
        "다리 전력선 열차 병원 주택 선박 엔진 철강 자동차 반도체 과학 체육 음악 영화"
    ).split(),
}
SYLLABLES = {
    "en": [c + v for c in "bcdfglmnprstvw" for v in ("a", "e", "i", "o", "un", "er", "al")],
    "ru": [c + v for c in "бвгдзклмнпрст" for v in ("а", "е", "и", "о", "ов", "ен", "ал")],
    "ko": [chr(0xAC00 + 588 * lead + 28 * vowel) for lead in range(0, 19, 2) for vowel in (0, 4, 8, 13, 20)],
}
RARE_WORDS = 20_000
"""Made of syllables: what gives news texts their long tail of names and rare words."""

ON_TOPIC = {
    "en": (
        ("Russia, North Korea", "Moscow and Pyongyang", "South Korea, Russia", "Seoul and Moscow"),
        ("agree on", "discuss", "postpone", "sign deal on", "resume", "count losses from"),
        ("rail freight", "gas supplies", "fishing quotas", "ferry service", "student exchange", "coal port"),
    ),
    "ru": (
        ("Россия и КНДР", "Москва и Пхеньян", "Россия и Южная Корея", "Сеул и Москва"),
        ("согласовали", "обсудили", "отложили", "подписали договор про", "возобновляют", "считают убытки за"),
        ("грузовые поезда", "поставки газа", "квоты на рыбу", "паром", "обмен студентами", "угольный порт"),
    ),
    "ko": (
        ("북러", "러시아와 북한", "한러", "한국과 러시아"),
        ("합의", "논의", "연기", "협정 서명", "재개", "손실 집계"),
        ("철도 화물", "가스 공급", "어획 쿼터", "여객선", "유학생 교류", "석탄 항만"),
    ),
}


class Room(NamedTuple):
    """A feed: where it is served and what it says."""

    address: str
    path: str
    language: str
    body: bytes
    items: int


def generate(count: int, *, items: int = 60, seed: int = 1, now: datetime | None = None) -> list[Room]:
    """``count`` feeds: two thirds RSS, one third Atom; half English, the rest Russian and Korean."""
    rng = random.Random(seed)
    now = now or datetime.now(UTC)
    rooms = []
    for number in range(count):
        language = ("en", "ru", "en", "ko")[number % 4]
        stories = [_story(rng, language, number, index, now) for index in range(items)]
        write = _atom if number % 3 == 2 else _rss
        rooms.append(
            Room(
                address=f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}",
                path=f"/feed{number}.xml",
                language=language,
                body=write(number, stories).encode(),
                items=items,
            )
        )
    return rooms


class _Story(NamedTuple):
    title: str
    text: str
    link: str
    date: datetime


def _story(rng: random.Random, language: str, feed: int, index: int, now: datetime) -> _Story:
    words, weights = _vocabulary(language)

    def pick(count: int) -> str:
        return " ".join(rng.choices(words, cum_weights=weights, k=count))

    on_topic = rng.random() < 0.03
    title = " ".join(map(rng.choice, ON_TOPIC[language])) if on_topic else pick(8).capitalize()
    # Three feeds of four carry a lead of a sentence or two, the others the whole text.
    length = rng.randint(120, 320) if feed % 4 == 3 else rng.randint(15, 45)
    text = f"{pick(length).capitalize()} {feed}-{index}."
    return _Story(
        title, text, f"http://news{feed}.example/{language}/{index}", now - timedelta(minutes=index)
    )


@cache
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """Words, the frequent ones first, and their cumulative weights by Zipf's law."""
    rng = random.Random(language)
    made = ("".join(rng.choices(SYLLABLES[language], k=rng.randint(2, 4))) for _ in range(RARE_WORDS))
    words = list(dict.fromkeys([*WORDS[language], *made]))
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))


def _rss(number: int, stories: list[_Story]) -> str:
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{s.link}</link><guid>{s.link}</guid>"
        f"<pubDate>{format_datetime(s.date)}</pubDate>"
        f"<description>{escape(f'<p>{s.text}</p>')}</description></item>"
        for s in stories
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News {number}</title>'
        f"<link>http://news{number}.example/</link>{items}</channel></rss>"
    )


def _atom(number: int, stories: list[_Story]) -> str:
    entries = "".join(
        f'<entry><title>{escape(s.title)}</title><link href="{s.link}"/><id>{s.link}</id>'
        f"<updated>{s.date.isoformat()}</updated><published>{s.date.isoformat()}</published>"
        f'<summary type="html">{escape(f"<p>{s.text}</p>")}</summary></entry>'
        for s in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>News {number}</title><id>urn:news:{number}</id>{entries}</feed>"
    )


class Server:
    """Serves rooms over HTTP/1.1 from a thread of its own; counts the requests."""

    def __init__(self, rooms: list[Room], *, validators: bool = True) -> None:
        self._rooms = {room.path: room for room in rooms}
        self._addresses = [room.address for room in rooms]
        self._validators = validators
        self._ready = Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._serve, daemon=True)
        self.port = 0
        self.requests = 0

    def __enter__(self) -> Server:
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def url(self, room: Room) -> str:
        return f"http://{room.address}:{self.port}{room.path}"

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()

    async def _listen(self) -> None:
        first = await asyncio.start_server(self._answer, self._addresses[0], 0)
        self.port = first.sockets[0].getsockname()[1]
        for address in self._addresses[1:]:
            await asyncio.start_server(self._answer, address, self.port)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests += 1
                room = self._rooms.get(head.split(b" ", 2)[1].decode())
                if room is None:
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                elif self._validators and b"if-none-match" in head.lower():
                    writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                else:
                    etag = b'ETag: "1"\r\n' if self._validators else b""
                    writer.write(
                        b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
                        + etag
                        + b"Content-Length: %d\r\n\r\n" % len(room.body)
                        + room.body
                    )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
