"""What the parts of a link, and what else speaks for a story, are worth, in log odds.

Learned by ``python -m tests.bench.stories --fit`` from labelled stories in five languages, by regularised
logistic regressions, and checked on stories that had no part in the learning. The measures themselves are
``links``' and ``placing``'s.
"""

BIAS = 1.32

WEIGHTS = {
    "entities": 2.72,
    "headline entities": 1.65,
    "entities across headline and text": 1.88,
    "the other Korea": -1.74,
    "concepts": 2.86,
    "concepts across headline and text": 3.49,
    "entities and concepts together": -0.37,
    "numbers": 3.99,
    "names": 3.04,
    "days": 2.21,
    "words": 4.75,
    "headline words": 2.24,
    "time": -0.30,
    "brevity": -10.03,
}

CROWD = -0.86
"""What it costs to be one of many: times the logarithm of the number of stories that come into question."""

CORE = 2.19
"""What it is worth to have all of a story's core rather than nothing of it."""

HEADLINES = 2.59
"""What it is worth to have in the headline what all of the story's headlines have."""
