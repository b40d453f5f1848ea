"""Print how well messages are understood: what rules are written against (tune) beside what is kept aside.

In all, for each language, each file, each kind of sentence and each intent. Of the sentences kept aside only totals
are ever printed. `--wrong` lists what goes wrong in tune. `dateparser` reads the same times beside ours.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from subprocess import PIPE, Popen
from typing import Any

from tests.understanding.score import Row, Score, Share, Times, load_files, ours, read, score, times

SIDES = ("tune", "aside")
LANGUAGES = ("sv", "nb", "nn")
OF_A_FILE = 300
"""Lines of each file of tune that are measured: those of aside all are."""
SAMPLE = 150
"""Times of each side that dateparser reads: it is slow."""
HEADS = ("intent", "exact", "caught", "look-alike", "ordinary", "effects", "time", "start", "wrong", "none")
"""First intent right; all and no more; danger caught; alarms on look-alikes, on ordinary lines; wrong side effects;
times all right, start right, start wrong (or found where there is none), not found."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Print how well messages are understood.")
    parser.add_argument("--wrong", action="store_true", help="list what goes wrong in tune, all of it")
    parser.add_argument("--aside", action="store_true", help="measure only what is kept aside")
    chosen = parser.parse_args()
    sides = SIDES[1:] if chosen.aside else SIDES
    files = {side: load_files(side) for side in sides}
    if not (chosen.aside or chosen.wrong):
        files["tune"] = {name: _sample(part, OF_A_FILE) for name, part in files["tune"].items()}
    rows = {side: [row for part in files[side].values() for row in part] for side in sides}
    speed(rows["aside"])
    for side in sides:
        table(side, [("all", rows[side]), *_by(rows[side], "lang", LANGUAGES)])
        table(f"{side}, files", files[side].items())
    table("aside, kinds", _by(rows["aside"], "kind", _names(rows["aside"], "kind")))
    intents(rows["aside"])
    beside(rows)
    if chosen.wrong and not chosen.aside:
        print("\n".join(["", *score(rows["tune"]).wrong, *times(rows["tune"]).mistakes]))
    return 0


def table(title: str, parts: Iterable[tuple[str, Sequence[Row]]]) -> None:
    """A title, and a line of shares for each part."""
    print(f"\n{title:24}{'lines':>7}" + "".join(f"{head:>11}" for head in HEADS))
    for name, rows in parts:
        cells = _cells(score(rows), times(rows))
        print(f"  {name:22}{len(rows):7}" + "".join(f"{_short(cell):>11}" for cell in cells))


def _cells(found: Score, timed: Times) -> list[Share]:
    wrong = Share(
        timed.wrong.right + timed.false_alarms.right,
        timed.wrong.of + timed.false_alarms.of,
    )
    alarms = [found.alarms_on_look_alikes, found.alarms_on_ordinary, found.side_effects]
    return [found.best, found.exact, found.caught, *alarms, timed.right, timed.start, wrong, timed.missing]


def _short(share: Share) -> str:
    return f"{share.value:.1%}/{share.of}" if share.of else "–"


def _by(rows: Sequence[Row], name: str, values: Sequence[str]) -> list[tuple[str, list[Row]]]:
    return [(value, [row for row in rows if row.get(name) == value]) for value in values]


def _sample(rows: Sequence[Row], most: int) -> list[Row]:
    return random.Random(1).sample(rows, min(most, len(rows)))


def _names(rows: Sequence[Row], name: str) -> list[str]:
    return sorted({row[name] for row in rows if name in row})


def intents(rows: Sequence[Row]) -> None:
    """How many of each intent are found, and how many of those named are right."""
    print(f"\n{'aside, intents':24}{'found':>18}{'named rightly':>18}")
    labelled = [(row, set(row["intents"]), set(read(row).intents)) for row in rows if "intents" in row]
    for name in sorted({each for _, wanted, _ in labelled for each in wanted}):
        found = [name in got for _, wanted, got in labelled if name in wanted]
        named = [name in wanted for _, wanted, got in labelled if name in got]
        cells = (Share(sum(each), len(each)) for each in (found, named))
        print(f"  {name:22}" + "".join(f"{_short(cell):>18}" for cell in cells))


def beside(rows: dict[str, list[Row]]) -> None:
    """The same times, read by Bofast and by dateparser."""
    reader = dateparser_reader()
    if reader is None:
        print("\ndateparser is not installed: pip install -e '.[dev]'")
        return
    print(f"\n{'starts':24}{'right':>11}{'wrong':>11}{'not found':>11}")
    for side, side_rows in rows.items():
        timed = [row for row in side_rows if row.get("when") and row["when"].get("start")]
        sample = _sample(timed, SAMPLE)
        for name, found in (("Bofast", times(sample, ours)), ("dateparser", times(sample, reader))):
            cells = (found.start, found.wrong, found.missing)
            print(f"  {side}, {name:15}" + "".join(f"{_short(cell):>11}" for cell in cells))


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
    """How long `bofast understand` takes to start, and then for each message."""
    lines = [json.dumps({name: row[name] for name in ("lang", "text", "now")}) + "\n" for row in rows]
    command = [sys.executable, "-m", "bot", "understand"]
    started = time.perf_counter()
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin and process.stdout
        took = []
        for line in lines:
            process.stdin.write(line)
            process.stdin.flush()
            process.stdout.readline()
            took.append(time.perf_counter())
        process.stdin.close()
    each, first = (took[-1] - took[0]) / (len(took) - 1), took[0] - started
    print(
        f"{each * 1000:.2f} ms a message, over {len(rows)} messages; the first {first:.2f} s after the start"
    )


if __name__ == "__main__":
    sys.exit(main())
