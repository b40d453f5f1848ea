"""Every file of sentences can be measured: `make understanding` reads each line, whatever it leaves out."""

from __future__ import annotations

import pytest

from tests.understanding.score import load_files, score, times

LINES = 5


@pytest.mark.parametrize("side", ["tune", "aside"])
def test_every_file_can_be_measured(side: str) -> None:
    for rows in load_files(side).values():
        some = rows[:LINES]
        assert score(some).side_effects.of == len(some)
        counted = times(some)
        assert counted.right.of + counted.false_alarms.of == sum("when" in row for row in some)
