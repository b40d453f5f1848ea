"""Handlers that take their time, as a bad day makes them.

The dialogs are wrapped before the usual command runs; nothing in the product knows of it.
"""

from __future__ import annotations

import time

from bot import dialogs, turn
from bot.talk import Talk
from support.say import Say

USUAL = 0.02
"""Seconds that every handler takes."""
LONG = 1.0
"""Seconds that every twentieth takes."""
_plain = dialogs.route
_count = 0


def slow_route(talk: Talk) -> list[Say]:
    """The same answer, later."""
    global _count  # noqa: PLW0603 - counts through all threads; which one is long does not matter
    _count += 1
    time.sleep(LONG if _count % 20 == 0 else USUAL)
    return _plain(talk)


def slow_down() -> None:
    """From now on, in this process."""
    assert turn.route is _plain, "the turn finds its handlers elsewhere now: wrap them there"  # type: ignore[attr-defined]
    turn.route = dialogs.route = slow_route  # type: ignore[attr-defined]
