"""The log, set up once: JSON lines for machines, readable lines in a terminal, libraries' lines through the same door.

Our own code writes with the standard `logging` or with structlog; either way a line has `timestamp`, `level`,
`logger`, `event` and fields, and `bot/discretion.py` decides what of it is written.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

import structlog
from sqlalchemy import make_url
from structlog.types import EventDict, Processor, WrappedLogger

from bot import discretion, metrics
from bot.discretion import Censor
from bot.settings import Settings

_CHATTY = (
    "aiogram",
    "aiohttp",
    "alembic",
    "apscheduler",
    "asyncio",
    "httpcore",
    "httpx",
    "litestar",
    "uvicorn",
)
QUIET = {
    **dict.fromkeys(_CHATTY, logging.WARNING),
    "apscheduler.scheduler": logging.ERROR,  # says every second that a tick is late: the metrics measure it
}
"""Libraries that tell of every call they make, and from which level on they are heard."""
FIRST = ("timestamp", "level", "logger", "event")

log = logging.getLogger("bofast")


def secrets_of(settings: Settings) -> set[str]:
    """What must not be in any line, wherever it comes from."""
    smtp = settings.deployment.smtp
    mail = os.environ.get(smtp.password_env) if smtp and smtp.password_env else None
    password = make_url(settings.database_url).password
    found = (settings.telegram_token, settings.secret, settings.metrics_token, mail, password)
    return {str(each) for each in found if each}


def set_up(
    kind: str | None = None,
    secrets: Iterable[str] = (),
    *,
    level: int = logging.INFO,
    stream: TextIO | None = None,
) -> None:
    """Every line from here on. `kind`: json, text, or None for text in a terminal and JSON elsewhere."""
    to = stream or sys.stderr
    text = kind == "text" or (kind is None and to.isatty())
    handler = _Handler(to)
    handler.setFormatter(_formatter(Censor(secrets), text=text, colors=text and to.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, heard_from in QUIET.items():
        logging.getLogger(name).setLevel(heard_from)
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _uncaught
    threading.excepthook = lambda given: _uncaught(
        given.exc_type, given.exc_value or given.exc_type(), given.exc_traceback
    )
    sys.unraisablehook = lambda given: log.error(
        "an error where nobody could catch it", exc_info=given.exc_value
    )
    warnings.showwarning = _warned


class _Handler(logging.StreamHandler[TextIO]):
    """Writes a discreet copy of each record, and counts it."""

    def emit(self, record: logging.LogRecord) -> None:
        metrics.logged(record.levelname.lower())
        super().emit(_discreet(record))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """The standard one would print the line's arguments. A disk without room for a line stops nobody's work."""
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(
                f'{{"level": "error", "event": "a line could not be written", "line": {record.lineno}}}\n'
            )


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    if isinstance(record.msg, dict):  # structlog's: the fields are looked at when they are rendered
        return record
    if record.name.split(".")[0] in discretion.OURS:
        shown = copy.copy(record)
        shown.msg, shown.args = discretion.message(record), None
        return shown
    return logging.LogRecord(
        record.name, record.levelno, "", 0, discretion.message(record), None, record.exc_info
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(censor: Censor, *, text: bool, colors: bool) -> logging.Formatter:
    def cut(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
        line.pop("stack_info", None)
        return censor.fields(line)

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_text_of_errors,
            cut,
            _in_order,
            _Readable(colors) if text else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _without_text_of_errors(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["error"] = discretion.about(error)
    return line


def _in_order(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    return {**{name: line[name] for name in FIRST if name in line}, **line}


class _Readable:
    """A line for people; an error below it, a frame a line."""

    def __init__(self, colors: bool) -> None:
        self._render = structlog.dev.ConsoleRenderer(colors=colors, sort_keys=False, pad_event_to=0)

    def __call__(self, logger: WrappedLogger, name: str, line: EventDict) -> str:
        error = line.pop("error", None)
        lines = [str(self._render(logger, name, line))]
        while error:
            lines.append(f"    {error['type']} {error.get('code', '')}".rstrip())
            lines += [f"        {frame}" for frame in error["at"]]
            error = error.get("from") or next(iter(error.get("with", ())), None)
        return "\n".join(lines)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("an error that nothing caught", exc_info=(kind, error, trace))


def _warned(  # noqa: PLR0917 - the standard library's signature
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log.warning("a warning of Python: %s at %s:%s", category.__name__, filename.rpartition("/")[2], lineno)
