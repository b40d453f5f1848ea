"""A known time, written in many ways, is read back as it was meant; what stands around it changes nothing."""

# ruff: noqa: DTZ001 - the wall clock is naive

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.times import When, read_when

NOWS = st.datetimes(datetime(2024, 1, 1, 5), datetime(2031, 12, 31, 23, 59)).filter(lambda now: now.hour > 4)
LANGS = st.sampled_from(("sv", "nb", "nn"))
DAY = timedelta(days=1)
ALWAYS = (24, 7)
"""*24/7* is no date."""
WEEKDAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"),
}
MONTHS = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "nb": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    "nn": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
}
HOURS = {
    "sv": ["ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"],
    "nb": ["ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"],
    "nn": ["eitt", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"],
}
CLOCK = {"sv": "klockan", "nb": "klokka", "nn": "klokka"}
SPOKEN = {
    "sv": {
        0: "{h}",
        5: "fem över {h}",
        10: "tio över {h}",
        15: "kvart över {h}",
        20: "tjugo över {h}",
        25: "fem i halv {n}",
        30: "halv {n}",
        35: "fem över halv {n}",
        40: "tjugo i {n}",
        45: "kvart i {n}",
        50: "tio i {n}",
        55: "fem i {n}",
    },
    "nb": {
        0: "{h}",
        5: "fem over {h}",
        10: "ti over {h}",
        15: "kvart over {h}",
        20: "tjue over {h}",
        25: "fem på halv {n}",
        30: "halv {n}",
        35: "fem over halv {n}",
        40: "tjue på {n}",
        45: "kvart på {n}",
        50: "ti på {n}",
        55: "fem på {n}",
    },
}
SPOKEN["nn"] = SPOKEN["nb"]
BEFORE = (
    "",
    "hej, ",
    "hei! ",
    "kan ni komma ",
    "kan dere komme ",
    "kan de kome innom ",
    "vi säger ",
    "jeg har time ",
)
AFTER = ("", "?", " tack", ", hilsen Kari", " 🙂", "\nmvh Pelle", " passar bra", " hvis det går")
AROUND = st.tuples(st.sampled_from(BEFORE), st.sampled_from(AFTER))


def read(text: str, now: datetime, lang: str) -> When:
    found = read_when(text, now, lang).when
    assert found is not None, text
    return found


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def dates(day: date, lang: str, year: bool) -> list[str]:
    """Ways to write a day, with its year where the next such day would be another one. *Jul* is Christmas."""
    month, short = MONTHS[lang][day.month - 1], MONTHS[lang][day.month - 1][: 4 if day.month == 7 else 3]
    named = f"{day.day}{'' if lang == 'sv' else '.'} {month}"
    full = f" {day.year}" if year else ""
    ways = [
        f"{named}{full}",
        f"den {named}{full}",
        f"{WEEKDAYS[lang][day.weekday()]} {named}{full}",
        f"{WEEKDAYS[lang][day.weekday()]} den {named}{full}",
        f"{WEEKDAYS[lang][day.weekday()].upper()} {named.upper()}{full}",
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day}/{day.month}"
        if not year and (day.day, day.month) != ALWAYS
        else f"{day.day}/{day.month}/{day.year}",
        f"{day.day}/{day.month}-{day.year % 100}",
    ]
    return [*ways, f"{day.day} {short}{full}" if lang == "sv" else f"{day.day}. {short}.{full}"]


@settings(max_examples=300, deadline=None)
@given(NOWS, st.integers(0, 1200), LANGS, AROUND, st.data())
def test_a_date_is_read_back(
    now: datetime, ahead: int, lang: str, around: tuple[str, str], data: st.DataObject
) -> None:
    day = now.date() + ahead * DAY
    text = around[0] + data.draw(st.sampled_from(dates(day, lang, year=ahead > 350))) + around[1]
    assert read(text, now, lang) == When(midnight(day), midnight(day + DAY), grain="day"), text


@settings(max_examples=300, deadline=None)
@given(NOWS, st.integers(7, 23), st.integers(0, 59), LANGS, AROUND, st.data())
def test_digits_are_read_back(
    now: datetime, hour: int, minute: int, lang: str, around: tuple[str, str], data: st.DataObject
) -> None:
    written = data.draw(
        st.sampled_from(
            [
                f"kl {hour:02}.{minute:02}",
                f"kl. {hour:02}:{minute:02}",
                f"{hour:02}:{minute:02}",
                f"{CLOCK[lang]} {hour:02}{minute:02}",
            ]
        )
    )
    tomorrow = {"sv": "imorgon", "nb": "i morgen", "nn": "i morgon"}[lang]
    order = data.draw(st.sampled_from(["{day} {clock}", "{clock} {day}", "{day}, {clock}"]))
    text = around[0] + order.format(day=tomorrow, clock=written) + around[1]
    start = midnight(now.date() + DAY) + timedelta(hours=hour, minutes=minute)
    assert read(text, now, lang) == When(start, grain="minute" if minute else "hour"), text


@settings(max_examples=300, deadline=None)
@given(NOWS, st.integers(7, 17), st.sampled_from(range(0, 60, 5)), st.integers(2, 6), LANGS, AROUND)
def test_spoken_clock_times_are_read_back(
    now: datetime, hour: int, minute: int, ahead: int, lang: str, around: tuple[str, str]
) -> None:
    day = now.date() + ahead * DAY
    said = hour - 12 if hour > 12 else hour
    phrase = SPOKEN[lang][minute].format(h=HOURS[lang][said - 1], n=HOURS[lang][said % 12])
    clock = f"{CLOCK[lang]} {phrase}" if minute == 0 else phrase
    text = f"{around[0]}{WEEKDAYS[lang][day.weekday()]} {clock}{around[1]}"
    start = midnight(day) + timedelta(hours=hour, minutes=minute)
    assert read(text, now, lang).start == start, text


@settings(max_examples=200, deadline=None)
@given(NOWS, st.integers(0, 6), st.integers(8, 12), st.integers(1, 5), LANGS, AROUND, st.data())
def test_spans_are_read_back(
    now: datetime,
    weekday: int,
    first: int,
    hours: int,
    lang: str,
    around: tuple[str, str],
    data: st.DataObject,
) -> None:
    last = first + hours
    ways = {
        "sv": ["mellan {a} och {b}", "{a}-{b}", "från {a} till {b}", "kl {a}–{b}", "{a}:00-{b}:00"],
        "nb": ["mellom {a} og {b}", "{a}-{b}", "fra {a} til {b}", "kl. {a}–{b}", "{a}.00 til {b}.00"],
        "nn": ["mellom {a} og {b}", "{a}-{b}", "frå {a} til {b}", "kl. {a}–{b}", "{a}.00 til {b}.00"],
    }[lang]
    span = data.draw(st.sampled_from(ways)).format(a=first, b=last)
    day = now.date() + ((weekday - now.weekday()) % 7 or 7) * DAY
    text = f"{around[0]}{WEEKDAYS[lang][weekday]} {span}{around[1]}"
    found = read(text, now, lang)
    assert (found.start, found.end) == (
        midnight(day) + timedelta(hours=first),
        midnight(day) + timedelta(hours=last),
    ), text
    assert found.grain == "range"


@settings(max_examples=200, deadline=None)
@given(NOWS, st.integers(2, 60), LANGS, AROUND, st.data())
def test_lengths_of_time_from_now_are_read_back(
    now: datetime, count: int, lang: str, around: tuple[str, str], data: st.DataObject
) -> None:
    now = now.replace(second=0, microsecond=0)
    units = {
        "sv": (("minuter", "min"), ("timmar", "tim"), ("dagar", "dygn"), ("veckor",)),
        "nb": (("minutter", "min"), ("timer",), ("dager", "døgn"), ("uker",)),
        "nn": (("minutt", "min"), ("timar",), ("dagar", "døgn"), ("veker",)),
    }[lang]
    kind = data.draw(st.integers(0, 3))
    text = f"{around[0]}om {count} {data.draw(st.sampled_from(units[kind]))}{around[1]}"
    found = read(text, now, lang)
    if kind < 2:
        assert found.start == now + timedelta(minutes=count * (1, 60)[kind]), text
    else:
        assert found.start == midnight(now.date() + count * (1, 7)[kind - 2] * DAY), text


@settings(max_examples=100, deadline=None)
@given(NOWS, st.integers(1, 52), LANGS, AROUND, st.data())
def test_weeks_are_read_back(
    now: datetime, number: int, lang: str, around: tuple[str, str], data: st.DataObject
) -> None:
    word = {"sv": "vecka", "nb": "uke", "nn": "veke"}[lang]
    text = around[0] + data.draw(st.sampled_from([f"{word} {number}", f"i {word} {number}"])) + around[1]
    found = read(text, now, lang)
    assert found.grain == "week" and found.start is not None and found.end == found.start + 7 * DAY
    assert found.start.isocalendar()[1:] == (number, 1), text
    assert found.end > now
