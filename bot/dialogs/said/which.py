"""Which visit is spoken of: the one of the time that is named, and never another in its place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogs import visits as dialog
from bot.dialogs.said.heard import Heard
from storage.tables import Visit
from support.say import Say, say
from support.wanted import Wanted

MOST = 3
"""Visits or readings that are asked about at once."""


def on_day(coming: Sequence[Visit], day: Wanted | None) -> list[Visit]:
    """The visits of the time that was named: at that very moment, else that day; without a time, all.

    Our own before the landlord's inspections: those are spoken of by name and never changed by words.
    """
    if day is None:
        own = [each for each in coming if each.kind == "support"]
        return own or list(coming)
    there = [each for each in coming if day.holds(each.starts)]
    zone = day.start.tzinfo
    return there or [
        each for each in coming if each.starts.astimezone(zone).date() == day.start.date() and day.is_point
    ]


def none_then(heard: Heard, day: Wanted | None) -> list[Say]:
    """Nothing is booked then: what is, is shown, and nothing else is touched. A person reads what was meant."""
    heard.for_human = True
    shown = dialog.show(heard.talk)
    booked = shown[0].lines[0].key != "visit.none"
    return [say("said.none_then", start=day.start), *shown] if booked and day is not None else shown
