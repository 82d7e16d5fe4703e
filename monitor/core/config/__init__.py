"""Reading ``feeds.yaml``: from its bytes and an environment to the settings, or to every problem at once.

Pure: where the bytes come from, and when the file is looked at again, is the business of
``monitor.configfile``. The steps: ``document`` (bytes to nodes with lines), ``reader`` by the table in
``schema`` (nodes to values), ``checks`` (values against one another), ``build`` (values to settings).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.config.build import build
from monitor.core.config.checks import check
from monitor.core.config.document import MAX_SIZE, parse
from monitor.core.config.json_schema import json_schema
from monitor.core.config.problems import Problems
from monitor.core.config.reader import Reader
from monitor.core.config.schema import ROOT
from monitor.core.config.times import parse_duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.settings import Settings

__all__ = ["MAX_SIZE", "json_schema", "load", "parse_duration"]


def load(text: bytes, *, file: str, env: Mapping[str, str]) -> Settings:
    """The settings that a file's bytes stand for.

    ``file`` is what problems call it. Variables are taken from ``env``; one that is not there stops what
    needs it (``Settings.stopped``). Raises ConfigError with every problem, in the order of the file.
    """
    problems = Problems(file)
    root = Reader(problems, env).read(ROOT, parse(text, problems))
    if root.valid:
        check(root, problems)
    if problems:
        raise problems.error()
    return build(root, blake2b(text, digest_size=8).hexdigest())
