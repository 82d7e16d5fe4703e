"""What is known of words that come again and again, looked up at the price of a dictionary.

``functools.lru_cache`` would do the same for twice as much a look-up, and would keep words of any length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

MOST = 20_000
"""Words kept, and as many from before these; a few thousand make up most of any text. With twice as many a
process that reads nonsense takes 15 MB more, and real news a hundredth less time.
"""

LONGEST = 64
"""Code points of a word that is kept; few words are longer, and none of those comes again."""


class WordMemo(dict[str, _T]):
    """The values of a function of one word, made when first asked for; bounded for any words.

    When it is full it begins anew, and what was asked for before is taken over as it is asked for again.
    """

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self._make = make
        self._before: dict[str, _T] = {}

    def __missing__(self, word: str) -> _T:
        value = self._before[word] if word in self._before else self._make(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self._before = dict(self)
                self.clear()
            self[word] = value
        return value
