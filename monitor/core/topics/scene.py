"""Who meets whom in an article: the places where the sides of a relation stand together."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.topics.document import LEAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.model import Mention
    from monitor.core.topics.cues import Cues
    from monitor.core.topics.document import Document
    from monitor.core.topics.sides import Sides, Standing

# What may stand between the members of a list: «Russia, Iran and the DPRK», «러시아와 북한», 中俄和朝.
_LINK = re.compile(
    r"[\s,·・‧∙ㆍ、/&‑–—-]*"
    r"(?:and|as well as|or|plus|und|et|y|e|и|а также|или|та|й|와|과|및|이나|나|또는|與|与|和|及|と|や|及び)?"
    r"[\s,·]*(?:(?:the|of|from|от|с|со|в|из) ){0,2}\s*"
)
_LINK_LENGTH = 24

_MOST = 1_000  # names looked at; no report has as many in the sentences that count

_SPEAKS = re.compile(
    r"[^\s:\"“«‘']{0,4}(?:\s[^\s:\"“«‘']{1,20}){0,3}\s?(?:: |[\"“«‘「『])"  # a colon, or a quote begins
    r"|(?:['’]s)?(?: [^\s:,\"]{1,16}){0,2} "
    r"(?:says|said|claims|claimed|confirms|confirmed|reports|warns|reveals|expects"
    r"|заяви|сообщи|считает|считают|подтверди|рассказал)"
    r"|[一-龥]{0,6}?(?:称|表示|证实|：)",
    re.IGNORECASE,
)
_SAYS = re.compile(r"(?:['’]s [^\s]{1,16}(?: [^\s]{1,16})?)? (?:says|said)\W*", re.IGNORECASE)
_SAID_BY = re.compile(r"(?:\s[—–-]\s[^—–:]{0,30}|:\s[^—–:]{0,10})$")


@dataclass(frozen=True, slots=True)
class Presence:
    """A mention that takes part: where it is (sentence, and position in the whole article), how it stands."""

    mention: Mention
    standing: Standing
    sentence: int
    start: int
    end: int


class Scene:
    """An article seen by one relation; computed lazily, as most articles name only one side."""

    def __init__(self, document: Document, sides: Sides, cues: Cues) -> None:
        self.document = document
        self._cue_index = cues
        self._cues: dict[int, dict[str, list[str]]] = {}
        self.presences = [
            Presence(mention, standing, place.sentence, place.start, place.end)
            for mention, place in islice(document.placed(), _MOST)
            if (standing := sides.of(mention.entity)).takes_part
        ]
        self.hub = [one for one in self.presences if one.standing.hub]
        self.partners = [one for one in self.presences if one.standing.partner]

    @cached_property
    def by_sentence(self) -> dict[int, list[Presence]]:
        sentences: dict[int, list[Presence]] = defaultdict(list)
        for presence in self.presences:
            sentences[presence.sentence].append(presence)
        return sentences

    def cues(self, index: int) -> dict[str, list[str]]:
        """The cues of a sentence, by kind, as they stand there."""
        if index not in self._cues:
            known = index < len(self.document.starts)
            self._cues[index] = self._cue_index.find(self.document.sentence(index)) if known else {}
        return self._cues[index]

    @cached_property
    def speaker(self) -> Presence | None:
        """A third party of which the title only says that it speaks: «США: …», 美 "…", «… — NATO»."""
        for one in self.by_sentence.get(0, ()):
            apart = one.standing.thirds and not one.standing.hub and not one.standing.partner
            if apart and self.only_speaks(one):
                return one
        return None

    def only_speaks(self, one: Presence) -> bool:
        """The title begins or ends with one who says what else it holds."""
        titled = self.by_sentence[0]
        if one is titled[0] and _SPEAKS.match(self.document.title.original, one.end):
            return True
        return one is titled[-1] and self.named_as_speaker(one)

    def named_as_speaker(self, one: Presence) -> bool:
        """Stands in the title behind a dash or colon: «…: Seoul military», «… — Zelensky», ", Seoul says"."""
        title = self.document.title.original
        return bool(_SAID_BY.search(title, 0, one.start) or _SAYS.fullmatch(title, one.end))

    @cached_property
    def thirds(self) -> list[Presence]:
        """Those who belong to neither side, but for a mere speaker."""
        return [
            one
            for one in self.presences
            if not one.standing.hub and not one.standing.partner and one is not self.speaker
        ]

    @cached_property
    def others_in_title(self) -> frozenset[str]:
        """The third parties that the title names, but for a mere speaker."""
        titled = [one for one in self.by_sentence.get(0, ()) if one is not self.speaker]
        return frozenset().union(*(one.standing.thirds for one in titled))

    def hub_in(self, sentences: Iterable[int]) -> bool:
        return any(one.standing.hub for index in sentences for one in self.by_sentence.get(index, ()))

    def partner_in(self, sentences: Iterable[int]) -> bool:
        return any(one.standing.partner for index in sentences for one in self.by_sentence.get(index, ()))

    @cached_property
    def common(self) -> list[int]:
        """The sentences that name both sides, in order; 0 is the title."""
        return [
            index for index in sorted(self.by_sentence) if self.hub_in((index,)) and self.partner_in((index,))
        ]

    def thirds_in(self, index: int) -> frozenset[str]:
        """The third parties named in a sentence."""
        return frozenset().union(*(one.standing.thirds for one in self.by_sentence.get(index, ())))

    @cached_property
    def rows(self) -> list[list[Presence]]:
        """Names that stand in a row, linked by nothing but commas and «and»; most are alone."""
        found: list[list[Presence]] = []
        row: list[Presence] = []
        for one in self.presences:
            if row and not self._linked(row[-1], one):
                found.append(row)
                row = []
            row.append(one)
        if row:
            found.append(row)
        return found

    @cached_property
    def groups(self) -> list[list[Presence]]:
        """The rows that hold both sides; a single name for both («한러», «DPRK–Russia») is one, too."""
        return [row for row in self.rows if _holds_both(row)]

    @cached_property
    def pairs(self) -> list[list[Presence]]:
        """The groups of the two sides alone, of which companies that only compete are none."""
        return [
            row
            for row in self.groups
            if not any(one.standing.thirds for one in row)
            and (len(row) == 1 or not any(one.standing.weak for one in row))
        ]

    def row_of(self, one: Presence) -> list[Presence]:
        return self._row_at[one.start, one.end]

    @cached_property
    def _row_at(self) -> dict[tuple[int, int], list[Presence]]:
        return {(one.start, one.end): row for row in self.rows for one in row}

    def _linked(self, one: Presence, other: Presence) -> bool:
        gap = other.start - one.end
        if one.sentence != other.sentence or not 0 <= gap <= _LINK_LENGTH:
            return False
        return _LINK.fullmatch(self.document.whole, one.end, other.start) is not None

    @cached_property
    def joined(self) -> frozenset[int]:
        """Sentences of title and lead in which the sides meet; all of them, if the title names one side and
        the lead the other.
        """
        lead = range(1, LEAD + 1)
        near = {index for index in self.common if index <= LEAD}
        if not near and (
            (self.hub_in((0,)) and self.partner_in(lead)) or (self.partner_in((0,)) and self.hub_in(lead))
        ):
            near = {0, *lead}
        return frozenset(near)


def _holds_both(row: Sequence[Presence]) -> bool:
    return any(one.standing.hub for one in row) and any(one.standing.partner for one in row)
