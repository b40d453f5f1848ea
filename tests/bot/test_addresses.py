"""Links lead to where the processes run, from the data folder alone; what the environment says wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import addresses, settings
from bot.settings import Settings
from storage.session import Store


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    return settings.read({"BOFAST_DATA_DIR": str(tmp_path)})


def running(folder: Path) -> Settings:
    phone = "http://127.0.0.1:9000"
    return settings.read({"BOFAST_DATA_DIR": str(folder), "BOFAST_TELEGRAM_API": phone, "BOFAST_URL": phone})


def test_a_command_finds_the_running_processes(store: Store, plain: Settings, tmp_path: Path) -> None:
    addresses.note(store, running(tmp_path), ("inbox",))
    addresses.note(store, running(tmp_path), ("bot",))
    found = addresses.recall(store, plain, {})
    assert found.url == "http://127.0.0.1:9000"
    assert found.join_link("CODE", "a_bot") == "http://127.0.0.1:9000/t.me/a_bot?start=CODE"


@pytest.mark.parametrize("part", ["bot", "scheduler"])
def test_only_the_part_that_runs_says_where_it_is(
    store: Store, plain: Settings, tmp_path: Path, part: str
) -> None:
    addresses.note(store, running(tmp_path), (part,))
    assert addresses.recall(store, plain, {}).url == plain.url


def test_what_the_environment_names_wins(store: Store, plain: Settings, tmp_path: Path) -> None:
    addresses.note(store, running(tmp_path), ("bot", "inbox"))
    found = addresses.recall(store, plain, {"BOFAST_PORT": "8080", "BOFAST_TELEGRAM_TOKEN": "1:abc"})
    assert found == plain


def test_the_name_is_as_configured_else_as_learnt_else_unknown(store: Store, plain: Settings) -> None:
    assert addresses.username(store, plain) is None
    with store.writing() as db:
        addresses.note_username(db, "learnt_bot")
    assert addresses.username(store, plain) == "learnt_bot"
