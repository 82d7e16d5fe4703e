"""What each part of a link is worth, in log odds; learned by ``python -m tests.bench.stories --fit``.

Learned from labelled stories in five languages by a regularised logistic regression, and checked on stories
that had no part in the learning. The measures themselves are ``links``'.
"""

BIAS = -0.02

WEIGHTS = {
    "entities": 1.40,
    "headline entities": 0.87,
    "entities across headline and text": 1.73,
    "the other Korea": -0.91,
    "concepts": 2.17,
    "concepts across headline and text": 2.16,
    "entities and concepts together": 1.12,
    "numbers": 1.01,
    "names": 2.41,
    "days": 1.17,
    "words": 1.04,
    "headline words": 3.56,
    "time": -0.19,
    "brevity": -6.85,
}

CORE = 3.0
"""What it is worth to have all of a story's core; half of it is neither here nor there."""
