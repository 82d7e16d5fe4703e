"""The operators' file on disk: read once, or watched while the daemon runs.

What its bytes mean is said by ``monitor.core.config``; here is only when they are looked at. A file that is
being written must never be applied half, and a bad one never replaces a good one.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.config import MAX_SIZE, load
from monitor.core.config.problems import Problem
from monitor.core.errors import ConfigError, UsageError
from monitor.core.settings import StorageSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.core.settings import Settings

SETTLED = 3
"""Looks in a row that must find a changed file the same before it is read."""

SUSPECT = 4
"""The same for a file that may be half of one: it ends within a line, or is shorter than it was."""

_STORE = re.compile(r"sqlite:///[^\s\"'#,}]+")

Stamp = tuple[int, ...] | None
"""What tells one state of a file from another; None if there is none."""


def shipped_path() -> Path:
    """The ``feeds.yaml`` that Tumen brings: packed beside the code in a wheel, at the top of a checkout."""
    packed = Path(__file__).parent / "data" / "feeds.yaml"
    return packed if packed.exists() else Path(__file__).parent.parent / "feeds.yaml"


def read(path: Path, env: Mapping[str, str]) -> Settings:
    """The settings of a file. Raises ConfigError, also for a file that cannot be read."""
    return load(_bytes(path), file=str(path), env=env)


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Write the file anew with a change, all at once, with its permissions and owner.

    Raises ``UsageError`` if somebody else writes it meanwhile, or it cannot be written.
    """
    path = path.resolve()
    before = _bytes(path)
    after = change(before)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            with fresh.open("wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            was, made = path.stat(), fresh.stat()
            if (was.st_uid, was.st_gid) != (made.st_uid, made.st_gid):
                os.chown(fresh, was.st_uid, was.st_gid)  # else the daemon might not read it
            shutil.copymode(path, fresh)
            untouched = path.read_bytes() == before
            if untouched:
                fresh.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    if not untouched:
        raise UsageError(f"{path} was changed meanwhile; nothing was written, try again")


def store_of_refused(path: Path) -> str:
    """The ``storage.url`` of a file that is wrong elsewhere, as far as its text tells it.

    A daemon goes on with its last good settings, and one wants to ask after it all the same.
    """
    try:
        text = _bytes(path).decode("utf-8", "replace")
    except ConfigError:
        text = ""
    found = _STORE.search(text)
    return found.group() if found else StorageSettings().url


class ConfigWatch:
    """A file and the last good settings it held.

    ``settings`` are those in force. ``problems`` say why what stands in the file now is not; they are
    empty when it is. ``poll`` is to be called about once a second: it then takes two to three seconds
    until a change is taken up, and up to four for one that looks unfinished.
    """

    def __init__(self, path: Path, env: Mapping[str, str]) -> None:
        """Read the file. Raises ConfigError if there is no good one to begin with."""
        self._path = path
        self._env = env
        self._judged = self._seen = _stamp(path)  # before reading: a change meanwhile is seen as one
        self._times = 0
        data = _bytes(path)
        self._size = len(data)
        self.settings: Settings = load(data, file=str(path), env=env)
        self.problems: tuple[Problem, ...] = ()

    def look_now(self) -> None:
        """Take the file for finished: the next ``poll`` judges it as it stands now."""
        self._seen, self._times = _stamp(self._path), SUSPECT

    def poll(self) -> Settings | None:
        """Look at the file; the new settings if there are any, once."""
        stamp = _stamp(self._path)
        self._times = self._times + 1 if stamp == self._seen else 1
        self._seen = stamp
        if stamp == self._judged or self._times < SETTLED:
            return None
        try:
            data = _bytes(self._path)
            if self._times < SUSPECT and self._looks_cut(data):
                return None
            return self._judge(data) if _stamp(self._path) == stamp else None
        except ConfigError as error:
            self._judged = stamp
            self.problems = error.problems
            return None

    def _judge(self, data: bytes) -> Settings | None:
        settings = load(data, file=str(self._path), env=self._env)
        self._judged = self._seen
        self.problems = ()
        self._size = len(data)
        if settings.checksum == self.settings.checksum:
            return None
        self.settings = settings
        return settings

    def _looks_cut(self, data: bytes) -> bool:
        return not data.endswith(b"\n") or len(data) < self._size


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    # The time of the last change to the inode betrays tools that put the old modification time back.
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _bytes(path: Path) -> bytes:
    """A file's content, but no more than is needed to see that it is too much."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_SIZE + 1)
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        message = f"cannot be read: {reason.lower()}"
        if isinstance(error, FileNotFoundError):
            message += f"; one to begin with is {shipped_path()}"
        raise ConfigError([Problem(file=str(path), line=1, path="file", message=message)]) from error
