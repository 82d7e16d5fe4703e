"""What each part of a link is worth, in log odds; learned by ``python -m tests.bench.stories --fit``.

Learned from labelled stories in five languages by a regularised logistic regression, and checked on stories
that had no part in the learning. The measures themselves are ``links``'.
"""

BIAS = 0.02

WEIGHTS = {
    "entities": 1.57,
    "headline entities": 0.91,
    "entities across headline and text": 1.64,
    "concepts": 2.24,
    "concepts across headline and text": 2.10,
    "entities and concepts together": 0.97,
    "numbers": 1.05,
    "names": 2.51,
    "days": 1.17,
    "words": 1.03,
    "headline words": 3.72,
    "time": -0.19,
    "brevity": -6.78,
}

CORE = 3.0
"""What it is worth to have all of a story's core; half of it is neither here nor there."""
