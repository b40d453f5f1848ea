"""What each time is for: the one a visit is moved from, those asked for, those that will not do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.understanding.times.clauses import clause, of_something_else
from bot.understanding.times.denied import denied
from bot.understanding.times.gaps import between, gap
from bot.understanding.times.join import far_joined
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention, is_past
from bot.understanding.times.periods import Year
from bot.understanding.times.shapes import Date, Weekday, Weekend
from bot.understanding.times.shared import carried, completed, lent, shared


@dataclass(frozen=True, slots=True)
class Roles:
    """The mentions of a message by what they are for; the best of those asked for comes first."""

    asked: list[Mention] = field(default_factory=list)
    old: Mention | None = None
    excluded: list[Mention] = field(default_factory=list)


NEAR = 4
"""Words in which what is moved follows its verb."""


def is_moving(line: Line) -> bool:
    """Whether the message speaks of moving a visit or its time, not of moving house, or the sofa."""
    if line.kinds.isdisjoint(("move", "instead")):
        return False
    places = range(len(line))
    days = ("weekdays", "weekdays_short", "days")
    leaves = any(line.at(place, "from") and line.at(place + 1, *days) for place in places)
    swaps = leaves and any(line.at(place, "instead") for place in places)
    return swaps or any(_moves(line, place) for place in places)


def _moves(line: Line, place: int) -> bool:
    hit = line.at(place, "move")
    if hit is None or line.at(place, "move_house") or line.at(hit.end, "out_or_in"):
        return False
    end = line.past(hit.end, "on", "the", "filler")
    if line.digits(end) and line.at(end + 1, "until", "swapped_for"):
        return True
    near = any(line.at(each, "visit", "it") for each in range(hit.end, hit.end + NEAR))
    return near or any(line.at(each, "until", "from", *_TIMES) for each in (hit.end, end))


_TIMES = (
    "weekdays",
    "weekdays_short",
    "days",
    "days_with_part",
    "clock",
    "numbers",
    "next",
    "week",
    "months",
)


def roles(line: Line, found: list[Mention], moving: bool) -> Roles:
    """Who is who among the mentions."""
    found = _corrected(line, found)
    wrong = denied(line, found)
    excluded = [found[n] for n in sorted(wrong)]
    left = [_as_it_was(line, each) for each in far_joined(line, found, wrong, moving)]
    old = _old(line, left, moving)
    asked = [each for each in left if each is not old and not _idle(line, each)]
    asked, excluded = lent(carried(shared(line, asked)), excluded)
    if "same_hour" in line.kinds:
        asked = _at_the_same_hour(asked, [old, *excluded, *asked])
    if old is not None and asked:
        old, asked = _on_its_day(old, asked)
        old, asked[0] = completed(old, asked[0])
    if old is None and moving and len(excluded) == 1:
        old, excluded = excluded[0], []
    asked = [_but_for(each, excluded) for each in asked]
    return Roles(_ranked(line, _without_reasons(line, asked)), old, excluded)


def _but_for(asked: Mention, excluded: Iterable[Mention]) -> Mention:
    """`alla dagar utom onsdag`, `alla vardagar utom måndagar`: a rhythm keeps its other weekdays."""
    if asked.repeat is None:
        return asked
    days = [each.day.day for each in excluded if isinstance(each.day, Weekday) and not each.day.which]
    often = [day for each in excluded if each.repeat for day in each.repeat.weekdays]
    return replace(asked, repeat=asked.repeat.without((*days, *often)))


def _on_its_day(old: Mention, asked: list[Mention]) -> tuple[Mention, list[Mention]]:
    """`flytta torsdagens besök från 13 till 14`: both hours are on the day that is named before them."""
    if not old.dayless or len(asked) < 2:
        return old, asked
    first, second, *others = asked
    if first.day is None or not first.hourless or first.part or first.start > old.start or not second.dayless:
        return old, asked
    return replace(old, day=first.day), [replace(second, day=first.day), *others]


def _at_the_same_hour(asked: list[Mention], every: Iterable[Mention | None]) -> list[Mention]:
    """`flytta torsdag kl 14 till fredag samma tid`: days without an hour have that of the other."""
    hours = next((each for each in every if each is not None and each.clock is not None), None)
    if hours is None:
        return asked
    return [
        each if each.clock or each.part or each.repeat else replace(each, clock=hours.clock, part=hours.part)
        for each in asked
    ]


def _as_it_was(line: Line, mention: Mention) -> Mention:
    """`har varit hos mamma i helgen` is the weekend that was; `ble innlagt 3. april` may be the date that was, and
    `jeg ventet på lørdag` is the Saturday that was.
    """
    day = mention.day
    if isinstance(day, Weekday) and not day.which and _told(line, mention):
        return replace(mention, day=replace(day, which="last"))
    if day != Weekend() and not isinstance(day, Date):
        return mention
    start, end = clause(line, mention.start)
    if not any(line.at(place, "past_tense") for place in range(start, max(end, mention.end))):
        return mention
    was = replace(day, past=True) if isinstance(day, Date) else Weekend("last")
    return replace(mention, day=was)


def _told(line: Line, mention: Mention) -> bool:
    """Whether the words before it tell what somebody did: `hun kom på fredag`, but not `sa at hun kom på fredag`."""
    start, _ = clause(line, mention.start)
    verb = next((at for at in range(start, mention.start) if line.at(at, "told", "told_by_somebody")), None)
    if verb is None or mention.repeat is not None or not line.before(mention.start, "on"):
        return False
    reported = any(line.at(at, "reported") for at in range(start, mention.start))
    return not reported and (line.at(verb, "told") is not None or line.before(verb, "subjects", "nobody"))


def _corrected(line: Line, found: list[Mention]) -> list[Mention]:
    """`torsdag, nej fredag`: what is corrected is dropped."""
    kept: list[Mention] = []
    for mention in found:
        if (
            kept
            and between(line, kept[-1], mention, "correct")
            and gap(line, kept[-1], mention, "correct", "or", "but")
        ):
            first = kept.pop()
            same = mention.day is None and mention.repeat is None
            kept.append(replace(mention, day=first.day) if same else mention)
        else:
            kept.append(mention)
    return kept


def _old(line: Line, found: list[Mention], moving: bool) -> Mention | None:
    """The time that something is moved from, if one is named."""
    for n, mention in enumerate(found):
        led = mention.lead in ("instead_of", "than") or (moving and mention.lead == "from")
        if led or (n > 0 and line.before(mention.start, "instead_of", "than")):
            return mention
    days = [each for each in found if not each.repeat]
    if moving and days:
        return _moved(line, days)
    if len(days) != 2:
        return None
    whole = not days[1].dayless or days[1].clock is not None
    ours = not of_something_else(line, clause(line, days[0].start)[0])
    instead = ours and whole and any(line.at(place, "instead") for place in range(days[1].start, len(line)))
    becomes = between(line, days[0], days[1], "becomes")
    told = ours and _agreed_but(line, *days)
    return days[0] if instead or becomes or told or _cancelled_for(line, *days) else None


def _agreed_but(line: Line, first: Mention, second: Mention) -> bool:
    """`vi bestämde torsdag kl 13 men kan det bli fredag kl 10`."""
    start, _ = clause(line, first.start)
    agreed = any(line.at(place, "agreed") for place in range(start, first.start))
    asks = any(line.at(place, "openers", "better") for place in range(first.end, len(line)))
    return agreed and asks and not between(line, first, second, "or", "and")


def _cancelled_for(line: Line, first: Mention, second: Mention) -> bool:
    """`avboka onsdag och boka torsdag`."""
    start, _ = clause(line, first.start)
    cancels = any(line.at(place, "cancel") for place in range(start, first.start))
    return cancels and any(line.at(place, "book") for place in range(first.end, second.start))


def _moved(line: Line, found: list[Mention]) -> Mention | None:
    """The first of two times, or the only one if it is what the verb moves."""
    first = found[0]
    verb = max((place for place in range(first.start) if line.at(place, "move")), default=first.start)
    if first.lead == "until" or any(line.at(place, "until") for place in range(verb, first.start)):
        return None
    if len(found) > 1 and not between(line, first, found[1], "or"):
        return first
    start, _ = clause(line, first.start)
    return first if any(line.at(place, "move") for place in range(start, first.start)) else None


def _idle(line: Line, mention: Mention) -> bool:
    """Whether it is only a manner of speaking: `på kvällarna` in a message that asks for nothing."""
    return mention.part is not None and mention.part.vague and mention.dayless and mention.clock is None


def _ranked(line: Line, asked: list[Mention]) -> list[Mention]:
    """Best first: in a question or beside a word like *come* or *fits*, exact, to come; else as written. *A Sunday*
    only tells more of a day that is named beside it."""
    return sorted(asked, key=lambda each: -_weight(line, each))


def _without_reasons(line: Line, asked: list[Mention]) -> list[Mention]:
    """`har tannlege kl 9, så kom etter tolv`: a time that the next one follows from is not asked for."""
    reasons = [one for one, other in pairwise(asked) if between(line, one, other, "so_come")]
    return [each for each in asked if each not in reasons]


def _weight(line: Line, mention: Mention) -> float:
    start, end = clause(line, mention.start)
    places = range(start, max(end, mention.end))
    weight = 2.0 * any(line.at(each, "ask") for each in places)
    weight += line.sign(max(end, mention.end), "?")
    weight += 2.5 * any(line.at(each, "better") for each in places)
    weight += 2.5 * any(line.at(each, "so_come") for each in (mention.end, mention.end + 1))
    weight += 3.0 * any(line.at(each, "cancel") for each in range(start, mention.start))
    weight += mention.clock is not None
    weight += 0.5 * (mention.part is not None) + 0.5 * (mention.repeat is not None)
    weight -= 2.5 * any(line.at(each, "past_tense") for each in places)
    weight -= 2.0 * isinstance(mention.day, Year)
    weight -= 3.0 * (isinstance(mention.day, Weekday) and line.before(mention.start, "one"))
    return weight - 6.0 * is_past(mention)
