"""The demo's desk, `/demo`: two phones and the inbox side by side, and a control that moves the clock."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from litestar import Router, get, post
from litestar.params import FromQuery, JSONBody
from litestar.response import Template

from locales import LANGUAGES, Voice, words
from phone.errors import PhoneError
from phone.pages import DEFAULT_LANGUAGE, language_names
from phone.world import World

# The inbox may be served from another address than the desk.
HEADERS = {"Content-Security-Policy": "default-src 'self'; frame-src *"}

Stop = tuple[str, datetime]  # a text such as `phone.desk.evening_before`, and the time it leads to

# The stops that have words; whoever sets up a desk chooses among them.
STOP_WORDS = (
    "phone.desk.evening_before",
    "phone.desk.two_hours_before",
    "phone.desk.next_morning",
    "phone.desk.night",
    "phone.desk.hour_later",
    "phone.desk.day_later",
)
WORDS = {
    "language": "phone.language",
    "desk.title": "phone.desk.title",
    "desk.now": "phone.desk.now",
    "desk.move": "phone.desk.move",
    "desk.other_time": "phone.desk.other_time",
    "desk.go": "phone.desk.go",
    "desk.failed": "phone.desk.failed",
}


@dataclass(frozen=True)
class Desk:
    """What the desk shows and moves. `people` are the ids of the phones to show; `stops` may change with time."""

    inbox_url: str
    people: Callable[[], Sequence[int]] | Sequence[int]
    now: Callable[[], datetime]
    move_clock: Callable[[datetime], Awaitable[None] | None]
    stops: Callable[[], Sequence[Stop]]
    sign_in: tuple[str, str] | None = None
    """Login and password of somebody made up, said beside the inbox."""

    def shown(self) -> Sequence[int]:
        """Whose phones stand on the desk."""
        return self.people() if callable(self.people) else self.people


@dataclass(frozen=True)
class Move:
    """The time to move to: ISO, with an offset or in the deployment's zone."""

    time: str


def router(world: World, desk: Desk) -> Router:
    """The desk's pages, bound to one desk."""

    @get("/demo")
    async def demo(language: FromQuery[str] = DEFAULT_LANGUAGE) -> Template:
        """Everything side by side."""
        voice = _voice(world, language)
        context = {
            "say": lambda name: voice.say(WORDS[name]),
            "language": voice.language,
            "languages": language_names(),
            "panes": _panes(world, desk, voice),
            "sign_in": _sign_in(desk, voice),
            **_clock(desk, voice),
        }
        return Template("demo.html", context=context, headers=HEADERS)

    @get("/demo/clock")
    async def clock(language: FromQuery[str] = DEFAULT_LANGUAGE) -> dict[str, object]:
        """What time it is here."""
        return _clock(desk, _voice(world, language))

    @post("/demo/clock", status_code=200)
    async def move(data: JSONBody[Move]) -> dict[str, str]:
        """Move the clock."""
        moved = desk.move_clock(_moment(data.time, world.zone))
        if moved is not None:
            await moved
        return {"iso": desk.now().isoformat()}

    return Router("/", route_handlers=[demo, clock, move])


def _voice(world: World, language: str) -> Voice:
    return Voice(language if language in LANGUAGES else DEFAULT_LANGUAGE, world.zone)


def _clock(desk: Desk, voice: Voice) -> dict[str, object]:
    """The time for machines, for people and for the field that moves it; and where it can go."""
    now = desk.now()
    return {
        "iso": now.isoformat(),
        "text": _spoken(now, voice),
        "field": now.astimezone(voice.zone).strftime("%Y-%m-%dT%H:%M"),
        "stops": _stops(desk, voice),
    }


def _panes(world: World, desk: Desk, voice: Voice) -> list[dict[str, str]]:
    names = {person.id: person.first_name for person in world.people()}
    phones = [
        {
            "kind": "handset",
            "name": voice.say("phone.desk.phone_of", name=names[number]),
            "url": f"/phone/{number}",
        }
        for number in desk.shown()
        if number in names
    ]
    return [*phones, {"kind": "inbox", "name": voice.say("phone.desk.inbox"), "url": desk.inbox_url}]


def _sign_in(desk: Desk, voice: Voice) -> str | None:
    if desk.sign_in is None:
        return None
    login, password = desk.sign_in
    return voice.say("phone.desk.sign_in", login=login, password=password)


def _stops(desk: Desk, voice: Voice) -> list[dict[str, str]]:
    return [
        {"label": words.text(voice.language, key), "time": time.isoformat(), "when": _spoken(time, voice)}
        for key, time in desk.stops()
    ]


def _spoken(moment: datetime, voice: Voice) -> str:
    return voice.say("phone.desk.time", time=moment.isoformat())


def _moment(time: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        raise PhoneError(400, f"not a time: {time}") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
