"""The model ``relation``: is an article about what goes on between two sides?

A gate first: both sides must be named. Then visible parts add up to the score: where the sides stand
together, what is said to go on between them, who else is in the story, and what speaks against. Each part
is a yes or no, or a small count, times a weight; the weights were fitted on labelled news (logistic
regression, with all items of a story kept together), then rounded by hand. Operators override any of them
by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.core.model import ScorePart, Verdict
from monitor.core.topics.cues import Cues
from monitor.core.topics.document import LEAD
from monitor.core.topics.facets import facets_of
from monitor.core.topics.scene import Scene
from monitor.core.topics.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.core.expressions import Subject
    from monitor.core.lexicon import Lexicon
    from monitor.core.model import Mention
    from monitor.core.settings import TopicSettings
    from monitor.core.topics.document import Document
    from monitor.core.topics.scene import Presence

WEIGHTS: dict[str, float] = {
    "both sides named": 0.5,
    "together in the title": 2.5,
    "together in the lead": 1.5,
    "together again": 0.5,
    "their leaders": 0.5,
    "what goes on": 1.5,
    "what goes on, in the lead": 1.25,
    "a company in the other's land": 0.5,
    "soldiers or arms": 0.75,
    "shielding": 0.5,
    "nothing said to go on": -1.25,
    "in passing": -1.5,
    "third parties": -2.0,
    "a third party in the title": -1.5,
    "in a list": -1.25,
    "in a bloc": -1.0,
    "neither in the title": -1.25,
    "named once": -1.0,
    "only far apart": -1.0,
    "a ranking or vote": -2.25,
    "many news in one": -2.0,
    "a digest by its title": -2.5,
    "somebody's career": -3.0,
    "sport": -3.75,
    "leisure": -3.25,
    "diaspora": -2.5,
    "an analogy": -3.0,
}
"""What each observation is worth, in favour or against; the sum is compared with the topic's threshold."""

_BETWEEN = ("contact", "bond", "military", "business", "stance", "law", "culture")
_PLAIN = ("business", "law", "culture")  # elsewhere than in a headline, talks and arms may be anybody's
_LEADERS = frozenset({"person", "office"})
_AGAINST = {
    "sport": "sport",
    "leisure": "leisure",
    "listing": "a ranking or vote",
    "digest": "many news in one",
    "career": "somebody's career",
}
_UNLESS = {"listing": "veto"}  # who voted how is a list; a veto is somebody's act
_OTHERS_UNTIL = 5
_MOST_EVIDENCE = 12


class Part(NamedTuple):
    """One observation: its name in ``WEIGHTS``, how much of it, and what it rests on."""

    name: str
    amount: float
    detail: str = ""


class RelationModel:
    """A topic about the relation between its facets' sides."""

    def __init__(self, topic: TopicSettings, lexicon: Lexicon) -> None:
        """Raises ``ValueError`` for facets without a common side and for weights that do not exist."""
        self._topic = topic
        self._sides = Sides(topic.facets, lexicon)
        self._cues = Cues.shipped()
        unknown = {name for name, _ in topic.weights} - WEIGHTS.keys()
        if unknown:
            raise ValueError(f"no such weight: {', '.join(sorted(unknown))}")
        self._weights = WEIGHTS | dict(topic.weights)
        self._of_one_side = Verdict(topic=topic.id, keep=False, score=0.0)

    def judge(self, subject: Subject, document: Document) -> Verdict:  # noqa: ARG002 - the expressions'
        """The verdict on an article; not kept, and not scored, if it names only one side."""
        # Most articles name neither side: no need to ask where their sentences are.
        if not self._sides.are_both_in(mention.entity for mention in document.mentions):
            return self._of_one_side
        scene = Scene(document, self._sides, self._cues)
        if not scene.hub or not scene.partners:
            return self._of_one_side
        parts = tuple(
            ScorePart(
                name=part.name, weight=round(self._weights[part.name] * part.amount, 2), detail=part.detail
            )
            for part in observations(scene)
            if part.amount
        )
        score = round(sum(part.weight for part in parts), 2)
        keep = score >= self._topic.threshold
        return Verdict(
            topic=self._topic.id,
            keep=keep,
            score=score,
            facets=facets_of(scene, self._sides, self._topic.facets) if keep else (),
            evidence=_evidence(scene),
            parts=parts,
        )


def observations(scene: Scene) -> Iterator[Part]:
    """Everything that is weighed, in the order in which it is explained."""
    yield Part("both sides named", 1, f"{scene.hub[0].mention.text}, {scene.partners[0].mention.text}")
    yield from _place(scene)
    yield from _content(scene)
    yield from _others(scene)
    yield from _against(scene)


def _place(scene: Scene) -> Iterator[Part]:
    title = 0 in scene.common
    lead = next((index for index in scene.common if 0 < index <= LEAD), None)
    yield Part("together in the title", title, _pair(scene, 0) if title else "")
    yield Part("together in the lead", lead is not None, _pair(scene, lead) if lead is not None else "")
    again = _again(scene)
    yield Part("together again", again, f"sentences: {again}")
    leaders = next(filter(None, (_leaders(scene, index) for index in sorted(scene.joined))), "")
    yield Part("their leaders", bool(leaders), leaders)
    hub, partner = scene.hub[0].sentence, scene.partners[0].sentence
    yield Part("neither in the title", min(hub, partner) > 0)
    yield Part("only far apart", (not scene.common and not scene.joined) or max(hub, partner) > LEAD)
    rarer = min(scene.partners, scene.hub, key=len)
    yield Part("named once", not title and len(rarer) == 1, rarer[0].mention.text)


def _pair(scene: Scene, index: int) -> str:
    """The first name of each side in a sentence that has both; one, if it stands for both."""
    here = scene.by_sentence[index]
    hub = next(one for one in here if one.standing.hub)
    partner = next(one for one in here if one.standing.partner)
    return _texts((hub, partner))


def _texts(presences: Iterable[Presence]) -> str:
    return ", ".join(dict.fromkeys(one.mention.text for one in presences))


def _again(scene: Scene) -> int:
    """In how many sentences of the text they meet, if they do at its head; at most 5."""
    return min(len([index for index in scene.common if index > 0]), 5) if scene.joined else 0


def _leaders(scene: Scene, index: int) -> str:
    """The people of both sides in a sentence; nothing, if those of one are missing."""
    people = [one for one in scene.by_sentence.get(index, ()) if one.standing.kind in _LEADERS]
    ours = [one for one in people if one.standing.hub or one.standing.partner]
    both = any(one.standing.hub for one in ours) and any(one.standing.partner for one in ours)
    return _texts(ours) if both else ""


def _content(scene: Scene) -> Iterator[Part]:
    near = {kind: word for kind in _BETWEEN if (word := _cue(scene, kind, scene.joined))}
    yield Part("soldiers or arms", "military" in near, near.get("military", ""))
    shields = _cue(scene, "shield", scene.joined)
    yield Part("shielding", bool(shields), shields)
    if 0 in scene.common:
        yield Part("what goes on", min(len(near), 3), _kinds(near))
    elif not scene.others_in_title:
        plain = {kind: near[kind] for kind in _PLAIN if kind in near}
        yield Part("what goes on, in the lead", min(len(plain), 2), _kinds(plain))
        company = _company(scene)
        yield Part("a company in the other's land", bool(company), company)
    yield Part("nothing said to go on", bool(scene.joined) and not near)
    yield Part("in passing", *_in_passing(scene))


def _company(scene: Scene) -> str:
    """The first company of one side that title and lead join to the other: what it does is business."""
    here = [one for index in sorted(scene.joined) for one in scene.by_sentence.get(index, ())]
    hub, partner = any(one.standing.hub for one in here), any(one.standing.partner for one in here)
    for one in here:
        if one.standing.kind == "company" and (partner if one.standing.hub else hub):
            return one.mention.text
    return ""


def _kinds(words: dict[str, str]) -> str:
    return ", ".join(f"{kind} ({word})" for kind, word in words.items())


def _in_passing(scene: Scene) -> tuple[bool, str]:
    """Both sides meet in the lead alone, and only in what is added or in the background."""
    meetings = [index for index in scene.common if index <= LEAD]
    asides = [words[0] for index in meetings if (words := scene.cues(index).get("aside"))]
    return 0 not in meetings and bool(meetings) and len(asides) == len(meetings), ", ".join(asides)


def _cue(scene: Scene, kind: str, sentences: Iterable[int]) -> str:
    return next((words[0] for index in sorted(sentences) if (words := scene.cues(index).get(kind))), "")


def _others(scene: Scene) -> Iterator[Part]:
    only = [one for one in scene.thirds if one.sentence <= _OTHERS_UNTIL]
    of = [one for one in scene.presences if one.sentence <= _OTHERS_UNTIL]
    share = round(len(only) / max(1, len(of)), 2)
    yield Part("third parties", share, f"{share:.0%} of the names: {_texts(only[:4])}")
    titled = [one for one in scene.by_sentence.get(0, ()) if one.standing.thirds & scene.others_in_title]
    yield Part("a third party in the title", min(len(scene.others_in_title), 2), _texts(titled))
    paired = {row[0].sentence for row in scene.pairs}
    listed = bool(scene.common) and all(
        len(scene.thirds_in(index)) >= 2 and index not in paired for index in scene.common
    )
    yield Part("in a list", listed)
    blocs = (row for row in scene.groups if row[0].sentence == 0)
    bloc = next((row for row in blocs if any(one.standing.thirds for one in row)), [])
    yield Part("in a bloc", bool(bloc), _texts(bloc))


def _against(scene: Scene) -> Iterator[Part]:
    for kind, name in _AGAINST.items():
        word = _cue(scene, kind, range(LEAD + 1))
        answered = kind in _UNLESS and _cue(scene, _UNLESS[kind], range(LEAD + 1))
        yield Part(name, bool(word) and not answered, word)
    digest = _cue(scene, "digest", (0,))
    yield Part("a digest by its title", bool(digest), digest)
    named = {mention.entity: mention.text for mention in scene.document.mentions}
    for entity, name in (("koryo-saram", "diaspora"), ("korean-scenario", "an analogy")):
        yield Part(name, entity in named, named.get(entity, ""))


def _evidence(scene: Scene) -> tuple[Mention, ...]:
    """Mentions of both sides, from where they stand together if they do."""
    where = scene.common or sorted({scene.hub[0].sentence, scene.partners[0].sentence})
    found = [
        one.mention
        for index in where
        for one in scene.by_sentence[index]
        if one.standing.hub or one.standing.partner
    ]
    return tuple(found[:_MOST_EVIDENCE])
