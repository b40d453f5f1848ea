"""Print how the danger reader does on the sentences kept aside and on the author's own kept list: totals only.

Nobody who works on the danger reader opens `aside/`; this never prints a sentence of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.understanding.danger import KINDS, read_danger  # noqa: E402
from tests.understanding.danger_sentences import load  # noqa: E402

ASIDE = ROOT / "tests/understanding/sentences/aside"


def told() -> list[tuple[str, str, str]]:
    """Where each sentence is from, what it is, and its text."""
    rows = []
    for file in sorted(ASIDE.glob("*.jsonl")):
        for line in map(json.loads, file.read_text("utf-8").splitlines()):
            if "danger" in line or file.stem != "danger":
                ordinary = file.stem != "danger" or line.get("kind") == "ordinary"
                group = "danger" if line.get("danger") else "ordinary" if ordinary else "look_alike"
                rows.append((f"aside/{file.stem}", group, line["text"]))
    for each in load("kept"):
        rows.append(("kept list", "danger" if each.kind in KINDS else each.kind, each.text))
    return rows


def main() -> None:
    rows = told()
    counts: Counter[tuple[str, str, str]] = Counter()
    read_danger("")
    started = time.perf_counter()
    for origin, group, text in rows:
        found = read_danger(text)
        word = "nothing" if found is None else "certain" if found.certain else "quiet"
        counts[origin, group, word] += 1
    each = (time.perf_counter() - started) / len(rows) * 1000
    for origin, group in sorted({key[:2] for key in counts}):
        of = {word: counts[origin, group, word] for word in ("certain", "quiet", "nothing")}
        total = sum(of.values())
        print(
            f"{origin:16} {group:11} {total:4}  "
            + "  ".join(f"{w} {n:3} ({n / total:6.1%})" for w, n in of.items())
        )
    print(f"{each:.2f} ms a message")


if __name__ == "__main__":
    main()
