"""What the parts of a link, and what else speaks for a story, are worth, in log odds.

Learned by ``python -m tests.bench.stories --fit`` from labelled stories in five languages, by regularised
logistic regressions, and then moved, one by one and none by more than two fifths, to where streams with other
stories left out each time are placed best (``docs/stories.md`` says what that is worth on stories that had no
part in it). The measures themselves are ``links``' and ``placing``'s.
"""

BIAS = 1.10

WEIGHTS = {
    "entities": 3.10,
    "headline entities": 1.59,
    "entities across headline and text": 2.60,
    "the other Korea": -3.50,  # learned: -1.74, but more costs labelled news nothing and parts busy days
    "concepts": 2.00,
    "concepts across headline and text": 2.90,
    "no concept in common": -0.30,
    "entities and concepts together": 0.24,
    "numbers": 3.94,
    "names": 3.13,
    "days": 2.20,
    "words": 3.70,
    "headline words": 1.94,
    "time": -0.39,
    "brevity": -9.21,
}

CROWD = -0.86
"""What it costs to be one of many: times ``crowding``, of the stories that come into question."""

CORE = 1.60
"""What it is worth to have all of a story's core rather than nothing of it."""

HEADLINES = 3.06
"""What it is worth to have in the headline what all of the story's headlines have."""

NEWCOMERS = -0.50
"""What it costs to name somebody in the headline of whom no report of the story speaks."""

INSTEAD = -2.00
"""What it costs to have another person, company or weapon where most of their headlines have one.

By hand: labelled news has few such, a wire many («Lavrov arrives», «Shoigu arrives»).
"""
