"""Templates filled with a person's language: `t('inbox.threads.title')`, and dates as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from locales import Voice, dates, words
from support import accounts

HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["password_length"] = (accounts.SHORTEST, accounts.LONGEST)
    return made


def render(template: str, voice: Voice, context: Mapping[str, Any]) -> str:
    """The page as HTML. A missing value or text is an error, found by a test and not by a reader."""
    around = {"t": voice.say, "has_text": words.has, "lang": voice.language, **spoken_dates(voice)}
    return _environment().get_template(template).render({**around, **context})


def spoken_dates(voice: Voice) -> dict[str, Callable[[datetime], str]]:
    """How moments are written in this reader's language, and in a form's fields."""
    zone, language = voice.zone, voice.language
    return {
        "when": lambda at: dates.when(language, at.astimezone(zone)),
        "day": lambda at: dates.day(language, at.astimezone(zone).date()),
        "clock": lambda at: dates.clock(at.astimezone(zone)),
        "short": lambda at: dates.short(language, at.astimezone(zone)),
        "field": lambda at: f"{at.astimezone(zone):%Y-%m-%dT%H:%M}",
        "iso": lambda at: at.astimezone(zone).isoformat(),
    }
