"""Translate the sentences of people from life into the other two languages, for the danger weights to learn from.

    python -m scripts.translate_sentences

Who writes that a neighbour hits his wife writes it alike in Swedish and in Norwegian; a sentence that was written in
one of them teaches little about the others until it is told in their words. Apertium (rules and dictionaries, no
network) does that well enough to learn from; nobody is ever measured or answered by these lines.

What is there already stays; only new sentences are translated, into `tests/understanding/translated.tsv`. A line: the
check sum of the sentence, the language it is in now, and the words. Needs Debian's packages `apertium-swe-nor`,
`apertium-nno-nob` and `apertium-recursive`; Norwegian takes some minutes for ten thousand sentences.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts.danger_samples import TRANSLATED, Sample, collect, key_of, translated  # noqa: E402

CODES = {"sv": "swe", "nb": "nob", "nn": "nno"}
LONGEST = 400
MARK = "\u2016"
_NUMBERED = re.compile(rf"\s*(\d+)\.?\s*{MARK}\s*(.+)")
Pair: TypeAlias = tuple[str, str]


def wanted(sample: Sample) -> list[str]:
    """The languages a sentence is wanted in: danger and what looks like it in both others, wishes in one of them."""
    if sample.kind == "unclear" or len(sample.text) > LONGEST:
        return []
    others = [lang for lang in CODES if lang != sample.lang]
    if sample.origin == "life":
        return others
    if sample.origin == "wishes" and sample.block.startswith(("life", "seen")):
        return [others[crc32(sample.text.encode()) % 2]]
    return []


def missing(samples: Iterable[Sample], known: Mapping[str, Mapping[str, str]]) -> dict[Pair, list[str]]:
    """For each pair of languages the sentences that are not translated yet."""
    jobs: dict[Pair, list[str]] = {}
    for sample in samples:
        there = known.get(key_of(sample.text), {})
        if sample.origin == "wishes" and there:
            continue
        for to in wanted(sample):
            if to not in there:
                jobs.setdefault((sample.lang, to), []).append(sample.text)
    return jobs


def translate(texts: list[str], pair: Pair) -> dict[str, str]:
    """Each text in the other language; one that comes back without its number is left out."""
    numbered = "".join(f"{n} {MARK} {' '.join(text.split())}\n" for n, text in enumerate(texts))
    command = ["apertium", "-u", "-".join(CODES[lang] for lang in pair)]
    done = subprocess.run(command, input=numbered, capture_output=True, text=True, check=True).stdout
    found = [match for line in done.splitlines() if (match := _NUMBERED.fullmatch(line))]
    return {texts[int(number)]: words for number, words in (match.groups() for match in found)}


def main() -> None:
    if shutil.which("apertium") is None:
        sys.exit("apertium is missing: apt-get install apertium-swe-nor apertium-nno-nob apertium-recursive")
    jobs = sorted(missing(collect(), translated()).items(), key=lambda job: -len(job[1]))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(translate, texts, pair): (pair, len(texts)) for pair, texts in jobs}
        for done in as_completed(running):
            (origin, to), count = running[done]
            with TRANSLATED.open("a", encoding="utf-8") as file:
                file.writelines(f"{key_of(t)}\t{to}\t{words.strip()}\n" for t, words in done.result().items())
            print(f"{origin} to {to}: {len(done.result())} of {count} sentences", flush=True)


if __name__ == "__main__":
    main()
