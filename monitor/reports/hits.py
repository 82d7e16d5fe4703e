"""An article that matches, as a person is shown it: when and whose, the headline, a passage, the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from alerts.passages import marked, passages
from monitor.reports.terminal import local

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from alerts.passages import Passage
    from monitor.core.model import Article, Match


def show_hit(screen: Console, article: Article, match: Match, *, at: datetime, remark: str = "") -> None:
    """Print an article with what matched marked; ``at`` is the time to show of it."""
    reading = article.reading
    screen.print(
        Text(f"{local(at)}  {reading.source} [{reading.language}]  ", style="dim"),
        _marked(screen, marked("title", reading.title, match.evidence)),
        Text(remark, style="dim"),
        sep="",
    )
    for passage in passages(reading.text, match.evidence, limit=1):
        screen.print(Padding(_marked(screen, passage), (0, 0, 0, 4), expand=False))
    screen.print(Text(f"    {reading.url}", style="dim"), soft_wrap=True)


def _marked(screen: Console, passage: Passage) -> Text:
    """A passage with its words marked: by colour, or by asterisks where there is none."""
    shown = Text("…" if passage.before else "")
    done = 0
    for start, end in passage.marks:
        word = passage.text[start:end]
        shown.append(passage.text[done:start])
        shown.append(word if screen.color_system else f"*{word}*", style="bold yellow")
        done = end
    shown.append(passage.text[done:])
    return shown.append("…" if passage.after else "")
