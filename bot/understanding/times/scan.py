"""Finding every mention of a time in a message, left to right."""

from __future__ import annotations

from dataclasses import replace

from bot.understanding.times import days, durations, repeats
from bot.understanding.times.clocks import clock
from bot.understanding.times.days import day
from bot.understanding.times.durations import Later, Length, ago, later, length
from bot.understanding.times.line import Line
from bot.understanding.times.longer import led_year, which
from bot.understanding.times.mention import Mention, Part, is_past
from bot.understanding.times.numbers import NUMBERS, number
from bot.understanding.times.periods import Year
from bot.understanding.times.repeats import repeat
from bot.understanding.times.shapes import Date, Feast, Month, Weekday, Weeks

_LIMITS = ("dinner", "work")
GLUE = ("on", "around", "the", "in_month", "filler", "exactly")
"""Words that may stand between the parts of one time."""
_LEADS = ("instead_of", "than", "between", "from", "until")
_EDGES = {
    "after": "after",
    "before": "before",
    "latest": "by",
    "latest_in_nynorsk": "by",
    "earliest": "from",
    "since": "from",
    "since_sometimes": "from",
}
_EDGES_AND_LEADS = (*_EDGES, *_LEADS)
_LED = frozenset(_EDGES_AND_LEADS)
_LEADING = _LED.union(("not", "around", "at"))
_FROM_NOW = frozenset(
    ("in", "within", "around", "next", "coming", "last", "final", *durations.BEGINNINGS, *NUMBERS)
)
_CLOCKS = frozenset(
    (
        *("clock", "around", "midnight", "about_the_hour", "half", "quarter"),
        *("numbers_by_the_clock", *NUMBERS),
    )
)
"""Kinds of word that these begin with."""
_PASSED = frozenset(("skip", "wish", "good", *durations.BEGINNINGS, *NUMBERS))
"""Kinds of word that what is passed over begins with."""
_HALVES = ("early", "late", "late_before_part")
_PARTS = ("parts", "parts_of_another_day", "parts_every")
_PIECES = frozenset(("meals", *_HALVES, *_PARTS)).union(
    repeats.BEGINNINGS, _FROM_NOW, _CLOCKS, days.BEGINNINGS
)
"""Kinds of word that any time begins with."""
_AFTERWARDS = {"or_later": "from", "or_earlier": "by", "latest": "by", "earliest": "from"}


def scan(line: Line) -> list[Mention]:
    """All mentions in order; what only looks like a time is passed over."""
    found: list[Mention] = []
    place = 0
    while place < len(line):
        if not line.begins(place):
            place += 1
            continue
        if (paid := _amount(line, place)) > place:
            place = paid
            continue
        mention = _mention(line, place) or _next_one(line, place, found)
        passed = _passed_over(line, place)
        if mention is not None and mention.end >= passed:
            found.append(mention)
            place = mention.end
        else:
            place = max(passed, place + 1)
    return found


def _amount(line: Line, place: int) -> int:
    """The place after a sum or a dose that looks like a date or an hour: `kostar 18.50`, `1/2 tablett`."""
    digits = line.digits(place) and line.digits(place + 2)
    if (
        not digits
        or not line.sign(place + 1, ".,/")
        or not line.glued(place + 1)
        or not line.glued(place + 2)
    ):
        return place
    half = line.sign(place + 1, "/")
    amount = line.at(place + 3, "after_amount") if half else line.before(place, "costs")
    return place + 3 if amount else place


def _next_one(line: Line, place: int, found: list[Mention]) -> Mention | None:
    """`den här veckan är full men nästa går`: the week after the one just named."""
    hit = line.at(place, "next")
    named = found[-1].day if found else None
    if hit is None or not isinstance(named, Weeks) or named.offset is None or named.part:
        return None
    alone = line.token(hit.end) is None or line.stops(hit.end) or line.sign(hit.end, ",")
    if not alone and line.at(hit.end, "fits", "can", "better", "filler", "instead") is None:
        return None
    return Mention(place, hit.end, day=Weeks(offset=named.offset + 1))


def _passed_over(line: Line, place: int) -> int:
    """The place after a greeting, a saying or a mere length of time (`en timme innan` too)."""
    if not line.may(place, _PASSED):
        return place
    hit = line.at(place, "skip")
    end = hit.end if hit else place
    end = max(end, _wished(line, place))
    measured = length(line, place)
    before = line.at(measured.end, "before") if measured else None
    if measured and before and line.at(before.end, "on"):
        return max(end, before.end)
    counted = number(line, place)
    nights = line.at(counted.end, "parts_every") if counted else None
    return max(end, measured.end if measured else 0, nights.end if nights else 0)


def _wished(line: Line, place: int) -> int:
    """The place after a good wish: `god helg`, `ha en fin kväll`; but *går bra fredag* wishes nothing."""
    wish = line.at(place, "wish") or (line.at(place, "good") if line.before(place, "one") else None)
    nouns = (
        "parts",
        "parts_of_another_day",
        "weekend",
        "weekend_bare",
        "holidays",
        "holiday_spans",
        "day_word",
    )
    noun = line.at(wish.end, *nouns, *(("weekdays",) if line.before(place, "one") else ())) if wish else None
    return noun.end if noun else place


def _mention(line: Line, place: int) -> Mention | None:
    """The mention that begins here, with what leads it in (`efter`, `från`, `runt`)."""
    direct = _piece(line, place)
    led = _led(line, place)
    if led is None or (direct is not None and direct.end > led.end):
        return _afterwards(line, direct) if direct else None
    return _afterwards(line, led)


def _led(line: Line, start: int) -> Mention | None:
    """A mention behind words like *after*, *from*, *about*."""
    if not line.may(start, _LEADING):
        return None
    lead, edge, place = "", "", start
    while (hit := _longest(line, place)) is not None:
        kind, place = hit
        lead, edge = (kind, edge) if kind in _LEADS else (lead, _EDGES[kind])
    if lead == "than" and _begins(line, start):
        lead = ""
    around = line.past(place, "around")
    around += around == place and line.at(place, "at") is not None and line.digits(place + 1) != ""
    if around == start or _score(line, start):
        return None
    cued = around > place or bool(edge) or lead in ("from", "between", "instead_of", "than")
    found = _piece(line, around) or _piece(line, line.past(around, *GLUE)) or _led_year(line, around, cued)
    if found is None:
        return None
    if line.at(start, "since", "since_sometimes"):
        found = _since(line, start, found)
    elif edge == "by":
        found = _by(found)
    return replace(found, start=start, edge=found.edge or edge, lead=lead, cued=cued) if found else None


def _begins(line: Line, place: int) -> bool:
    """Whether a clause begins here: Norwegian *enn* asks there (`enn torsdag da?`), and compares elsewhere."""
    before = line.token(place - 1) if place else None
    return before is None or before.kind in ("sign", "line")


def _led_year(line: Line, place: int, cued: bool) -> Mention | None:
    """`etter 1945`, `fra 2010`: a year that a word leads in."""
    found = led_year(line, place) if cued else None
    return Mention(place, found.end, day=found.day) if found else None


def _by(found: Mention) -> Mention:
    """By the end of the week is by its last day; by Christmas is before it."""
    if isinstance(found.day, Weeks) and found.day.part == "finish":
        return replace(found, day=replace(found.day, part=""))
    if isinstance(found.day, Feast) and " " in found.day.rule:
        return replace(found, edge="before")
    return found


def _since(line: Line, place: int, found: Mention) -> Mention | None:
    """`siden fredag` is the Friday that was; *sedan* and *sen* also mean *then*, and so need what is past."""
    day = found.day
    if line.at(place, "since"):
        if isinstance(day, Weekday) and day.which == "":
            return replace(found, day=replace(day, which="last"))
        if isinstance(day, Month) and day.month is not None and day.year is None:
            return replace(found, day=replace(day, offset=-1))
        return replace(found, day=replace(day, past=True)) if isinstance(day, Date | Feast) else found
    return found if is_past(found) or isinstance(day, Year) else None


def _score(line: Line, place: int) -> bool:
    """Whether *mot* stands between two numbers: `12 mot 8`; but in `byt 10 mot 13` they are hours."""
    numbers = bool(line.digits(place - 1)) and bool(line.digits(place + 1))
    return numbers and line.at(place, "toward") is not None and not line.before(place - 1, "move")


def _longest(line: Line, place: int) -> tuple[str, int] | None:
    """The longest of the words that lead a time in."""
    if (denied := _not_before(line, place)) is not None:
        return denied
    best: tuple[str, int] | None = None
    for kind in _EDGES_AND_LEADS if line.may(place, _LED) else ():
        hit = line.at(place, kind)
        if hit is None or (kind == "latest_in_nynorsk" and line.lang != "nn"):
            continue
        if best is None or hit.end > best[1]:
            best = kind, hit.end
    return best


def _not_before(line: Line, place: int) -> tuple[str, int] | None:
    """`inte före tio` is from ten on; `ikke etter fredag` is Friday at the latest."""
    hit = line.at(place, "not")
    start = line.past(hit.end, "filler") if hit else place
    for kind, opposite in (("before", "earliest"), ("after", "latest")):
        limit = line.at(start, kind)
        if limit is not None and (hit is not None or _not_to_come(line, place)):
            return opposite, limit.end
    return None


def _not_to_come(line: Line, place: int) -> bool:
    """Whether *not* and a verb stand before: `ikke kom før elleve`, `kan inte komma före tio`."""
    verb = next((start for start in (place - 1, place - 2) if line.at(start, "not_close", "ask")), -1)
    return verb > 0 and line.before(verb, "not") and line.before(place, "not_close", "ask")


def _afterwards(line: Line, found: Mention) -> Mention:
    """Words after a time that open it: `10 eller senare`, `kl 3 senast`."""
    for kind, edge in _AFTERWARDS.items():
        hit = line.at(found.end, kind)
        if hit is not None and not found.edge and _piece(line, line.past(hit.end, *GLUE)) is None:
            return replace(found, edge=edge, end=hit.end)
    return found


def _piece(line: Line, place: int) -> Mention | None:
    """The time that begins just here."""
    if not line.may(place, _PIECES):
        return None
    found = _rhythm(line, place) or _from_now(line, place)
    if found is not None:
        return found
    hour = _hour(line, place)
    if hour is not None and hour.sure:
        return hour
    found = _day(line, place) or _meal(line, place) or _part(line, place)
    return found or (hour if hour is not None and _may_be_hour(line, place, hour.end) else None)


def _rhythm(line: Line, place: int) -> Mention | None:
    found = repeat(line, place)
    if found is None:
        return None
    part = Part(found.part) if found.part else None
    return Mention(place, found.end, repeat=found.repeat, part=part)


def _from_now(line: Line, place: int) -> Mention | None:
    if not line.may(place, _FROM_NOW):
        return None
    found = later(line, place) or ago(line, place) or _through(line, place)
    if found is None:
        return None
    edge = "by" if line.at(place, "within") and not line.at(place, "in") else ""
    return Mention(place, found.end, later=found.length, edge=edge)


def _through(line: Line, place: int) -> Length | None:
    """`de neste to timene`, `senaste timmen`: hours and minutes from or until now."""
    said, start = which(line, place, ("next", "coming", "last", "final"))
    counted = said and (number(line, start) or line.at(start, "couple", "few"))
    found = length(line, start) if counted else None
    if found is None or found.ago or not found.length.minutes:
        return None
    way = -1 if said in ("last", "final") else 1
    return found._replace(length=Later(way * found.length.minutes, through=True))


def _hour(line: Line, place: int) -> Mention | None:
    found = clock(line, place) if line.may(place, _CLOCKS) else None
    return Mention(place, found.end, clock=found.point, sure=found.sure) if found else None


def _may_be_hour(line: Line, place: int, end: int) -> bool:
    """Whether what stands around a bare number leaves it free to be an hour."""
    if line.before(place, "before_label", "article") or _part_of_something(line, place, end):
        return False
    article = (
        line.at(end, "after_clock") is not None
        and line.at(end, "and", "or", "can", "is", "but", "if") is None
    )
    one = article and line.at(place, "one") is not None
    counts = line.at(end, "parts_every") is not None
    return may_follow(line, end) and not counts and not one and not length(line, place)


def may_follow(line: Line, end: int) -> bool:
    """Whether the word after a number shows that it counts nothing: a known little word, a sign, or nothing."""
    token = line.token(end)
    if token is None or token.kind in ("line", "sign"):
        return not line.sign(end, "%/°+*=") and not (
            line.sign(end, ",.") and line.glued(end + 1) and line.digits(end + 1)
        )
    if line.at(end, "after_amount", "units"):
        return False
    return line.known(end)


def _part_of_something(line: Line, place: int, end: int) -> bool:
    """Whether the digits belong to a code (`B12`), a date or a sum (`1/2`, `+3`)."""
    before = line.token(place - 1)
    if before is None or not line.glued(place):
        return False
    if len(before.text) == 1 and before.text.isalpha() and not line.at(place - 1, "week_letter"):
        return True
    if before.kind == "sign":
        return before.text in "/+.,:#*=@"
    return before.kind == "masked" or not line.known(place - 1)


def _day(line: Line, place: int) -> Mention | None:
    found = day(line, place)
    if found is None:
        return None
    return Mention(place, found.end, day=found.day, part=Part(found.part) if found.part else None)


def _meal(line: Line, place: int) -> Mention | None:
    """`efter lunch`, `vid frukost`; a meal alone is only food, and work is a time only before or after it."""
    hit = line.at(place, "meals")
    if hit is None:
        return None
    limit = line.before(place, "after", "before")
    if hit.value in _LIMITS and not limit:
        return None
    return Mention(place, hit.end, part=Part(hit.value), sure=limit or line.before(place, "meal_at"))


def _part(line: Line, place: int) -> Mention | None:
    """`på förmiddagen`, `sent på kvällen`, `tidigt på fredag`, `fredag tidig`."""
    half, start = "", place
    for kind in _HALVES:
        if (hit := line.at(place, kind)) is not None:
            half, start = kind.split("_")[0], hit.end
    noun = line.past(start, "on") if half else start
    hit = line.at(noun, *_PARTS)
    if hit is None:
        adverb = half and not line.at(place, "late_before_part")
        return _early_or_late(line, place, start, half) if adverb else None
    usual = hit.value in ("night", "daytime") and not line.before(place, "during")
    general = line.at(noun, "parts_every") is not None or usual
    vague = general or line.before(place, "in")
    return Mention(place, hit.end, part=Part(hit.value, half, vague))


def _early_or_late(line: Line, place: int, end: int, half: str) -> Mention | None:
    part = Part("morning") if half == "early" else Part("evening")
    led = line.at(end, "in_month")
    was = led is not None and line.at(led.end, "weekdays_past") is not None
    found = day(line, end if was else line.past(end, "on"))
    if found is not None and isinstance(found.day, Month | Weeks) and not found.day.part:
        ends = replace(found.day, part="beginning" if half == "early" else "finish")
        return Mention(place, found.end, day=ends)
    if found is not None:
        named = Part(found.part, half) if found.part else part
        return Mention(place, found.end, day=found.day, part=named)
    beside = line.before(place, "days", "weekdays", "weekdays_short")
    return Mention(place, end, part=part) if beside else None
