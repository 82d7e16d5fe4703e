"""What is wrong with a file, collected; says nothing of what a file should be."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.errors import ConfigError

MAX_PROBLEMS = 500
"""A list longer than this helps nobody, and a hostile file must not make it endless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with the operators' file.

    ``path`` is where in the document (``rules[2].when``); ``line`` counts from 1.
    """

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.message}"


class Problems:
    """The problems of one file. ``FILE`` in their text is the name the operator used."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, line: int, path: str, message: str) -> None:
        """Note a problem. Raises ConfigError with all so far when there are far too many to go on."""
        if len(self._found) == MAX_PROBLEMS:
            self._note(line, "file", f"has more than {MAX_PROBLEMS} problems; what follows was not checked")
            raise self.error()
        self._note(line, path, message)

    def error(self) -> ConfigError:
        """All problems, in the order of the file."""
        return ConfigError(sorted(self._found, key=lambda problem: problem.line))

    def _note(self, line: int, path: str, message: str) -> None:
        self._found.append(Problem(file=self._file, line=line, path=path, message=message))
