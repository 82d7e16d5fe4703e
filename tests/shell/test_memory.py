"""Large documents leave no memory behind."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

READS_DOCUMENTS = """
import resource
from pathlib import Path
from monitor.workers import memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

memory.give_back()
before, kept = resident(), []
for size in (20, *range(1, 11)):
    document = b"x" * (size * 1_000_000)
    kept.append(b"x" * 100_000)  # what is learnt from it
    del document
print(resident() - before - sum(map(len, kept)))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the habit is glibc's")
def test_what_is_done_with_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", READS_DOCUMENTS], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1_000_000
