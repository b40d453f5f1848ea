"""Longer times: `nästa år`, `i fjor`, `våren 2027`, `tredje kvartalet`, `de kommande tre dagarna`, `på 90-tallet`."""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.times.line import Line
from bot.understanding.times.numbers import number, ordinal
from bot.understanding.times.periods import InYear, Quarter, Run, Season, Year, in_year
from bot.understanding.times.shapes import Day

FIRST_YEAR, LAST_YEAR = 1900, 2100
WHICH = ("next", "after_next", "coming", "this", "last")
STEPS = {"next": 1, "after_next": 2, "coming": 1, "this": 0, "last": -1, "whole": 0}
"""How far from this week, month or year."""
YEARS = ("this_year", "last_year", "year_before_last")
SEASONS = ("seasons_past", "seasons", "season_names")
"""Kinds of word that a year and a season begin with, beside those above and numbers."""
_DECADES = 100
_LONGEST_RUN = 100
_COUNTS = {"couple": 2, "few": 3}
"""Days that *the next days* are."""


class Found(NamedTuple):
    """A day or period, and the place after it."""

    day: Day
    end: int


def which(line: Line, place: int, kinds: tuple[str, ...] = WHICH) -> tuple[str, int]:
    """Which one (*next*, *last*), and the place after the word; nothing if no such word stands here."""
    if line.at(place, *kinds) is not None:
        for kind in kinds:
            if (hit := line.at(place, kind)) is not None:
                return kind, hit.end
    return "", place


def longer(line: Line, place: int) -> Found | None:
    """The longer time that begins here."""
    return (
        _run(line, place)
        or _season(line, place)
        or _quarter(line, place)
        or _years(line, place)
        or year(line, place)
        or _decade(line, place)
    )


def year_number(line: Line, place: int) -> int | None:
    """The year written here, if nothing shows that the digits are something else."""
    digits = line.digits(place)
    if len(digits) != 4 or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return None
    if line.sign(place + 1, ":.,/") and line.glued(place + 2) and line.digits(place + 2):
        return None
    return None if line.at(place + 1, "units", "after_amount") else int(digits)


def with_year(line: Line, found: Found) -> Found:
    """With the year that follows, if one does: `tredje tirsdag i september 2027`, `julafton nästa år`."""
    after = found.end + line.sign(found.end, ",")
    if (digits := year_number(line, after)) is not None:
        day = in_year(found.day, digits)
        return Found(day, after + 1) if day else found
    said = year(line, line.after(found.end, "in_month"))
    if said is None or in_year(found.day, FIRST_YEAR) is None or not isinstance(said.day, Year):
        return found
    return Found(InYear(found.day, said.day), said.end)


def year(line: Line, place: int) -> Found | None:
    """`nästa år`, `i år`, `i fjor`, `år 2027`, `i 2027`."""
    for kind, offset in (("this_year", 0), ("last_year", -1), ("year_before_last", -2)):
        if (hit := line.at(place, kind)) is not None:
            return Found(Year(offset=offset), hit.end)
    said, end = which(line, place, (*WHICH, "whole"))
    unit = line.at(end, "units")
    if unit is not None and unit.value == "year":
        written = year_number(line, unit.end)
        if (several := _years(line, unit.end)) is not None:
            return several
        if written is not None:
            return Found(Year(written), unit.end + 1)
        return Found(Year(offset=STEPS[said]), unit.end) if said else None
    led = line.before(place, "in_year")
    written = year_number(line, place) if led else None
    return Found(Year(written), place + 1) if written is not None else None


def year_itself(line: Line, place: int) -> Found | None:
    """*The year*, of which a part was named."""
    unit = line.at(place, "units")
    return Found(Year(), unit.end) if unit is not None and unit.value == "year" else None


def led_year(line: Line, place: int) -> Found | None:
    """A year behind *since*, *after*, *between* and the like; or several: `1990 og 2000`."""
    written = year_number(line, place)
    return _years(line, place) or (Found(Year(written), place + 1) if written is not None else None)


def _years(line: Line, place: int) -> Found | None:
    """`2015–2020`, `1990 til 2000`."""
    first = line.digits(place)
    dash = line.sign(place + 1, "-–") and line.glued(place + 1) and line.glued(place + 2)
    end = place + 2 if dash else line.after(place + 1, "and", "until")
    last = year_number(line, end) if end > place + 1 else None
    if len(first) != 4 or last is None or not FIRST_YEAR <= int(first) < last:
        return None
    return Found(Year(int(first), count=last - int(first) + 1), end + 1)


def _decade(line: Line, place: int) -> Found | None:
    """`90-tallet`, `1990-talet`."""
    digits, dash = line.digits(place), line.sign(place + 1, "-–")
    end = place + 1 + dash
    hit = line.at(end, "decade")
    if hit is None or not line.glued(end) or not digits or int(digits) % 10:
        return None
    first = int(digits) + (FIRST_YEAR if int(digits) < _DECADES else 0)
    count = 10 if first % _DECADES or first >= LAST_YEAR - _DECADES else _DECADES
    return Found(Year(first, count=count), hit.end) if FIRST_YEAR <= first < LAST_YEAR else None


def _quarter(line: Line, place: int) -> Found | None:
    said, end = which(line, place)
    named = ordinal(line, end)
    end = named.end if named else end
    if named is None and line.digits(end) in ("1", "2", "3", "4"):
        named, end = number(line, end), end + 1 + line.sign(end + 1, ".")
    unit = line.at(end, "units")
    if unit is None or unit.value != "quarter_year" or not (said or named):
        return None
    if named is not None:
        return Found(Quarter(named.value), unit.end) if 1 <= named.value <= 4 else None
    return Found(Quarter(offset=STEPS[said]), unit.end)


def _season(line: Line, place: int) -> Found | None:
    """`i høst`, `nästa sommar`, `våren 2027`, `i fjor sommer`, `i somras`."""
    if (hit := line.at(place, "seasons_past")) is not None:
        return Found(Season(hit.value, "last"), hit.end)
    if (hit := line.at(place, "last_year")) is not None:
        named = line.at(hit.end, "season_names")
        return Found(InYear(Season(named.value), Year(offset=-1)), named.end) if named else None
    if (hit := line.at(place, "seasons")) is not None:
        ours = hit.value == "spring" and line.tokens[hit.end - 1].key in ("vår", "=vår", "var")
        return None if ours and _noun_follows(line, hit.end) else Found(Season(hit.value), hit.end)
    said, end = which(line, place)
    hit = line.at(end, "season_names")
    if hit is None or (not said and year_number(line, hit.end) is None and year(line, hit.end) is None):
        return None
    return Found(Season(hit.value, said if said in ("next", "last") else ""), hit.end)


def _noun_follows(line: Line, place: int) -> bool:
    """Whether a word stands here that may be what is *ours*: `i vår lägenhet`, but not `i vår kanske`."""
    token = line.token(place)
    if token is None or token.kind != "word":
        return False
    return not line.known(place) or line.at(place, "before_label", "after_amount", "visit") is not None


def _run(line: Line, place: int) -> Found | None:
    """`de kommande tre dagarna`, `siste to uker`, `nærmeste dagene`."""
    kinds = ("next", "coming", "last", "final")
    first = number(line, place)
    said, start = which(line, first.end if first else place, kinds)
    if not said:
        return None
    few = line.at(start, "couple", "few")
    counted = first._replace(end=start) if first else number(line, start)
    end = few.end if few else counted.end if counted else start
    unit = line.at(end, "units")
    if unit is None or unit.value not in ("day", "week", "fortnight", "month", "year"):
        return None
    several = line.at(end, "several_units") is not None
    count = counted.value if counted else _COUNTS[few.value] if few else _COUNTS["few"] * several
    if not 1 <= count <= _LONGEST_RUN:
        return None
    past = said in ("last", "final")
    if unit.value == "fortnight":
        return Found(Run(count * 2, "week", past), unit.end)
    return Found(Run(count, unit.value, past, whole=said == "next"), unit.end)
