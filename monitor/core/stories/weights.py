"""What the parts of a link, and what else speaks for a story, are worth, in log odds.

Learned by ``python -m tests.bench.stories --fit`` from labelled stories in five languages, by regularised
logistic regressions, and checked on stories that had no part in the learning. The measures themselves are
``links``' and ``placing``'s.
"""

BIAS = 0.37

WEIGHTS = {
    "entities": 3.47,
    "headline entities": 2.28,
    "entities across headline and text": 1.43,
    "the other Korea": -1.65,
    "concepts": 2.68,
    "concepts across headline and text": 3.28,
    "entities and concepts together": -0.70,
    "numbers": 2.43,
    "names": 2.66,
    "days": 2.21,
    "words": 2.81,
    "headline words": 3.36,
    "time": -0.31,
    "brevity": -7.72,
}

CROWD = -0.58
"""What it costs to be one of many: times the logarithm of the number of stories that come into question."""

CORE = 2.40
"""What it is worth to have all of a story's core rather than nothing of it."""
