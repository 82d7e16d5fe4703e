"""A publisher that does wrong, checked for real: its server, the fetcher, the reader, a store, the alerts.

What the daemon adds (worker processes, schedule, delivery) is left out, so that many faults take no time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.text import search_text
from monitor.fetch import Fetcher
from storage import open_store
from tests.servers import Answer, Behaviour, WebServer
from tests.shell import desk

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.fetching import Outcome

CONFIG = """\
version: 1
fetch: {{timeout: 10s}}
feeds:
  - {{id: wire, source: wire, url: "{url}", timezone: Asia/Seoul, backlog: alert}}
rules:
  - {{id: every, name: Every article, when: "source:wire", channels: [hook], once_per: article}}
channels:
  - {{id: hook, type: webhook, url: "http://hook.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}
"""


class Publisher(desk.Newsroom):
    """One feed at a server, every article of which is told. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.server = WebServer()
        self._folder = folder

    def __enter__(self) -> Publisher:
        self.server.__enter__()
        store = open_store("memory:", folder=self._folder, search_text=search_text)
        super().__init__(store, CONFIG.format(url=self.server.url("/feed")).encode())
        self.fetcher = Fetcher(self.settings, clock=self.desk)
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self.server.__exit__()

    def configure(self, **fetch: object) -> None:
        """Fetch by these of the ``fetch`` settings from now on."""
        self.settings = replace(self.settings, fetch=replace(self.settings.fetch, **fetch))
        self.fetcher.configure(self.settings)

    def tell_of(self, when: str) -> None:
        """Tell only of what this expression finds from now on."""
        (rule,) = self.settings.rules
        self.settings = replace(self.settings, rules=(replace(rule, when=when),))
        self.desk = desk.Desk(self.settings, self.store)

    def tell_nothing(self) -> None:
        """Go without the rule from now on."""
        self.settings = replace(self.settings, rules=())
        self.desk = desk.Desk(self.settings, self.store)

    def answers(self, *answers: Answer | Behaviour | bytes | str) -> None:
        """What the feed's address answers from now on, in turn."""
        self.server.answer("/feed", *(it.encode() if isinstance(it, str) else it for it in answers))

    def checked(self, times: int = 1) -> list[Outcome]:
        """The outcomes of so many checks, five minutes apart."""
        return [self.check("wire").record.outcome for _ in range(times)]
