"""A message in, what it says about time out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.understanding.times.join import assemble
from bot.understanding.times.lexicon import lexicon
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention, is_history
from bot.understanding.times.model import Reading, When
from bot.understanding.times.resolve import resolve
from bot.understanding.times.roles import is_moving, roles
from bot.understanding.times.scan import scan
from bot.understanding.times.shifts import Shift, shift

ENOUGH = 40
"""Mentions that are looked at: nobody names more times in a message, and pasted calendars do."""


def read_when(text: str, now: datetime, lang: str) -> Reading:
    """Every time in the message, resolved against the local wall clock `now`; `lang` only breaks ties."""
    line = Line(text, lang)
    by = shift(line)
    mentions = scan(line)[:ENOUGH]
    if not mentions:
        return Reading(shift=by)
    moving = is_moving(line)
    found = [each for each in assemble(line, mentions, moving) if not is_history(each, now)]
    if not found:
        return Reading(shift=by)
    meant = roles(line, found, moving)
    asked = [(mention, resolve(mention, now)) for mention in meant.asked]
    impossible = tuple(_words(line, mention) for mention, times in asked if not times)
    best = next((times for _, times in asked if times), ())
    old = _start(resolve(meant.old, now)) if meant.old else None
    when, by = _shifted(line, found, _with_old(best[0] if best else None, old, meant.old, now), by)
    return Reading(
        when=when,
        readings=tuple(_with_old(each, old, meant.old, now) or each for each in best)
        if len(best) > 1
        else (),
        alternatives=tuple(times[0] for _, times in asked if times and times is not best),
        excluded=tuple(times[0] for each in meant.excluded if (times := resolve(each, now))),
        spans=tuple(_span(line, each) for each in found),
        shift=by,
        impossible=impossible,
    )


def _shifted(
    line: Line, found: list[Mention], when: When | None, by: Shift | None
) -> tuple[When | None, Shift | None]:
    """`skjut fram torsdag kl 13 en timme` names both; `en timme senare, kl 14` has no need of the hour."""
    if by is None or when is None or not any(each.clock for each in found):
        return when, by
    begins = (
        when.start is not None
        and when.end is None
        and any(each.clock and each.start < by.place for each in found)
    )
    booked = when.start if begins else when.old
    if booked is None or booked.time() == time() or when.recurrence is not None:
        return when, None
    start = by.of(booked)
    return When(start, grain="minute" if start.minute else "hour", old=booked), None


def meet(word: str) -> None:
    """Look a folded word up now, so that a message that holds it need not wait."""
    lexicon().meant(word)


def _with_old(when: When | None, old: datetime | None, said: Mention | None, now: datetime) -> When | None:
    if old is None or said is None:
        return when
    if when is not None:
        return replace(when, old=old)
    grain = resolve(said, now)[0].grain
    return When(None, None, grain=grain, old=old)


def _start(times: tuple[When, ...]) -> datetime | None:
    return (times[0].start or times[0].end) if times else None


def _span(line: Line, mention: Mention) -> tuple[int, int]:
    return line.tokens[mention.start].start, line.tokens[mention.end - 1].end


def _words(line: Line, mention: Mention) -> str:
    start, end = _span(line, mention)
    return line.text[start:end]
