"""Opening hours as people read them: "måndag–fredag kl. 8.00–16.00, lördag kl. 10.00–14.00".

The value is a list of strings such as `1-5 08:00-16:00` (weekdays from Monday = 1, then a span), which is
what `support.hours.Week.spoken` gives.
"""

from collections.abc import Sequence

from babel.lists import format_list

from locales.dates import NAMES


def hours(language: str, spans: Sequence[str]) -> str:
    """All spans, joined. ValueError for a span that is not in the form above."""
    said = [_span(language, each) for each in spans]
    return format_list(said, locale=language) if len(said) == 2 else ", ".join(said)


def _span(language: str, span: str) -> str:
    days, _, times = span.partition(" ")
    first, _, last = days.partition("-")
    names = NAMES[language].weekdays
    whole = (
        names[int(first) - 1] if last in ("", first) else f"{names[int(first) - 1]}–{names[int(last) - 1]}"
    )
    start, _, end = times.partition("-")
    return f"{whole} kl. {_clock(start)}–{_clock(end)}"


def _clock(time: str) -> str:
    hour, _, minute = time.partition(":")
    return f"{int(hour)}.{minute}"
