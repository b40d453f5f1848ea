"""Buttons: the list in ARCHITECTURE.md is the code's, and every action fits into Telegram's 64 bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.dialogs import routes
from bot.introduce import COMMANDS
from bot.keyboards import MENU, Tap

ARCHITECTURE = Path(__file__).parent.parent.parent / "ARCHITECTURE.md"
LONGEST_ID = str(2**63 - 1)


def test_architecture_lists_the_actions() -> None:
    chapter = ARCHITECTURE.read_text(encoding="utf-8").split("## Callback data")[1].split("\n## ")[0]
    listed = re.findall(r"`([a-z]+\.[a-z_]+)`", chapter)
    assert sorted(listed) == sorted(routes().taps)


@pytest.mark.parametrize("action", sorted(routes().taps))
def test_every_action_fits_with_two_ids(action: str) -> None:
    assert len(Tap(action=action, one=LONGEST_ID, two="123456").pack().encode()) <= 64


def test_every_command_and_every_label_leads_somewhere() -> None:
    assert set(COMMANDS) <= set(routes().commands)
    assert {key for row in MENU for key in row} <= set(routes().menu)


@pytest.mark.parametrize(
    ("one", "row"), [("12", 12), ("", 0), ("x", 0), ("-1", 0), ("٣", 0), ("9" * 30, 0), ("1.5", 0)]
)
def test_a_tap_reads_its_row_from_anything(one: str, row: int) -> None:
    assert Tap(action="visit.fits", one=one).row == row
