"""How much of what matters is kept: a random sample to be labelled by people, and what the labels measure.

Few of thousands of dropped articles matter, so a plain sample of them would find none. The sample is
stratified: so many of what is kept, of what was dropped though it scored, and of what did not score at all;
each line says of how many it was drawn, so the labelled file alone tells recall and precision. The interval
is Bayesian: each stratum's share of relevant articles has a Beta posterior under Jeffreys' prior, and 5,000
draws from all of them give 95 % of what recall may be (Brown, Cai and DasGupta, 2001, on why not the normal
approximation).
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.errors import UsageError
from monitor.reports.status import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.core.model import JSON, Article

KEPT, NEAR, FAR = "kept", "scored", "unscored"
STRATA = (KEPT, NEAR, FAR)

_TEXT = 2_000
_DRAWS = 5_000
_SEED = 1


# --- Drawing ------------------------------------------------------------------------------------


def stratum_of(article: Article, topic: str | None) -> str:
    """Where the article stands with a topic; without one, with all of them."""
    verdicts = [it for it in article.reading.verdicts if topic is None or it.topic == topic]
    if any(verdict.keep for verdict in verdicts):
        return KEPT
    return NEAR if any(verdict.score > 0 for verdict in verdicts) else FAR


def draw(articles: Iterable[Article], *, topic: str | None, size: int, chance: random.Random) -> list[JSON]:
    """At most ``size`` articles of each stratum as lines to be labelled, in no order.

    One pass, with no more in memory than the sample (reservoir sampling, algorithm R).
    """
    seen: Counter[str] = Counter()
    drawn: dict[str, list[Article]] = {stratum: [] for stratum in STRATA}
    for article in articles:
        stratum = stratum_of(article, topic)
        seen[stratum] += 1
        if len(drawn[stratum]) < size:
            drawn[stratum].append(article)
        elif (place := chance.randrange(seen[stratum])) < size:
            drawn[stratum][place] = article
    lines = [
        _line(article, stratum, seen[stratum]) for stratum, chosen in drawn.items() for article in chosen
    ]
    chance.shuffle(lines)
    return lines


def _line(article: Article, stratum: str, population: int) -> JSON:
    reading = article.reading
    return {
        "id": article.id,
        "relevant": None,
        "title": reading.title,
        "text": reading.text[:_TEXT],
        "language": reading.language,
        "source": reading.source,
        "url": reading.url,
        "published": iso(reading.published),
        "stratum": stratum,
        "of": population,
    }


# --- Measuring ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Of ``population`` articles ``labelled`` were, and ``relevant`` of these matter."""

    population: int
    labelled: int
    relevant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A measured share and its 95 % interval; ``value`` is None where nothing relevant was found at all."""

    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the labels say: how much of what is relevant is kept, and of what is kept relevant.

    ``missed`` is about how many relevant articles were dropped.
    """

    recall: Share
    precision: Share
    missed: float
    strata: Mapping[str, Stratum]


def read_labels(lines: Iterable[str]) -> tuple[dict[str, Stratum], int]:
    """The strata of a labelled sample, and how many of its lines have no label yet.

    Raises ``UsageError`` for a line that is none of a sample, by its number.
    """
    population: dict[str, int] = {}
    labelled: Counter[str] = Counter()
    relevant: Counter[str] = Counter()
    open_ = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        stratum, size, label = _label(line, number)
        if population.setdefault(stratum, size) != size:
            raise UsageError(f"line {number}: the lines are of different samples; measure each alone")
        open_ += label is None
        labelled[stratum] += label is not None
        relevant[stratum] += label is True
    strata = {
        name: Stratum(population=size, labelled=labelled[name], relevant=relevant[name])
        for name, size in population.items()
    }
    return strata, open_


def _label(line: str, number: int) -> tuple[str, int, bool | None]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise UsageError(f"line {number}: no JSON ({error})") from error
    known = isinstance(value, dict) and value.get("stratum") in STRATA and isinstance(value.get("of"), int)
    if not known:
        raise UsageError(f"line {number}: no line of a sample that `tumen audit` has drawn")
    label = value.get("relevant")
    if label is not None and not isinstance(label, bool):
        raise UsageError(f"line {number}: relevant must be true or false, or null while it is open")
    return value["stratum"], value["of"], label


def measure(strata: Mapping[str, Stratum]) -> Measured:
    """Recall and precision from labels. Raises ``UsageError`` if a stratum has no label at all."""
    bare = [name for name, it in strata.items() if it.population and not it.labelled]
    if bare or KEPT not in strata:
        raise UsageError(f"nothing is labelled of what is {' and '.join(bare) or KEPT}")
    found = {name: it.population * it.relevant / it.labelled for name, it in strata.items()}
    kept, everything = found[KEPT], sum(found.values())
    chance = random.Random(_SEED)  # noqa: S311 - draws from a posterior; the same labels measure the same
    recalls = []
    for _ in range(_DRAWS):
        drawn = {name: it.population * _share(it, chance) for name, it in strata.items()}
        if any(drawn.values()):
            recalls.append(drawn[KEPT] / sum(drawn.values()))
    precisions = [_share(strata[KEPT], chance) for _ in range(_DRAWS)]
    return Measured(
        # Where all was labelled and nothing is relevant, nothing can be said.
        recall=_interval(kept / everything if everything else None, recalls or [0.0, 1.0]),
        precision=_interval(strata[KEPT].relevant / strata[KEPT].labelled, precisions),
        missed=everything - kept,
        strata=strata,
    )


def _share(stratum: Stratum, chance: random.Random) -> float:
    """A draw from the posterior of the share that is relevant; one that was labelled whole is known."""
    if stratum.labelled >= stratum.population:
        return stratum.relevant / stratum.labelled
    return chance.betavariate(stratum.relevant + 0.5, stratum.labelled - stratum.relevant + 0.5)


def _interval(value: float | None, draws: list[float]) -> Share:
    ordered = sorted(draws)
    return Share(value=value, low=ordered[len(ordered) // 40], high=ordered[-1 - len(ordered) // 40])
