"""Print how well messages are understood: what rules are written against (tune) beside what is kept aside.

Of the sentences kept aside only totals are ever printed. `--wrong` lists what goes wrong in tune. `dateparser` reads
the same times beside ours.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from tests.understanding.score import Row, Score, Times, load, ours, read, score, times

SIDES = ("tune", "aside")
LANGUAGES = ("sv", "nb", "nn")
SAMPLE = 300
"""Times that dateparser reads: it is slow."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Print how well messages are understood.")
    parser.add_argument("--wrong", action="store_true", help="list what goes wrong in tune")
    chosen = parser.parse_args()
    rows = {side: load(side) for side in SIDES}
    scores = {side: score(rows[side]) for side in SIDES}
    table("Intents and danger", SIDES, _lines([scores[side] for side in SIDES]))
    for language in LANGUAGES:
        parts = [[row for row in rows[side] if row["lang"] == language] for side in SIDES]
        found = [score(part) for part in parts]
        table(f"Intents, {language}", SIDES, [("first intent right", [each.best for each in found])])
    read_times = {side: times(rows[side]) for side in SIDES}
    for language in LANGUAGES:
        parts = [[row for row in rows[side] if row["lang"] == language] for side in SIDES]
        table(f"Times, {language}", SIDES, _time_lines([times(part) for part in parts]))
    beside(rows)
    speed(rows["tune"])
    if chosen.wrong:
        print("\n".join(["", *scores["tune"].wrong, *read_times["tune"].mistakes]))
    return 0


def table(title: str, heads: Sequence[str], lines: Sequence[tuple[str, Sequence[object]]]) -> None:
    """A title, and a line for each measure."""
    print(f"\n{title:32}" + "".join(f"{head:>18}" for head in heads))
    for name, cells in lines:
        print(f"  {name:30}" + "".join(f"{cell!s:>18}" for cell in cells))


def _lines(found: Sequence[Score]) -> list[tuple[str, Sequence[object]]]:
    return [
        ("first intent right", [each.best for each in found]),
        ("all intents right, no more", [each.exact for each in found]),
        ("danger caught", [each.caught for each in found]),
        ("alarms on look-alikes", [each.alarms_on_look_alikes for each in found]),
        ("alarms on ordinary lines", [each.alarms_on_ordinary for each in found]),
        ("wrong side effects", [each.side_effects for each in found]),
    ]


def _time_lines(found: Sequence[Times]) -> list[tuple[str, Sequence[object]]]:
    return [
        ("all of it right", [each.right for each in found]),
        ("start right", [each.start for each in found]),
        ("start wrong", [each.wrong for each in found]),
        ("not found", [each.missing for each in found]),
        ("found where there is none", [each.false_alarms for each in found]),
    ]


def beside(rows: dict[str, list[Row]]) -> None:
    """The same times, read by Bofast and by dateparser."""
    reader = dateparser_reader()
    if reader is None:
        print("\ndateparser is not installed: pip install -e '.[dev]'")
        return
    lines: list[tuple[str, Sequence[object]]] = []
    for side in SIDES:
        timed = [row for row in rows[side] if row.get("when") and row["when"].get("start")]
        sample = random.Random(1).sample(timed, min(SAMPLE // 2, len(timed)))
        for name, found in (("Bofast", times(sample, ours)), ("dateparser", times(sample, reader))):
            lines.append((f"{side}, {name}", [found.start, found.wrong, found.missing]))
    table("Starts", ("right", "wrong", "not found"), lines)


def dateparser_reader() -> Callable[[Row], dict[str, Any] | None] | None:
    """Times as dateparser finds them in a sentence; None if it is not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None
    tongues = {"sv": ["sv"], "nb": ["nb"], "nn": ["nn", "nb"]}

    def reader(row: Row) -> dict[str, Any] | None:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(row["now"]), "PREFER_DATES_FROM": "future"}
        found = search_dates(row["text"], languages=tongues[row["lang"]], settings=settings)
        return {"start": found[0][1].isoformat(timespec="minutes")} if found else None

    return reader


def speed(rows: Sequence[Row]) -> None:
    """How long a message takes."""
    read(rows[0])
    started = time.perf_counter()
    for row in rows:
        read(row)
    each = (time.perf_counter() - started) / len(rows)
    print(f"\n{each * 1000:.2f} ms a message, over {len(rows)} messages")


if __name__ == "__main__":
    sys.exit(main())
