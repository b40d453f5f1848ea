"""The house's walls: who may import whom (ARCHITECTURE.md). Imports point down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "inbox", "support", "storage", "phone", "locales")
MAY_IMPORT = {
    "bot": {"bot", "support", "storage", "locales"},
    "inbox": {"inbox", "support", "storage", "locales"},
    "support": {"support", "storage"},
    "storage": {"storage"},
    "phone": {"phone", "locales"},
    "locales": {"locales"},
}
WIRING = ("bot/__main__.py", "bot/app.py", "bot/web.py", "bot/demo")
"""These stand outside the rule: they put the parts together."""
HEAVY = {"aiogram", "litestar", "telegram"}


def imported(file: Path) -> Iterator[str]:
    """The names of the packages that a file imports, at any depth in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def files(room: str) -> list[Path]:
    """The room's Python files, without the wiring."""
    found = sorted((ROOT / room).rglob("*.py"))
    return [f for f in found if not str(f.relative_to(ROOT)).startswith(WIRING)]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files(room)
        for name in imported(file)
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in MAY_IMPORT[room]
    ]
    assert files(room)
    assert wrong == []


@pytest.mark.parametrize("room", ["support", "storage", "locales"])
def test_the_rooms_below_know_neither_telegram_nor_the_web(room: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files(room)
        for name in imported(file)
        if name.split(".")[0] in HEAVY
    ]
    assert wrong == []


def test_only_the_clock_reads_the_time() -> None:
    """Ruff bans it; this keeps anybody from silencing ruff elsewhere (decision 7)."""
    silenced = [
        str(file.relative_to(ROOT))
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        if "noqa: TID251" in file.read_text(encoding="utf-8")
    ]
    assert set(silenced) <= {"bot/scheduling/clock.py", "phone/time.py"}


def test_understanding_is_pure() -> None:
    wrong = [
        f"{file.name} imports {name}"
        for file in sorted((ROOT / "bot" / "understanding").rglob("*.py"))
        for name in imported(file)
        if name.split(".")[0]
        in {"sqlalchemy", "aiogram", "litestar", "storage", "support", "socket", "httpx"}
    ]
    assert wrong == []
