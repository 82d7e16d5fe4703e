"""What the citations of one text are, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.core.relation import understanding

if TYPE_CHECKING:
    from monitor.core.model import Citation

UNDERSTANDING = understanding()


def found(text: str, *, title: str = "", source: str | None = None) -> tuple[Citation, ...]:
    return UNDERSTANDING.understand(title=title, text=text, source=source).cites


def cites(text: str, *, title: str = "", source: str | None = None) -> list[str]:
    return [citation.agency for citation in found(text, title=title, source=source)]
