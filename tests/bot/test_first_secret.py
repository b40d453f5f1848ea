"""The secret that is made at the first start: whoever starts beside somebody else has the same, and nobody has none."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot import settings

AT_ONCE = 8


def test_processes_that_start_at_once_agree_on_it(tmp_path: Path) -> None:
    for number in range(30):
        folder = tmp_path / str(number)
        all_there = threading.Barrier(AT_ONCE)

        def start(folder: Path = folder, all_there: threading.Barrier = all_there) -> str:
            all_there.wait()
            return settings.read({"BOFAST_DATA_DIR": str(folder)}).secret

        with ThreadPoolExecutor(AT_ONCE) as starting:
            got = {each.result() for each in [starting.submit(start) for _ in range(AT_ONCE)]}
        assert len(got) == 1
        assert len(got.pop()) > 30


def test_an_empty_one_that_a_crash_left_behind_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    first = settings.read({"BOFAST_DATA_DIR": str(tmp_path)}).secret
    assert len(first) > 30
    assert settings.read({"BOFAST_DATA_DIR": str(tmp_path)}).secret == first


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    settings.read({"BOFAST_DATA_DIR": str(tmp_path)})
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
