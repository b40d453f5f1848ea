"""`bofast understand`: JSON lines in, what was understood out, a line for each. Needs no database and no settings.

In: `{"lang": "sv|nb|nn", "text": ..., "now": "2026-11-23T09:00"}`; `reference_time` may stand for `now`, and an
offset is ignored. Out: intents, danger, urgent, when, asks. A line that cannot be read gets `{"error": ...}`, and the
next is read. Always exit 0.

`--export-marked` prints instead what staff have marked as understood wrongly, in the form of the sentence files:
sentences that a person has written in place of a tenant's. That alone needs the database.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from datetime import datetime

LANGUAGES = ("sv", "nb", "nn")
_RARELY = 50_000
"""New objects after which Python looks for waste: the word lists are many objects, slow to go through."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument(
        "--export-marked",
        action="store_true",
        help="print what staff have marked, with sentences of their own",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Answer every line of standard input, or print what was marked."""
    if chosen.export_marked:
        return export()
    _load()
    for line in sys.stdin.buffer:
        if line.strip():
            said = json.dumps(answer(line.decode("utf-8", "replace")), ensure_ascii=False)
            sys.stdout.buffer.write(f"{said}\n".encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
    return 0


def _load() -> None:
    """Read the word lists; they stay, and so Python need not go through them when it looks for waste."""
    gc.disable()
    from bot.understanding.reading import load

    load()
    gc.freeze()
    gc.set_threshold(_RARELY)
    gc.enable()


def export() -> int:
    """A line for each sentence."""
    from bot.commands.common import desk
    from support import misread

    with desk() as at, at.store.reading() as db:
        for each in misread.sentences(db, at.settings.deployment):
            print(json.dumps(each, ensure_ascii=False), flush=True)
    return 0


def answer(line: str) -> dict[str, object]:
    """What is answered to a line."""
    from bot.understanding.reading import understand

    try:
        lang, text, now = _asked(json.loads(line))
    except (ValueError, RecursionError) as error:
        return {"error": str(error)}
    return understand(text, now, lang).to_json()


def _asked(asked: object) -> tuple[str, str, datetime]:
    """The three things a line must hold."""
    if not isinstance(asked, dict):
        raise ValueError("a line is one JSON object")
    lang, text, now = asked.get("lang"), asked.get("text"), asked.get("now", asked.get("reference_time"))
    if lang not in LANGUAGES:
        raise ValueError(f"lang: one of {', '.join(LANGUAGES)}")
    if not isinstance(text, str):
        raise ValueError("text: a string")
    if not isinstance(now, str):
        raise ValueError("now: an ISO time, such as 2026-11-23T09:00")
    return lang, text, datetime.fromisoformat(now).replace(tzinfo=None)
