"""What the parts of a link, and what else speaks for a story, are worth, in log odds.

Learned by ``python -m tests.bench.stories --fit`` from labelled stories in five languages, by regularised
logistic regressions, and checked on stories that had no part in the learning. The measures themselves are
``links``' and ``placing``'s.
"""

BIAS = 1.05

WEIGHTS = {
    "entities": 2.52,
    "headline entities": 1.59,
    "entities across headline and text": 1.99,
    "the other Korea": -2.50,  # learned: -1.74, but more costs labelled news nothing and parts busy days
    "concepts": 2.71,
    "concepts across headline and text": 3.86,
    "entities and concepts together": 0.24,
    "numbers": 3.94,
    "names": 3.13,
    "days": 2.20,
    "words": 4.72,
    "headline words": 1.94,
    "time": -0.29,
    "brevity": -9.21,
}

CROWD = -0.86
"""What it costs to be one of many: times ``crowding``, of the stories that come into question."""

CORE = 2.02
"""What it is worth to have all of a story's core rather than nothing of it."""

HEADLINES = 3.06
"""What it is worth to have in the headline what all of the story's headlines have."""
