"""What a line of the log may hold: ids of rows, kinds of errors, places in the code; never what a person wrote.

The text of an exception is not written: SQLAlchemy's holds parameters, pydantic's the input, Telegram's the
markup, a KeyError anything. Its type, its code and its frames are. Libraries' lines keep their template and
lose what was filled in. Secrets are cut out wherever they stand.
"""

from __future__ import annotations

import errno
import logging
import re
import sqlite3
import traceback
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

OURS = frozenset({"bot", "inbox", "support", "storage", "locales", "phone", "bofast"})
"""Loggers whose lines are written in this project, by the rules above."""
NEVER = frozenset(
    {
        "chat",
        "chat_id",
        "text",
        "words",
        "payload",
        "say",
        "phone",
        "first_name",
        "login",
        "password",
        "token",
    }
)
"""Fields that no line has, even if somebody should pass them."""
LONGEST = 300
FRAMES = 20
DEPTH = 5
UNSAID = "…"
_LARGEST = 10**6
"""A larger number in a library's line may be somebody's chat."""
_ROOT = str(Path(__file__).parent.parent) + "/"
_SECRETS = (
    re.compile(r"\b\d{3,}:[\w-]{16,}"),  # a bot's token
    re.compile(r"(?<=/bot)\d+:[^/\s]+"),
    re.compile(r"(?<=://)[^/@\s]+(?=@)"),  # user and password of an address
    re.compile(r"(?<=start=)[\w-]+"),  # a join link's code
    re.compile(r"(?<=Bearer )\S+"),
)
_FILLED = re.compile(r"(['\"]).*\1|<.*>|\(.*\)|\{.*\}|\[.*\]|[:=]\s.*")
"""What a ready-made line may quote: all between quotes or brackets, all after a colon."""


class Censor:
    """Cuts secrets out of whatever is to be written."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted({each for each in secrets if len(each) >= 6}, key=len, reverse=True)

    def text(self, given: str) -> str:
        """The text without secrets, and not longer than a line should be."""
        for secret in self._secrets:
            given = given.replace(secret, UNSAID)
        for pattern in _SECRETS:
            given = pattern.sub(UNSAID, given)
        return given if len(given) <= LONGEST else given[:LONGEST] + UNSAID

    def fields(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All fields of a line."""
        return {name: UNSAID if name in NEVER else self.value(value) for name, value in given.items()}

    def value(self, given: Any) -> Any:
        """A number as it is, a text without secrets, of an error its type, of anything else its type too."""
        if given is None or isinstance(given, bool | int | float):
            return given
        if isinstance(given, str):
            return self.text(given)
        if isinstance(given, Mapping):
            return self.fields(given)
        if isinstance(given, list | tuple):
            return [self.value(each) for each in given]
        return type(given).__name__


def message(record: logging.LogRecord) -> str:
    """What a record of the standard library says. Of libraries: the template, with nothing but numbers filled in."""
    ours = record.name.split(".")[0] in OURS
    template = str(record.msg)
    if not record.args:
        return template if ours else _FILLED.sub(UNSAID, template.split("\n", maxsplit=1)[0]).strip()
    fill = _of_ours if ours else _of_theirs
    given = record.args
    try:
        if isinstance(given, Mapping):
            return template % {name: fill(value) for name, value in given.items()}
        return template % tuple(fill(value) for value in given)
    except (TypeError, ValueError):
        return re.sub(r"%[-+ #0-9.]*[diouxXeEfFgG]", "%s", template).replace("%s", UNSAID)


def _of_ours(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _of_theirs(value: object) -> object:
    if isinstance(value, bool | float | timedelta) or (isinstance(value, int) and abs(value) < _LARGEST):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else UNSAID


def about(error: BaseException, depth: int = DEPTH) -> dict[str, Any]:
    """An exception: its type, its code where it has one, its frames, and what it came from. Never its text."""
    found: dict[str, Any] = {"type": _name(error)}
    code = code_of(error)
    if code is not None:
        found["code"] = code
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    found["at"] = [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in frames]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and depth:
        found["from"] = about(cause, depth - 1)
    if isinstance(error, BaseExceptionGroup) and depth:
        found["with"] = [about(each, depth - 1) for each in error.exceptions[:DEPTH]]
    return found


def code_of(error: BaseException) -> str | int | None:
    """A word or number from a fixed list that says more than the type: SQLite's name, PostgreSQL's state, errno."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, BaseException):
        return code_of(error.orig)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", None)
    if isinstance(error, psycopg.Error):
        return error.sqlstate
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return errno.errorcode.get(error.errno, error.errno)
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _short(filename: str) -> str:
    """The file as it is known to anybody, not where it lies on this machine."""
    _, found, below = filename.rpartition("/site-packages/")
    if found:
        return below
    if filename.startswith(_ROOT):
        return filename.removeprefix(_ROOT)
    return Path(filename).name
