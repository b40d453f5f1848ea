"""`make bench` and `make chaos` still work: each part once, with as little as shows it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from bench import flood, memory, speed, start, strings
from bench.chaos.__main__ import main as chaos


def part(module: object, *words: str) -> bool:
    """Run one part of the bench."""
    parser = argparse.ArgumentParser()
    module.arguments(parser)  # type: ignore[attr-defined]  # every part has both
    return bool(module.run(parser.parse_args(words)))  # type: ignore[attr-defined]


def test_speed(capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "--chats",
        "10",
        "--updates",
        "40",
        "--network-ms",
        "10",
        "--repeats",
        "1",
        "--bots",
        "aiogram,ptb",
    )
    assert part(speed, *words)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[5] for line in lines[2:4]] == ["aiogram", "ptb"]
    assert all(line.split()[-2:] == ["0", "0"] for line in lines[2:4])


def test_flood(capsys: pytest.CaptureFixture[str]) -> None:
    assert part(flood, "--messages", "60")
    assert capsys.readouterr().out.splitlines()[2].split()[0] == "60"


def test_memory(capsys: pytest.CaptureFixture[str]) -> None:
    assert part(memory, "--waiting", "60")
    assert capsys.readouterr().out.splitlines()[2].split()[0] == "60"


def test_a_start_with_old_rows(tmp_path: Path) -> None:
    start.make(tmp_path / "kept", 50)
    assert start.seconds(tmp_path / "kept", tmp_path / "running") > 0


def test_strings(capsys: pytest.CaptureFixture[str]) -> None:
    assert part(strings, "--length", "200", "--mixed", "1", "--messages", "5")
    assert "worst ms" in capsys.readouterr().out


def test_chaos_keeps_its_rounds_and_goes_on_from_there(tmp_path: Path) -> None:
    results = tmp_path / "chaos.jsonl"
    words = [
        "--results",
        str(results),
        "--updates",
        "60",
        "--kinds",
        "kill-webhook-postgresql",
        "--rounds",
        "1",
    ]
    assert chaos(words) == 0
    (line,) = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    assert line["setup"] == "webhook, postgresql x2"
    assert line["endings"]["answered"] > 10 and not line["bad"]
    assert chaos(words) == 0
    assert len(results.read_text(encoding="utf-8").splitlines()) == 1
