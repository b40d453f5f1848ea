"""`python -m bench.chaos`: rounds of trouble, each kind until it has as many as were asked for.

Every round is a line in `out/chaos.jsonl`; asking for more rounds goes on from there. Rounds of other code do not
count: a line knows the sources it was made with. Exit 1 if anything was lost, doubled or out of order.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import machine
from bench.chaos.databases import Databases
from bench.chaos.deployment import Setup
from bench.chaos.round import Kind, Round
from bench.processes import ROOT
from bench.table import table

POLLING, WEBHOOK = Setup(), Setup(webhook=True)
POLLING_TWICE = Setup(database="postgresql", processes=2)
WEBHOOK_TWICE = Setup(webhook=True, database="postgresql", processes=2)
ALL = (POLLING, WEBHOOK, POLLING_TWICE, WEBHOOK_TWICE)
SLOW = (Setup(slow=True), Setup(webhook=True, database="postgresql", processes=2, slow=True))

KINDS = (
    Kind("kill-polling-sqlite", (POLLING,), "kill"),
    Kind("kill-webhook-sqlite", (WEBHOOK,), "kill"),
    Kind("kill-polling-postgresql", (POLLING_TWICE,), "kill"),
    Kind("kill-webhook-postgresql", (WEBHOOK_TWICE,), "kill"),
    Kind("term-quick", ALL, "term"),
    Kind("term-slow", SLOW, "term", part=0.25),
    Kind("faults-2", ALL, "faults", share=0.02),
    Kind("faults-10", ALL, "faults", share=0.10, part=0.5),
)
RESULTS = ROOT / "out" / "chaos.jsonl"
COLUMNS = ("lost", "doubled_effects", "disorder", "unmarked", "doubled_answers", "given_up", "late")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play what is missing, and print the table."""
    given = _arguments(arguments)
    code = digest()
    wanted = [kind for kind in KINDS if kind.name.startswith(tuple(given.kinds.split(",")))]
    if given.seed is not None:
        return _once(wanted[0], given.seed, given)
    given.results.parent.mkdir(parents=True, exist_ok=True)
    if given.fresh:
        given.results.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="bofast-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user must get in when root runs this
        databases = Databases(Path(folder))
        try:
            for kind in wanted:
                for number in range(len(_played(given.results, kind.name, code)), given.rounds):
                    line = _play(kind, number, number + 1, given.updates, databases) | {"code": code}
                    with given.results.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(line) + "\n")
        finally:
            databases.close()
    return _show(wanted, given.results, code)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS") or 10))
    parser.add_argument(
        "--kinds", default="", help="beginnings of names, comma between; all of them if left out"
    )
    parser.add_argument("--updates", type=int, default=1000, help="in each round")
    parser.add_argument("--seed", type=int, help="play one round of the first kind again; it is not kept")
    parser.add_argument("--round", type=int, help="with --seed: which of the kind's setups it was")
    parser.add_argument("--fresh", action="store_true", help="forget earlier rounds")
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


def digest() -> str:
    """What the sources are called that a round was played with."""
    mark = hashlib.sha256()
    for room in ("bot", "support", "storage", "bench", "phone"):
        for file in sorted((ROOT / room).rglob("*.py")):
            mark.update(file.read_bytes())
    return mark.hexdigest()[:12]


def _play(kind: Kind, number: int, seed: int, updates: int, databases: Databases) -> dict[str, Any]:
    playing = Round(kind, number, seed, updates, databases)
    try:
        outcome = playing.run()
    except Exception as error:
        print(f"{kind.name} round {number + 1}, seed {seed}: {error}", flush=True)
        return {"kind": kind.name, "round": number, "seed": seed, "bad": True, "notes": [str(error)]}
    line = {
        "kind": kind.name,
        "round": number,
        "seed": seed,
        "setup": str(playing.setup),
        "bad": outcome.bad,
        "updates": playing.count,
        "unmarked": outcome.unmarked,
        "late": round(outcome.late, 1),
        "seconds": round(outcome.seconds, 1),
        **asdict(outcome.verdict),
        "endings": outcome.endings,
    }
    figures = ", ".join(f"{name.replace('_', ' ')} {line[name]}" for name in COLUMNS)
    word = "WRONG" if outcome.bad else "right"
    print(
        f"{kind.name} round {number + 1}, seed {seed}, {playing.setup}: {word}; {figures}; {outcome.seconds:.0f} s"
    )
    for note in outcome.verdict.notes if outcome.bad else ():
        print(f"    {note}")
    sys.stdout.flush()
    return line


def _once(kind: Kind, seed: int, given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="bofast-") as folder:
        Path(folder).chmod(0o755)
        databases = Databases(Path(folder))
        try:
            number = seed - 1 if given.round is None else given.round - 1
            return int(_play(kind, number, seed, given.updates, databases)["bad"])
        finally:
            databases.close()


def _played(results: Path, name: str, code: str) -> list[dict[str, Any]]:
    """The rounds of a kind that were played with this code."""
    if not results.exists():
        return []
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["kind"] == name and line["code"] == code]


def _show(kinds: Sequence[Kind], results: Path, code: str) -> int:
    rows, bad = [], 0
    for kind in kinds:
        lines = _played(results, kind.name, code)
        wrong = [line for line in lines if line["bad"]]
        bad += len(wrong)
        sums = [round(sum(line.get(name, 0) for line in lines), 1) for name in ("updates", *COLUMNS)]
        rows.append(
            (kind.name, len(lines), *map(str, sums), " ".join(str(each["seed"]) for each in wrong) or "-")
        )
    print()
    print(table(("kind", "rounds", "updates", *(n.replace("_", " ") for n in COLUMNS), "seeds"), rows))
    print(f"code {code}; {machine.line()}")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
