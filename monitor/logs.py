"""Structured logs: one event a line on stderr, JSON unless a person is watching.

Secrets never reach a log: the addresses of feeds and webhooks go through ``redact`` wherever they are
logged, and again here for whatever slips through (an exception's text, a library's message).
A log that cannot be written (a full disk) is not an error of the program.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@\"']+@")
_SECRET_QUERY = re.compile(
    # The name's length is bounded, or one long word would be searched through from each of its letters.
    r"(?i)([?&][\w.-]{0,40}(?:key|token|secret|sig|signature|auth|password|passwd|pwd|code|session)[\w.-]{0,40}=)"
    r"[^&\s\"'#]+"
)
_WEBHOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]+")


def redact(text: str) -> str:
    """The text without what looks secret: credentials in URLs, secret-looking queries, signing keys."""
    text = _CREDENTIALS.sub("…@", text)
    text = _SECRET_QUERY.sub(r"\1…", text)
    return _WEBHOOK_SECRET.sub("whsec_…", text)


def configure(*, level: str = "info", stream: TextIO | None = None) -> None:
    """Set up logging for the whole process; called once by each command."""
    out = _Forgiving(stream or sys.stderr)
    threshold = logging.getLevelNamesMapping()[level.upper()]
    told: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    written: list[structlog.typing.Processor] = [
        structlog.processors.format_exc_info,
        _redact_event,
        # A traceback with the values of variables would show secrets.
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if out.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[*told, *written],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(file=out),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    # Libraries log through the standard module, and so do the rooms that import nothing of the shell. Of
    # libraries only warnings matter, and httpx would log addresses.
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *written],
            foreign_pre_chain=told,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for room in ("alerts", "storage"):
        logging.getLogger(room).setLevel(threshold)
    # A job of the daemon that is still at work is not started again, on purpose.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    # What it warns of, a page without a text, is an outcome here.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.raiseExceptions = False


def _redact_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = redact(value)
        elif isinstance(value, list | tuple):
            event[key] = [redact(it) if isinstance(it, str) else it for it in value]
    return event


class _Forgiving:
    """A stream whose failing writes are nobody's error."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()

    def isatty(self) -> bool:
        with contextlib.suppress(OSError, ValueError):
            return self._stream.isatty()
        return False


def get(name: str) -> Any:  # noqa: ANN401 - structlog's own loggers are typed so
    """The logger of a module."""
    return structlog.get_logger(module=name)
