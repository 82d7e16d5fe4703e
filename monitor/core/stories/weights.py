"""What the parts of a link, and what else speaks for a story, are worth, in log odds.

Learned by ``python -m tests.bench.stories --fit`` from labelled stories in five languages, by regularised
logistic regressions, and checked on stories that had no part in the learning. The measures themselves are
``links``' and ``placing``'s.
"""

BIAS = 1.67

WEIGHTS = {
    "entities": 2.88,
    "headline entities": 1.78,
    "entities across headline and text": 1.94,
    "the other Korea": -1.74,
    "concepts": 2.67,
    "concepts across headline and text": 3.22,
    "entities and concepts together": -0.31,
    "numbers": 3.41,
    "names": 2.93,
    "days": 2.38,
    "words": 2.91,
    "headline words": 3.29,
    "time": -0.31,
    "brevity": -11.13,
}

CROWD = -0.69
"""What it costs to be one of many: times the logarithm of the number of stories that come into question."""

CORE = 2.15
"""What it is worth to have all of a story's core rather than nothing of it."""

HEADLINES = 2.59
"""What it is worth to have in the headline what all of the story's headlines have."""
