"""What one time leaves out and another one says: `torsdag eller fredag kl 10`, `inte kl 9 på torsdag, hellre 11`."""

from __future__ import annotations

from dataclasses import replace

from bot.understanding.times.gaps import between, gap
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention, is_past
from bot.understanding.times.shapes import Weekday


def shared(line: Line, asked: list[Mention]) -> list[Mention]:
    """The mentions, with what *or* and *and* share out between them."""
    found = list(asked)
    for n in range(1, len(found)):
        chosen = found[n].clock is not None and between(line, found[n - 1], found[n], "or")
        if chosen or gap(line, found[n - 1], found[n], "or", "and"):
            found[n] = _onwards(found[n - 1], found[n])
    for n in reversed(range(1, len(found))):
        if gap(line, found[n - 1], found[n], "or", "and"):
            found[n - 1] = _backwards(found[n - 1], found[n])
    return found


def carried(asked: list[Mention]) -> list[Mention]:
    """`de kommer 11 imorgon, kan ni ta 13?`: the second hour is on the day of the first."""
    found = list(asked)
    for n in range(1, len(found)):
        first, second = found[n - 1], found[n]
        if second.dayless and second.clock and first.clock and first.day is not None and not is_past(first):
            found[n] = replace(second, day=first.day)
    return found


def completed(old: Mention, new: Mention) -> tuple[Mention, Mention]:
    """`flytta fredag 10 till 14`: the old and the new time are on the same day if only one is named."""
    if new.dayless and old.day is not None:
        new = replace(new, day=old.day)
    elif old.dayless and new.day is not None:
        old = replace(old, day=new.day)
    return old, new


def lent(asked: list[Mention], excluded: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """`kl 9 på torsdag är för tidigt, kan det bli 11`: both are on Thursday."""
    if len(asked) != 1 or len(excluded) != 1:
        return asked, excluded
    yes, no = asked[0], excluded[0]
    if yes.dayless and no.day is not None and (no.clock or no.part):
        return [replace(yes, day=no.day)], excluded
    if no.dayless and yes.day is not None:
        return asked, [replace(no, day=yes.day)]
    return asked, excluded


def _onwards(first: Mention, second: Mention) -> Mention:
    """The second, on the first one's day or in its week."""
    if second.dayless and not first.dayless:
        part = second.part or (first.part if second.clock else None)
        return replace(second, day=first.day, part=part)
    if isinstance(first.day, Weekday) and isinstance(second.day, Weekday) and second.day.which == "":
        return replace(second, day=replace(second.day, week=second.day.week or first.day.week))
    return second


def _backwards(first: Mention, second: Mention) -> Mention:
    """The first, at the second one's hour or on its day."""
    if first.clock is None and first.part is None and first.day and second.day:
        first = replace(first, clock=second.clock, part=second.part, edge=first.edge or second.edge)
        if isinstance(first.day, Weekday) and isinstance(second.day, Weekday) and first.day.which == "":
            first = replace(first, day=replace(first.day, week=first.day.week or second.day.week))
        return first
    if first.dayless and second.day is not None:
        return replace(first, day=second.day)
    return first
