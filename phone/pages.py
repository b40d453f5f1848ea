"""The pages a browser opens: one phone, the list of phones, and `/t.me/…`, where links to the bot lead."""

from pathlib import Path
from types import SimpleNamespace

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from locales import LANGUAGES, closest, words
from phone import acts
from phone.limits import START_CODE
from phone.people import add_person
from phone.state import Person
from phone.world import World

FOLDER = Path(__file__).parent / "page"
DEFAULT_LANGUAGE = "sv"
HEADERS = {"Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'"}

# What the script of a phone's page says; `write` stands for `phone.write`.
SCRIPT_WORDS = (
    "phone.attach",
    "phone.block",
    "phone.blocked",
    "phone.bot",
    "phone.cancel",
    "phone.clear",
    "phone.commands",
    "phone.connecting",
    "phone.copied",
    "phone.edit",
    "phone.edited",
    "phone.editing",
    "phone.failed",
    "phone.file",
    "phone.keys",
    "phone.language",
    "phone.menu",
    "phone.messages",
    "phone.no_place",
    "phone.number",
    "phone.ok",
    "phone.owner",
    "phone.photo",
    "phone.place",
    "phone.record",
    "phone.restart",
    "phone.send",
    "phone.send_voice",
    "phone.start",
    "phone.stickers",
    "phone.unblock",
    "phone.voice",
    "phone.write",
    "phone.writing",
    "phone.you",
)
# What the list of phones says, by the name its template uses.
LIST_WORDS = {
    "title": "phone.title",
    "phones": "phone.phones",
    "which": "phone.which",
    "link_opens": "phone.link_opens",
    "new_phone": "phone.new_phone",
    "first_name": "phone.first_name",
    "language": "phone.language",
    "open_phone": "phone.open_phone",
}


def language_names() -> list[tuple[str, str]]:
    """Each language in its own words."""
    return [(language, words.text(language, f"language.{language}")) for language in LANGUAGES]


@get("/phone/{person_id:int}")
async def phone(world: NamedDependency[World], person_id: FromPath[int]) -> Template:
    """One phone."""
    chat = world.state.chats.get(person_id)
    if chat is None or chat.person is None:
        raise NotFoundException(words.text(DEFAULT_LANGUAGE, "phone.no_person"))
    language = closest(chat.person.language_code) or DEFAULT_LANGUAGE
    said = {key.removeprefix("phone."): words.text(language, key) for key in SCRIPT_WORDS}
    known = {"person": chat.person, "bot": world.state.account.name, "words": SimpleNamespace(**said)}
    known["script_words"] = said
    context = {**known, "language": language, "languages": language_names()}
    return Template("phone.html", context=context, headers=HEADERS)


@get("/phone")
async def phones(world: NamedDependency[World]) -> Template:
    """Every phone there is."""
    return _list(world, DEFAULT_LANGUAGE, code=None)


@post("/phone")
async def new_phone(world: NamedDependency[World], data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Get a new phone, and open it."""
    return Redirect(f"/phone/{_new(world, data).id}", status_code=303)


@get("/t.me/{username:str}")
async def link(
    world: NamedDependency[World],
    request: Request[object, object, State],
    username: FromPath[str],
    start: FromQuery[str] = "",
) -> Template:
    """A link to the bot: which phone opens it?"""
    _check_bot(world, username)
    language = closest(request.headers.get("accept-language", "").partition(",")[0]) or DEFAULT_LANGUAGE
    return _list(world, language, code=start if START_CODE.fullmatch(start) else "")


@post("/t.me/{username:str}")
async def follow(
    world: NamedDependency[World], username: FromPath[str], data: URLEncodedBody[dict[str, str]]
) -> Redirect:
    """Open the link on a phone: it presses Start with the link's code."""
    _check_bot(world, username)
    number = data.get("person", "")
    person_id = int(number) if number.isdecimal() else _new(world, data).id
    acts.start(world, person_id, data.get("code") or None)
    return Redirect(f"/phone/{person_id}", status_code=303)


def _check_bot(world: World, username: str) -> None:
    if username.lower() != world.state.account.username.lower():
        raise NotFoundException(words.text(DEFAULT_LANGUAGE, "phone.no_bot"))


def _new(world: World, form: dict[str, str]) -> Person:
    return add_person(world, form.get("first_name", ""), form.get("language_code", DEFAULT_LANGUAGE))


def _list(world: World, language: str, code: str | None) -> Template:
    context = {
        "say": lambda name: words.text(language, LIST_WORDS[name]),
        "people": world.people(),
        "language": language,
        "languages": language_names(),
        "code": code,
    }
    return Template("people.html", context=context, headers=HEADERS)


ROUTES: list[ControllerRouterHandler] = [
    phone,
    phones,
    new_phone,
    link,
    follow,
    create_static_files_router("/phone/static", [FOLDER / "static"], cache_control=None),
]
