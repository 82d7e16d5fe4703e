"""The demo's own ``feeds.yaml``: its wires, the topic as Tumen ships it, a few rules, two channels."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from monitor.configfile import shipped_path
from monitor.demo.wires import WIRES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from monitor.demo.wires import Wire

TOPIC = "korea-russia"
SECRET = "HOOK_SECRET"  # noqa: S105 - the name of an environment variable
"""Where the configuration looks for the webhook's signing secret."""

COUNCIL = {
    "item": ".hentry",
    "link": ".hentry__title a",
    "title": ".hentry__title a",
    "date": "time.dt-published",
    "summary": ".hentry__summary",
}


def configuration(*, feeds: Mapping[str, str], smtp: str, hook: str, judge: Path | None = None) -> str:
    """The file's text. ``feeds`` are the addresses by the wire's id, ``smtp`` and ``hook`` the receivers'.

    ``judge`` is the sound configuration whose topic and entities are taken, the shipped one unless given.
    """
    judging = yaml.safe_load((judge or shipped_path()).read_text(encoding="utf-8-sig"))
    desk = {
        "id": "desk",
        "type": "email",
        "to": ["desk@example.org"],
        "from": "tumen@example.org",
        "smtp": smtp,
    }
    return yaml.safe_dump(
        {
            "version": 1,
            "storage": {"url": "sqlite:///demo.db"},
            "fetch": {"interval": "1s"},
            "feeds": [_feed(WIRES[wire], address) for wire, address in feeds.items()],
            "entities": judging.get("entities") or [],
            "topics": [topic for topic in judging.get("topics") or [] if topic["id"] == TOPIC],
            "rules": yaml.safe_load(rules_text()),
            "channels": [
                desk,
                {"id": "hook", "type": "webhook", "url": hook, "secret": f"${{{SECRET}}}"},
            ],
        },
        allow_unicode=True,
        sort_keys=False,
    )


def rules_text() -> str:
    """The demo's rules as they ship, in YAML."""
    return resources.files("monitor.demo").joinpath("rules.yaml").read_text(encoding="utf-8")


def _feed(wire: Wire, address: str) -> dict[str, Any]:
    feed = {"id": wire.id, "source": wire.source, "name": wire.name, "url": address}
    if wire.language:
        feed["language"] = wire.language
    page = {"format": "html", "html": COUNCIL} if wire.source == "council" else {}
    return {**feed, "full_text": "never", **page}
