"""Understanding an article: language, who is named, who is cited, and what the topics say of it.

The one place that puts the steps in order. Everything is read from the text without its furniture, which is
blanked out in place, so that offsets stay those of title and text as given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.citations import citations
from monitor.core.expressions import Subject
from monitor.core.furniture import furniture
from monitor.core.language import detect
from monitor.core.lexicon import Lexicon
from monitor.core.model import Mention
from monitor.core.profile import GENERIC
from monitor.core.text import fold
from monitor.core.topics import TopicBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.furniture import FurnitureSpan
    from monitor.core.model import Citation, Verdict
    from monitor.core.profile import SourceProfile
    from monitor.core.settings import Settings
    from monitor.core.text import Folded


_HERE = re.compile(r"(?<=[a-z,] )here(?![\w'-])(?! (?:is|are|was|were|comes?|to stay)\b)")


class Understood(NamedTuple):
    """What was understood. ``title`` and ``text`` are folded, furniture blanked out, for rules to match.

    ``cut``: the text was longer than is looked at (``monitor.core.text.LIMIT``).
    """

    language: str
    mentions: tuple[Mention, ...]
    cites: tuple[Citation, ...]
    verdicts: tuple[Verdict, ...]
    title: Folded
    text: Folded

    @property
    def cut(self) -> bool:
        return self.title.cut or self.text.cut


class Understanding:
    """The lexicon and the topics of one version of the configuration."""

    def __init__(self, lexicon: Lexicon, topics: TopicBook) -> None:
        self.lexicon = lexicon
        self._topics = topics

    @classmethod
    def compile(cls, settings: Settings) -> Understanding:
        """Raises what ``TopicBook`` and ``Lexicon`` raise for settings that were not checked."""
        lexicon = Lexicon.shipped(settings.entities)
        return cls(lexicon, TopicBook(settings.topics, lexicon))

    def understand(
        self,
        *,
        title: str,
        text: str,
        language: str | None = None,
        source: str | None = None,
        profile: SourceProfile | None = None,
        feed: str = "",
        separated: Sequence[FurnitureSpan] | None = None,
    ) -> Understood:
        """Understand one article.

        ``language`` is what the publisher says; ``text`` may begin with the title. ``separated`` is the
        furniture that title and text have been freed of already; None if they have not.
        """
        profile = profile or GENERIC
        spans = furniture(title, text, profile) if separated is None else separated
        habit = profile.languages[0] if profile.languages else None
        found = detect(title, text, declared=language, habit=habit)
        folded_title = fold(blanked(title, [span for span in spans if span.field == "title"]))
        # A text that begins with its title keeps it: the title may be cut off where the text goes on.
        repeats = bool(title.strip()) and text.startswith(title)
        folded_text = fold(
            blanked(
                text,
                [span for span in spans if span.field == "text" and not (repeats and span.kind == "title")],
            )
        )
        named = (
            *self.lexicon.mentions(folded_title, folded_text, found),
            *self._here(folded_text, found, spans),
        )
        mentions = tuple(
            mention
            for mention in sorted(named, key=lambda one: (one.field != "title", one.start))
            if not (repeats and mention.field == "text" and mention.end <= len(title))
        )
        own = frozenset(filter(None, (profile.agency, source)))
        cites = citations(folded_title, folded_text, mentions, lexicon=self.lexicon, own=own, furniture=spans)
        subject = Subject(
            title=folded_title,
            text=folded_text,
            source=source or profile.source,
            feed=feed,
            language=found,
            cites=cites,
            mentions=mentions,
        )
        return Understood(
            language=found,
            mentions=mentions,
            cites=cites,
            verdicts=self._topics.judge(subject),
            title=folded_title,
            text=folded_text,
        )

    def _here(self, text: Folded, language: str, spans: Iterable[FurnitureSpan]) -> Iterator[Mention]:
        """What an English wire report calls "here" is the place of its dateline: "left here for Moscow"."""
        dateline = next((span.value for span in spans if span.kind == "dateline"), "")
        found = tuple(_HERE.finditer(text.text)) if dateline and language == "en" else ()
        named = self.lexicon.mentions(fold(""), fold(dateline), language) if found else ()
        places = [one.entity for one in named if self.lexicon.kind(one.entity) == "place"]
        for here in found if places else ():
            start, end = text.span(here.start(), here.end())
            yield Mention(field="text", start=start, end=end, text=text.original[start:end], entity=places[0])


def blanked(text: str, spans: Sequence[FurnitureSpan]) -> str:
    """The text with blanks in place of its furniture; line ends stay."""
    if not spans:
        return text
    pieces, done = [], 0
    for span in spans:
        pieces.append(text[done : span.start])
        pieces.append(
            "".join("\n" if character == "\n" else " " for character in text[span.start : span.end])
        )
        done = span.end
    pieces.append(text[done:])
    return "".join(pieces)
