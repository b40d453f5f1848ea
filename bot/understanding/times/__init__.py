"""When? Times and days as people write them in Swedish, Bokmål and Nynorsk, as moments on the wall clock.

    read_when("kan ni komma på torsdag efter lunch?", now, "sv").when
    When(start=datetime(2026, 11, 26, 13, 0), end=None, open="after", grain="hour")

How it works, each step in a file of its own:

    lexicon    the words of sv/ nb/ nn/ en/ times.toml, found in spite of typos (slips) and missing spaces (joined)
    line       the message as tokens, each with what its word can mean
    numbers, clocks, dates, days, longer, durations, repeats
               the grammar: what a row of tokens says (`kvart över två`, `tisdag nästa vecka`, `varannan torsdag`)
    scan       finds every mention of a time; join puts day, part of the day and hour together
    denied, roles
               which times will not do, which one a visit is moved from, which is asked for
    shifts     how much later or earlier than what is booked (`en timme senare`)
    shapes, periods, feasts, resolve
               what is meant today

What comes out (`When`), always local wall-clock time, `end` exclusive:

- a point (`kl 14`, `om en timme`): `start`, no `end`; grain `hour`, or `minute` where minutes are said
- a part of the day: 06-09, 09-12, 11-13, 12-17, 17-22, 22-06; grain `daypart`
- a day: midnight to midnight, grain `day`; a week: Monday to Monday, grain `week`
- several hours or days (`10-12`, `i helgen`, `mån-ons`, `i december`, `nästa år`): grain `range`
- a week with a part of the day (`nästa vecka, gärna på förmiddagen`): the week, for no day in it was chosen
- the past, where the words say so (`igår`, `för två veckor sedan`, `i fjol`); what is to come is the better reading
- `efter tre`: `start` 15:00, no `end`, `open` is `after`; *after* a day or a part of the day begins where that ends
- `före tre`, `senast fredag`: no `start`, `end` is the limit (of *senast fredag* the end of Friday), `open` is `before`
- a rhythm: `recurrence` is an RRULE and `start` the first time; without a day (`en gång i veckan`) there is no `start`
- moved: `old` is where a visit is moved from; it alone may be named, and then there is no `start`
- `en timme senare` is no time; `shift` says it, and who knows what is booked counts from there

Where the words allow two times (*nästa fredag*; *på måndag* said on a Monday) `readings` holds both, best first, and
`when` is the first of them. *Now*, *sometime*, and a year long gone (`född 1971`) are no times.
"""

from bot.understanding.times.model import Reading, When
from bot.understanding.times.reading import meet, read_when

__all__ = ["Reading", "When", "meet", "read_when"]
