"""The people's side over HTTP, `/phone/api/…`: what the page and the tests use."""

import asyncio

from litestar import Request, Response, get, patch, post
from litestar.datastructures import FormMultiDict, State, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from phone import acts, bodies, view
from phone.errors import PhoneError
from phone.files import STICKER
from phone.methods.account import commands_for
from phone.people import add_person
from phone.state import Bubble, Json
from phone.world import World

LONGEST_WAIT = 60.0
FILE_BYTES = 100 * 1024 * 1024  # people may send more than a bot can fetch

Phone = Request[object, object, State]

_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")


@get("/phone/api/people")
async def people(world: NamedDependency[World]) -> list[Json]:
    """Everybody with a phone."""
    return [view.person(person) for person in world.people()]


@post("/phone/api/people", status_code=200)
async def new_person(world: NamedDependency[World], data: JSONBody[bodies.NewPerson]) -> Json:
    """A new phone."""
    person = add_person(
        world,
        data.first_name,
        data.language_code,
        last_name=data.last_name,
        username=data.username,
        phone_number=data.phone_number,
    )
    return view.person(person)


@patch("/phone/api/people/{person_id:int}")
async def change_person(
    world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.PersonChange]
) -> Json:
    """Another language or name, from the next update on."""
    chat, person = world.chat_of(person_id)
    person.first_name = data.first_name or person.first_name
    person.language_code = data.language_code or person.language_code
    world.ring(chat)
    return view.person(person)


@get("/phone/api/people/{person_id:int}/chat")
async def chat(
    world: NamedDependency[World],
    person_id: FromPath[int],
    after: FromQuery[int] = 0,
    wait: FromQuery[float] = 0.0,
) -> Json:
    """What has changed since `after`; with `wait`, wait so many seconds for something to change."""
    place, _ = world.chat_of(person_id)
    until = asyncio.get_running_loop().time() + min(wait, LONGEST_WAIT)
    while place.change <= after and not world.closing.is_set():
        left = until - asyncio.get_running_loop().time()
        if left <= 0 or await world.bell(person_id).heard(left):
            break
    return view.chat(world, place, after)


@get("/phone/api/people/{person_id:int}/commands")
async def commands(world: NamedDependency[World], person_id: FromPath[int]) -> list[Json]:
    """The commands behind "/", in the person's language."""
    place, _ = world.chat_of(person_id)
    return commands_for(world, place)


@post("/phone/api/people/{person_id:int}/text", status_code=200)
async def text(world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Text]) -> Json:
    """Write."""
    return _sent(acts.say(world, person_id, data.text))


@post("/phone/api/people/{person_id:int}/start", status_code=200)
async def start(
    world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Start]
) -> Json:
    """Press Start."""
    return _sent(acts.start(world, person_id, data.code))


@post("/phone/api/people/{person_id:int}/press", status_code=200)
async def press(world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Text]) -> Json:
    """Press a button of the keyboard."""
    return _sent(acts.press(world, person_id, data.text))


@post("/phone/api/people/{person_id:int}/tap", status_code=200)
async def tap(world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Tap]) -> Json:
    """Tap a button under a message; null for `answer` when the bot took too long."""
    query = acts.tap(world, person_id, data.data, data.message_id)
    try:
        await asyncio.wait_for(query.answered.wait(), min(data.wait, LONGEST_WAIT))
    except TimeoutError:
        return {"id": query.id, "answer": None}
    return {"id": query.id, "answer": query.answer}


@post("/phone/api/people/{person_id:int}/voice", status_code=200, request_max_body_size=FILE_BYTES)
async def voice(world: NamedDependency[World], request: Phone, person_id: FromPath[int]) -> Json:
    """Send a voice message."""
    return await _send_file(world, person_id, "voice", await request.form())


@post("/phone/api/people/{person_id:int}/photo", status_code=200, request_max_body_size=FILE_BYTES)
async def photo(world: NamedDependency[World], request: Phone, person_id: FromPath[int]) -> Json:
    """Send a photo."""
    return await _send_file(world, person_id, "photo", await request.form())


@post("/phone/api/people/{person_id:int}/document", status_code=200, request_max_body_size=FILE_BYTES)
async def document(world: NamedDependency[World], request: Phone, person_id: FromPath[int]) -> Json:
    """Send a file."""
    return await _send_file(world, person_id, "document", await request.form())


@post("/phone/api/people/{person_id:int}/location", status_code=200)
async def location(
    world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Location]
) -> Json:
    """Send a place."""
    return _sent([acts.send_location(world, person_id, data.lat, data.lon)])


@post("/phone/api/people/{person_id:int}/contact", status_code=200)
async def contact(
    world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Contact]
) -> Json:
    """Send a number."""
    return _sent([acts.send_contact(world, person_id, data.phone_number, data.first_name, data.own)])


@post("/phone/api/people/{person_id:int}/sticker", status_code=200)
async def sticker(
    world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Sticker]
) -> Json:
    """Send a sticker."""
    file = world.shelf.put("sticker", STICKER, mime="image/webp")
    return _sent([acts.send_sticker(world, person_id, data.emoji, file)])


@post("/phone/api/people/{person_id:int}/edit", status_code=200)
async def edit(world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Edit]) -> Json:
    """Change one's own text."""
    return _sent([acts.edit(world, person_id, data.message_id, data.text)])


@post("/phone/api/people/{person_id:int}/block", status_code=200)
async def block(
    world: NamedDependency[World], person_id: FromPath[int], data: JSONBody[bodies.Block]
) -> Json:
    """Block the bot, or take it back."""
    acts.block(world, person_id, data.blocked)
    return {"blocked": data.blocked}


@post("/phone/api/people/{person_id:int}/clear", status_code=200)
async def clear(world: NamedDependency[World], person_id: FromPath[int]) -> Json:
    """Empty the chat on this phone."""
    acts.clear(world, person_id)
    return {"cleared": True}


@get("/phone/api/files/{file_id:str}")
async def file(world: NamedDependency[World], file_id: FromPath[str]) -> Response[bytes]:
    """A file's bytes. What a browser might run is handed out as a download."""
    found = world.shelf.find(file_id)
    if found is None:
        return Response(b"", status_code=404)
    shown = found.mime.startswith(_SHOWN_INLINE)
    return Response(
        await asyncio.to_thread(world.shelf.read, found),
        media_type=found.mime if shown else "application/octet-stream",
        headers={
            "Content-Disposition": "inline" if shown else "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        },
    )


async def _send_file(world: World, person_id: int, kind: str, form: FormMultiDict) -> Json:
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise PhoneError(400, "the form has no file")
    content = await upload.read()
    seconds = int(float(str(form.get("duration") or 0)))
    kept = await asyncio.to_thread(
        world.shelf.put, kind, content, upload.filename, upload.content_type, seconds
    )
    if kind == "photo" and not kept.width:
        kept.kind = "document"  # what is no picture goes as a file, as in any chat app
    return _sent([acts.send_file(world, person_id, kept, str(form.get("caption") or ""))])


def _sent(bubbles: list[Bubble]) -> Json:
    return {"message_ids": [bubble.id for bubble in bubbles]}


ROUTES = [
    people,
    new_person,
    change_person,
    chat,
    commands,
    text,
    start,
    press,
    tap,
    voice,
    photo,
    document,
    location,
    contact,
    sticker,
    edit,
    block,
    clear,
    file,
]
