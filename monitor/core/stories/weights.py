"""What each part of a link is worth, in log odds; learned by ``python -m tests.bench.stories --fit``.

Learned from labelled stories in five languages by a regularised logistic regression, and checked on stories
that had no part in the learning. The measures themselves are ``links``'.
"""

BIAS = 0.07

WEIGHTS = {
    "entities": 1.42,
    "headline entities": 1.39,
    "entities across headline and text": 1.82,
    "the other Korea": -0.91,
    "concepts": 2.14,
    "concepts across headline and text": 2.21,
    "entities and concepts together": 1.14,
    "numbers": 0.90,
    "names": 2.38,
    "days": 1.12,
    "words": 1.32,
    "headline words": 2.78,
    "time": -0.18,
    "brevity": -7.13,
}

CORE = 3.0
"""What it is worth to have all of a story's core; half of it is neither here nor there."""
