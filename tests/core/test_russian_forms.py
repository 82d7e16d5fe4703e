"""The listed forms of Russian words are the dictionary's, and no start has to ask it."""

from __future__ import annotations

import subprocess
import sys

from monitor.core.words import russian
from tests.core.russian_forms import FILE

WRITTEN_ANEW = """
import sys
from tests.core.russian_forms import table, words
looked_at = words()
assert "pymorphy3" not in sys.modules, "the list lacks words"
sys.stdout.buffer.write(table(looked_at).encode())
"""


def test_the_list_is_what_would_be_written_now() -> None:
    """If not: python -m tests.core.russian_forms."""
    anew = subprocess.run([sys.executable, "-c", WRITTEN_ANEW], capture_output=True, check=True).stdout
    assert FILE.read_bytes() == anew


def test_listed_forms_are_those_of_the_dictionary() -> None:
    for word in ("министр", "Лавров", "подписать", "военный", "Ким", "Чосон"):
        assert russian.forms(word) == russian.looked_up(word)
