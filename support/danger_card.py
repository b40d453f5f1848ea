"""What is said in danger (R20, R21): the emergency number, our own phone if it is answered, one national line.

Pure: it needs no database, no staff and no network, so it can be sent when all of that is down. Numbers go by the
deployment's country, words by the tenant's language. Nothing here promises that anyone comes, reads or is told.
At most five lines; nothing is asked before the number but what the number is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from support import help_lines
from support.deployment import Deployment
from support.help_lines import Country, HelpLine
from support.say import Line, line

_ACT: Mapping[str, Mapping[str, str]] = {
    "SE": {
        "ask": "danger.ask.se",
        "fire": "danger.fire.se",
        "medical": "danger.medical.se",
        "overdose": "danger.overdose.se",
        "other_person": "danger.other_person.se",
    },
    "NO": {
        "ask": "danger.ask.no",
        "violence": "danger.violence.no",
        "fire": "danger.fire.no",
        "medical": "danger.medical.no",
        "overdose": "danger.overdose.no",
        "other_person": "danger.other_person.no",
    },
}
"""The line that names the act: the first number is the one for what the message says."""

_THANKED = ("suicide", "self_harm", "farewell")
"""One plain thank-you to who wrote something hard (R37); nobody is thanked for a fire."""


def card(kind: str, deployment: Deployment, now: datetime) -> list[Line]:
    """The card for one kind of danger, most important line first."""
    national = help_lines.for_crisis(deployment.country, deployment.local(now), kind)
    lines = [_act(kind, deployment.country), *_own(deployment, now)]
    if national:
        lines.append(line("danger.national", name=national.name, number=national.number))
    lines.append(line("danger.cannot_ring"))
    if kind in _THANKED:
        lines.append(line("danger.thanks"))
    return lines


def quiet(country: Country) -> Line:
    """One line for a message that may be danger: said last, without alarm."""
    return line("danger.quiet", number=help_lines.emergency(country).number)


def more(deployment: Deployment, now: datetime) -> list[list[Line]]:
    """All national lines, one message each for emergency, those that answer now, and the others with hours."""
    local = deployment.local(now)
    answered = help_lines.open_now(deployment.country, local)
    others = [each for each in help_lines.lines(deployment.country) if each not in answered]
    parts = [[_act("ask", deployment.country), *_own(deployment, now)]]
    if answered:
        parts.append([line("help.open_now"), *map(_with_hours, answered)])
    if others:
        parts.append([line("help.others"), *map(_with_hours, others)])
    return parts


def _act(kind: str, country: Country) -> Line:
    numbers = help_lines.emergency(country)
    keys = _ACT[country]
    return line(
        keys.get(kind, keys["ask"]),
        number=numbers.number,
        medical=numbers.medical,
        police=numbers.police,
        fire=numbers.fire,
        poison=help_lines.poison(country).number,
    )


def _own(deployment: Deployment, now: datetime) -> list[Line]:
    if deployment.line.number is None or not deployment.line_open(now):
        return []
    return [line("danger.own_line", number=deployment.line.number)]


def _with_hours(each: HelpLine) -> Line:
    if each.hours_said:
        return line(
            "help.line_said",
            name=each.name,
            number=each.number,
            audience=each.audience,
            hours=each.hours_said,
        )
    if each.hours.always:
        return line("help.line_always", name=each.name, number=each.number, audience=each.audience)
    return line(
        "help.line_hours",
        name=each.name,
        number=each.number,
        audience=each.audience,
        hours=list(each.hours.spoken()),
    )
