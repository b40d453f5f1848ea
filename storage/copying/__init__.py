"""Whole copies of what is kept: the database, made while others write, and the files that it speaks of.

A copy carries a checksum of every table and every file, and is put back only where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class CopyError(Exception):
    """A copy cannot be made, read or put back; one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds: how many rows, and a number that changes with any of them."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy of the database as it stood at one moment."""

    file: Path
    kind: str
    """`sqlite` or `postgresql`: what it can be put back into."""
    revision: str
    tables: dict[str, Sum]
    digests: list[str]
    """The files that it speaks of."""
    tool: int
    """Major version of the program that wrote it and that reads it again."""
