"""Sentences from frames: `jag {orkar|pallar} inte {leva|finnas}` stands for four sentences that are one idea.

A file in `frames/` holds sections `[suicide]` (a kind of danger, `look_alike`, `ordinary` or `unclear`) and in them
blocks of lines, `sv jag {orkar|pallar} ...`. The lines of a block say the same in several languages, so a block is what
is held out together: never is one of its sentences learnt from while another is measured.

`python -m tests.understanding.frames` writes them as `sentences/tune/danger_frames.jsonl`.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.understanding.bare import bare
from tests.understanding.score import NOW

FRAMES = Path(__file__).parent / "frames"
ASIDE = Path(__file__).parent / "sentences/aside"
VARIANTS, PLAIN_VARIANTS = 6, 24
"""Sentences made of one line at most: more of the same teach little, but plain words must be read in every form."""
PLAIN = "plain_"
"""How the names of files begin that hold the plain words for something, each with many forms."""
_SLOT = re.compile(r"\{([^{}]*)\}")
_SEED = 20261123


@dataclass(frozen=True)
class Framed:
    """A sentence made of a frame, with the block it comes from."""

    kind: str
    lang: str
    text: str
    block: str


def load() -> Iterator[Framed]:
    """Every sentence of every file, the same at each call; none twice, and none that also happens to be kept aside."""
    seen = kept_aside()
    for file in sorted(FRAMES.glob("*.txt")):
        kind, block = "", 0
        for line in _lines(file):
            if line.startswith("["):
                kind, block = line.strip("[] "), block + 1
            elif not line.strip():
                block += 1
            elif not line.startswith("#"):
                lang, _, frame = line.partition(" ")
                for text in _variants(frame, PLAIN_VARIANTS if file.stem.startswith(PLAIN) else VARIANTS):
                    key = bare(text)
                    if key not in seen:
                        seen.add(key)
                        yield Framed(kind, lang, text, f"{file.stem}/{block}")


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


def kept_aside() -> set[str]:
    """The letters of all sentences that are kept aside: nothing is learnt from them."""
    return {bare(json.loads(line)["text"]) for file in ASIDE.glob("*.jsonl") for line in _lines(file)}


def _variants(frame: str, most: int) -> list[str]:
    parts = _SLOT.split(frame)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    every = [" ".join("".join(row).split()) for row in itertools.islice(itertools.product(*choices), 5000)]
    return random.Random(f"{_SEED}{frame}").sample(every, min(most, len(every)))


WRITTEN = Path(__file__).parent / "sentences/tune/danger_frames.jsonl"
_NO_DANGER = ("look_alike", "ordinary")


def as_line(framed: Framed) -> str:
    """The sentence as a line of the sentence files; where two careful people would differ, `danger` is left out."""
    line: dict[str, object] = {"lang": framed.lang, "text": framed.text, "now": NOW}
    if framed.kind != "unclear":
        line["danger"] = framed.kind not in _NO_DANGER
    if line.get("danger"):
        line["intents"] = ["crisis"]
    return json.dumps({**line, "kind": framed.kind.replace("_", "-")}, ensure_ascii=False)


if __name__ == "__main__":
    WRITTEN.write_text("\n".join(map(as_line, load())) + "\n", "utf-8")
