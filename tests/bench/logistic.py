"""Logistic regression for a dozen measures and some thousand pairs, in plain Python.

Regularised maximum likelihood by iteratively reweighted least squares (Newton's method); see T. Hastie, R.
Tibshirani and J. Friedman, "The Elements of Statistical Learning", 4.4.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PENALTY = 50.0
"""On the squares of the weights of measures in units of their standard deviation, for some thousand rows."""


def fit(
    rows: Sequence[Sequence[float]],
    outcomes: Sequence[bool],
    importance: Sequence[float],
    *,
    penalty: float = PENALTY,
) -> tuple[list[float], float]:
    """The weights of the measures, and the bias, by which the outcomes are likeliest."""
    width = len(rows[0])
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    spreads = [
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(rows)) or 1.0
        for column, mean in zip(zip(*rows, strict=True), means, strict=True)
    ]
    scaled = [
        [(value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True)] + [1.0]
        for row in rows
    ]
    weights = [0.0] * (width + 1)
    for _ in range(12):
        gradient = [-penalty * weight for weight in weights[:-1]] + [0.0]
        curvature = [[penalty * (i == j and i < width) for j in range(width + 1)] for i in range(width + 1)]
        for row, outcome, much in zip(scaled, outcomes, importance, strict=True):
            odds = sum(weight * value for weight, value in zip(weights, row, strict=True))
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            error, slope = much * (outcome - chance), much * chance * (1 - chance)
            for i, value in enumerate(row):
                gradient[i] += error * value
                line, steep = curvature[i], slope * value
                for j in range(i + 1):
                    line[j] += steep * row[j]
        for i in range(width + 1):
            for j in range(i):
                curvature[j][i] = curvature[i][j]
        step = solve(curvature, gradient)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    raw = [weight / spread for weight, spread in zip(weights, spreads, strict=False)]
    return raw, weights[-1] - sum(weight * mean for weight, mean in zip(raw, means, strict=True))


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination with pivots; spoils its arguments."""
    size = len(right)
    for i in range(size):
        pivot = max(range(i, size), key=lambda row: abs(matrix[row][i]))
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        right[i], right[pivot] = right[pivot], right[i]
        for row in range(i + 1, size):
            factor = matrix[row][i] / matrix[i][i]
            if factor:
                right[row] -= factor * right[i]
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[i], strict=True)]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (right[i] - sum(matrix[i][j] * out[j] for j in range(i + 1, size))) / matrix[i][i]
    return out
