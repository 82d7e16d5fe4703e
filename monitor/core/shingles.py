"""Hashes of a text's shingles (its runs of words), all of them at once.

Simple tabulation hashing (Pătraşcu and Thorup, "The power of simple tabulation hashing", 2012), which is as
good as random for samples of the smallest hashes: each word has an independent 64-bit hash for each place
that it may have in a run, and a run's hash is the exclusive or of its words'. So no run is ever put together
as a string, and all are hashed by a few operations on one long number.
"""

from __future__ import annotations

from array import array
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.memo import WordMemo

if TYPE_CHECKING:
    from collections.abc import Sequence

_BYTES = 8


def shingles(words: Sequence[str], width: int) -> set[int]:
    """The hashes of all runs of ``width`` words, 1 to 8: unsigned 64-bit numbers.

    The same on every run and machine of one byte order. None if there are fewer words.
    """
    rows = b"".join(map(_rows(width).__getitem__, words))
    # A word's row holds its hashes for the first place, the second … A run's hash comes to stand where its
    # first word's begins, when the row of the next word is moved back by a row and a place, and so on.
    number = combined = int.from_bytes(rows, "little")
    for place in range(1, width):
        combined ^= number >> (place * (width + 1) * 8 * _BYTES)
    hashes = array("Q", combined.to_bytes(len(rows), "little"))
    return set(hashes[: (len(words) - width + 1) * width : width]) if len(words) >= width else set()


@cache
def _rows(width: int) -> WordMemo[bytes]:
    """Words with their hashes for each place in a run."""

    def row(word: str) -> bytes:
        return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=width * _BYTES).digest()

    return WordMemo(row)
