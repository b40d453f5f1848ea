"""Times that will not do: `inte torsdag`, `torsdag går inte`, `tisdag heller inte`, `på tisdag är jag borta`,
`alla dagar utom fredag`.

A *not* belongs to the time after it, or to the one before it if the verb stands between them; commas and *but* end its
reach. Polite questions deny nothing (`kan ni inte komma på torsdag?`), nor does *I don't know if Thursday works*.
"""

from __future__ import annotations

from bot.understanding.times.clauses import clause, of_something_else
from bot.understanding.times.gaps import between, gap
from bot.understanding.times.line import Line
from bot.understanding.times.mention import Mention, is_past

REACH = 7
"""Words that may lie between *not* and the time it denies."""


def denied(line: Line, found: list[Mention]) -> set[int]:
    """Which of the mentions are said not to do."""
    wrong: set[int] = set()
    for n, mention in enumerate(found):
        if mention.lead == "than" and n == 0:
            wrong.add(n)
    for place in range(len(line)):
        if line.at(place, "except"):
            wrong |= _after(line, found, place, reach=3)
        elif line.at(place, "nor") and (row := _nor(line, found, place)):
            wrong |= row
        elif line.at(place, "not") and not _inside(found, place):
            wrong |= _denied_by(line, found, place)
    gone = {n for n, mention in enumerate(found) if is_past(mention)}
    return (wrong | _busy(line, found)) - gone


def _nor(line: Line, found: list[Mention], place: int) -> set[int]:
    """The time before *nor*: `tisdag heller inte`, `onsdag ikke heller`."""
    start, _ = clause(line, place)
    before = [n for n, each in enumerate(found) if start <= each.start and each.end <= place]
    return _row(line, found, before[-1], back=True) if before else set()


def _inside(found: list[Mention], place: int) -> bool:
    return any(each.start <= place < each.end for each in found)


def _denied_by(line: Line, found: list[Mention], place: int) -> set[int]:
    start, end = clause(line, place)
    hit = line.at(place, "not")
    after_not = hit.end if hit else place + 1
    if (
        line.at(after_not, "not_really")
        or line.before(place, "not_really")
        or _polite(line, found, start, place)
    ):
        return set()
    if of_something_else(line, start):
        return set()
    able = any(line.at(each, "can", "busy", "at_work") for each in range(start, end))
    since = _condition(line, start, place)
    before = [n for n, each in enumerate(found) if since <= each.start and each.end <= place]
    reach = min(end, after_not + REACH)
    behind = [
        n for n, each in enumerate(found) if after_not <= each.start < reach and not _turned(line, each)
    ]
    if before and any(
        line.at(each, "can", "busy", "at_work") for each in range(found[before[-1]].end, place)
    ):
        return _row(line, found, before[-1], back=True)
    if behind and (
        able or gap(line, Mention(place, after_not), found[behind[0]], "not_close", "one", "come")
    ):
        return _row(line, found, behind[0])
    if before and able and not behind:
        return _row(line, found, before[-1], back=True)
    return set()


def _condition(line: Line, start: int, place: int) -> int:
    """Where the condition begins that the *not* here belongs to (`torsdag kl 15, hvis det ikke er for sent`), or else
    the clause.
    """
    return max((at for at in range(start, place) if line.at(at, "if")), default=start)


def _turned(line: Line, mention: Mention) -> bool:
    """Whether the *not* has turned the limit already: `ikke kom før elleve` is from eleven on."""
    return mention.edge in ("from", "by") and line.at(mention.start, "before", "after") is not None


def _polite(line: Line, found: list[Mention], start: int, place: int) -> bool:
    """Whether this is a question with *not* in it: verb, subject, *not*; or in Norwegian verb, *not*, subject."""
    first = line.past(start, "filler", "good")
    opener = line.at(first, "openers", "why")
    if opener is None or any(start <= each.start < place for each in found):
        return False
    hit = line.at(place, "not")
    after = hit.end if hit else place + 1
    subject_before = any(line.at(each, "subjects") for each in range(opener.end, place))
    return (
        subject_before
        or (opener.end == place and line.at(after, "subjects") is not None)
        or line.at(first, "why") is not None
    )


def _row(line: Line, found: list[Mention], place: int, back: bool = False) -> set[int]:
    """The mention, and those that *or* and *and* join to it."""
    row = {place}
    step = -1 if back else 1
    while 0 <= place + step < len(found):
        first, second = sorted((place, place + step))
        pair = found[first], found[second]
        if not (gap(line, *pair, "or", "and") and between(line, *pair, "or", "and")):
            break
        place += step
        row.add(place)
    return row


def _after(line: Line, found: list[Mention], place: int, reach: int) -> set[int]:
    near = [
        n for n, each in enumerate(found) if place < each.start <= place + reach or each.start == place + 1
    ]
    return _row(line, found, near[0]) if near else set()


def _busy(line: Line, found: list[Mention]) -> set[int]:
    """Times at which the tenant says to be away or busy; that somebody else works then is another matter."""
    wrong: set[int] = set()
    for n, mention in enumerate(found):
        start, end = clause(line, mention.start)
        places = range(start, max(end, mention.end))
        others = of_something_else(line, start) or any(line.at(each, "others") for each in places)
        busy = any(
            (line.at(each, "busy") and not of_something_else(line, start))
            or (line.at(each, "at_work") and not others)
            for each in places
        )
        if busy and not any(line.at(each, "not") for each in places):
            wrong.add(n)
    return wrong
