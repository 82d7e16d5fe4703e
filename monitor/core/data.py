"""The word lists and tables that are packed beside the core's modules.

How they are written, once: UTF-8 text in which a line that begins with ``#`` is a comment, or YAML. What
they mean is said where they are read.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def lines(package: str, *path: str) -> list[str]:
    """The lines of a list, without comments and empty ones."""
    text = files(package).joinpath(*path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def document(package: str, *path: str) -> Any:  # noqa: ANN401 - as YAML has it
    """The content of a YAML file, read by the C library where there is one, much the quicker."""
    text = files(package).joinpath(*path).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both are safe
