"""What processes note for each other, also when several note the same for the first time at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from bot.scheduling import clock as clocks
from bot.scheduling.clock import Clock
from storage import facts
from storage.session import Store

AT_ONCE = 6
START = datetime(2026, 11, 24, 2, 11, tzinfo=UTC)


def test_the_first_note_of_many_at_once_fails_nobody(database_url: str) -> None:
    stores = [Store(database_url) for _ in range(AT_ONCE)]
    together = threading.Barrier(AT_ONCE)

    def note(number: int) -> None:
        together.wait()
        with stores[number].writing() as db:
            facts.write(db, "bot", {"number": number})

    with ThreadPoolExecutor(AT_ONCE) as processes:
        list(processes.map(note, range(AT_ONCE)))
    with stores[0].reading() as db:
        assert (facts.read(db, "bot") or {})["number"] in range(AT_ONCE)
    for store in stores:
        store.close()


def test_processes_that_start_a_moved_clock_at_once_have_the_same_time(database_url: str) -> None:
    stores = [Store(database_url) for _ in range(AT_ONCE)]
    made = [Clock() for _ in stores]
    together = threading.Barrier(AT_ONCE)

    def start(number: int) -> None:
        together.wait()
        clocks.start_moved(stores[number], made[number], START)

    with ThreadPoolExecutor(AT_ONCE) as processes:
        list(processes.map(start, range(AT_ONCE)))
    times = [clock.now() for clock in made]
    assert max(times) - min(times) < timedelta(seconds=1)
    assert times[0] - START < timedelta(minutes=1)
    for store in stores:
        store.close()
