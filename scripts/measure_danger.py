"""Print how the danger reader does on the sentences kept aside and on the list in danger_kept.txt: totals only.

By file and kind. Nobody who works on the danger reader opens `aside/`; this never prints a sentence of it.
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
from tests.understanding.score import LOOK_ALIKES  # noqa: E402

ASIDE = ROOT / "tests/understanding/sentences/aside"


def told() -> list[tuple[str, str, str, str]]:
    """Where each sentence is from, whether it is danger, what kind it is, and its text."""
    rows = []
    for file in sorted(ASIDE.glob("*.jsonl")):
        for line in map(json.loads, file.read_text("utf-8").splitlines()):
            if "danger" in line:
                rows.append((f"aside/{file.stem}", _group(line), line.get("kind", "plain"), line["text"]))
    for each in load("kept"):
        group = "danger" if each.kind in KINDS else each.kind
        rows.append(("kept list", group, each.kind, each.text))
    return rows


def _group(line: dict[str, object]) -> str:
    if line["danger"]:
        return "danger"
    return "look_alike" if line.get("kind") in LOOK_ALIKES else "ordinary"


def main() -> None:
    rows = told()
    counts: Counter[tuple[str, str, str, str]] = Counter()
    read_danger("")
    started = time.perf_counter()
    for origin, group, kind, text in rows:
        found = read_danger(text)
        word = "nothing" if found is None else "certain" if found.certain else "quiet"
        counts[origin, group, "all", word] += 1
        counts["aside" if origin != "kept list" else "", group, kind, word] += 1
    each = (time.perf_counter() - started) / len(rows) * 1000
    for origin, group, kind in sorted({key[:3] for key in counts if key[0]}):
        of = {word: counts[origin, group, kind, word] for word in ("certain", "quiet", "nothing")}
        total = sum(of.values())
        shares = "  ".join(f"{word} {n:3} ({n / total:6.1%})" for word, n in of.items())
        print(f"{origin:16} {group:11} {kind:13} {total:4}  {shares}")
    print(f"{each:.2f} ms a message")


if __name__ == "__main__":
    main()
