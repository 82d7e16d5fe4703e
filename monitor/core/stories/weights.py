"""What each part of a link is worth, in log odds; learned by ``python -m tests.bench.stories --fit``.

Learned from labelled stories in five languages by a regularised logistic regression, and checked on stories
that had no part in the learning. The measures themselves are ``links``'.
"""

BIAS = 0.62

WEIGHTS = {
    "entities": 2.46,
    "headline entities": 1.92,
    "entities across headline and text": 2.03,
    "the other Korea": -1.13,
    "concepts": 2.53,
    "concepts across headline and text": 2.59,
    "entities and concepts together": -0.28,
    "numbers": 1.79,
    "names": 2.27,
    "days": 1.83,
    "words": 2.34,
    "headline words": 3.42,
    "time": -0.24,
    "brevity": -7.81,
}

CROWD = -0.71
"""What it costs to be one of many: times the logarithm of the number of stories that come into question."""

CORE = 3.0
"""What it is worth to have all of a story's core; half of it is neither here nor there."""
