"""The people's side of the phone for tests: a client for `/phone/api/…`, and a handset that acts like a person.

    async with PhoneClient(address) as phone:
        kim = await phone.handset("Kim", "sv")
        await kim.start("CODE")
        await kim.expect("Hej")
        await kim.tap("Svenska")

A handset remembers when its person last did something; `answers`, `expect` and `nothing` look at what the bot has
said or changed since then.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

Json = dict[str, Any]

PATIENCE = 30.0  # seconds until a test gives up on the bot, on a busy machine
QUIET = 0.15  # seconds of silence after which the bot has said what it had to say


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True)
class Shown:
    """A message as it stands on the screen."""

    id: int
    by_bot: bool
    date: str
    kind: str
    text: str
    edited: bool
    deleted: bool
    change: int
    buttons: list[list[Button]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    contact: Json | None = None
    location: Json | None = None
    file: Json | None = None
    emoji: str = ""

    @property
    def labels(self) -> list[str]:
        """What the buttons say, row by row."""
        return [button.text for row in self.buttons for button in row]

    def button(self, label: str) -> Button:
        """The button that says `label`."""
        return next(button for row in self.buttons for button in row if button.text == label)


def shown(message: Json) -> Shown:
    """From the control API's JSON."""
    content = {
        name: message[name]
        for name in ("entities", "contact", "location", "file", "emoji")
        if name in message
    }
    return Shown(
        message["id"],
        message["from"] == "bot",
        message["date"],
        message["kind"],
        message["text"],
        message["edited"],
        message["deleted"],
        message["change"],
        buttons=[[Button(**button) for button in row] for row in message.get("buttons", [])],
        **content,
    )


class PhoneClient:
    """Everything that `/phone/api/` offers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http = httpx.AsyncClient(base_url=f"{address}/phone/api", timeout=70, verify=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def call(self, method: str, path: str, **rest: Any) -> Any:
        """One call; an error of the phone is the test's error, with the phone's words."""
        response = await self._http.request(method, path, **rest)
        if response.is_error:
            raise RefusedError(response.status_code, response.text)
        return response.json()

    async def handset(self, first_name: str, language_code: str = "sv", **more: str) -> "Handset":
        """A new phone."""
        person = {"first_name": first_name, "language_code": language_code, **more}
        return Handset(self, (await self.call("POST", "/people", json=person))["id"])

    async def people(self) -> list[Json]:
        """Everybody with a phone."""
        found: list[Json] = await self.call("GET", "/people")
        return found

    async def inject(self, update: Json) -> int:
        """Queue an update as it stands."""
        return int((await self.call("POST", "/update", json=update))["update_id"])

    async def inject_many(self, updates: list[Json]) -> list[int]:
        """Queue many updates in one call."""
        queued: list[int] = (await self.call("POST", "/updates", json=updates))["update_ids"]
        return queued

    async def flood(self, on: bool) -> None:
        """Switch Telegram's flood limits."""
        await self.call("POST", "/flood", json={"on": on})

    async def fault(self, kind: str, method: str = "*", times: int = 1, retry_after: int = 1) -> None:
        """Make the bot's next calls fail; the kinds are in `phone/faults.py`."""
        fault = {"kind": kind, "method": method, "times": times, "retry_after": retry_after}
        await self.call("POST", "/faults", json=fault)

    async def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return int((await self.call("GET", "/pending"))["updates"])

    async def calls(self, method: str | None = None) -> list[Json]:
        """The bot's latest calls, oldest first."""
        query = {"method": method} if method else {}
        found: list[Json] = await self.call("GET", "/calls", params=query)
        return found


class RefusedError(Exception):
    """The phone said no, as it would to a person: blocked, no such message, empty text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status


class Handset:
    """One person's phone."""

    def __init__(self, phone: PhoneClient, person_id: int) -> None:
        self.phone = phone
        self.id = person_id
        self.mark = 0  # the chat's count of changes when this person last did something

    async def _act(self, act: str, **rest: Any) -> Any:
        """Do something; what the bot does from now on is an answer to it."""
        self.mark = (await self._chat())["last"]
        return await self.phone.call("POST", f"/people/{self.id}/{act}", **rest)

    async def _chat(self, after: int = 1 << 60, wait: float = 0.0) -> Json:
        query = {"after": after, "wait": wait}
        chat: Json = await self.phone.call("GET", f"/people/{self.id}/chat", params=query)
        return chat

    async def say(self, text: str) -> int:
        """Write; returns the message's id."""
        return int((await self._act("text", json={"text": text}))["message_ids"][0])

    async def start(self, code: str | None = None) -> int:
        """Press Start, or open a link with a code."""
        return int((await self._act("start", json={"code": code}))["message_ids"][0])

    async def press(self, label: str) -> int:
        """Press a button of the keyboard; it must be there."""
        if label not in [key for row in await self.keyboard() or [] for key in row]:
            raise AssertionError(f"no key {label!r} in {await self.keyboard()}")
        return int((await self._act("press", json={"text": label}))["message_ids"][0])

    async def tap(self, label: str, wait: float = PATIENCE) -> Json | None:
        """Tap the newest button that says `label`; returns the bot's answer to the tap: text, alert, url."""
        messages = await self.messages()
        for message in reversed(messages):
            if label in message.labels:
                return await self.tap_data(message.button(label).data or "", message.id, wait)
        visible = [message.labels for message in messages if message.labels]
        raise AssertionError(f"no button {label!r}; there are {visible}")

    async def tap_data(self, data: str, message_id: int | None = None, wait: float = PATIENCE) -> Json | None:
        """Tap by callback data, on a message that may be old, changed or gone."""
        tapped = await self._act("tap", json={"data": data, "message_id": message_id, "wait": wait})
        answer: Json | None = tapped["answer"]
        return answer

    async def _file(self, act: str, content: bytes, name: str, mime: str, **fields: str) -> int:
        files = {"file": (name, content, mime)}
        return int((await self._act(act, files=files, data=fields))["message_ids"][0])

    async def voice(self, content: bytes = b"OggS voice", duration: int = 3, caption: str = "") -> int:
        """Send a voice message."""
        return await self._file(
            "voice", content, "voice.ogg", "audio/ogg", duration=str(duration), caption=caption
        )

    async def photo(self, content: bytes, caption: str = "", name: str = "photo.png") -> int:
        """Send a photo."""
        return await self._file("photo", content, name, "image/png", caption=caption)

    async def document(
        self, content: bytes, name: str = "paper.pdf", caption: str = "", mime: str = "application/pdf"
    ) -> int:
        """Send a file."""
        return await self._file("document", content, name, mime, caption=caption)

    async def location(self, lat: float = 59.61, lon: float = 16.55) -> int:
        """Send a place."""
        return int((await self._act("location", json={"lat": lat, "lon": lon}))["message_ids"][0])

    async def contact(self, phone_number: str, first_name: str = "Kim", own: bool = False) -> int:
        """Send a number."""
        card = {"phone_number": phone_number, "first_name": first_name, "own": own}
        return int((await self._act("contact", json=card))["message_ids"][0])

    async def sticker(self, emoji: str = "🙂") -> int:
        """Send a sticker."""
        return int((await self._act("sticker", json={"emoji": emoji}))["message_ids"][0])

    async def edit(self, message_id: int, text: str) -> int:
        """Change one's own text."""
        return int((await self._act("edit", json={"message_id": message_id, "text": text}))["message_ids"][0])

    async def block(self, blocked: bool = True) -> None:
        """Block the bot, or take it back."""
        await self._act("block", json={"blocked": blocked})

    async def clear(self) -> None:
        """Empty the chat on this phone."""
        await self._act("clear")

    async def speak(self, language_code: str) -> None:
        """Set the phone's language."""
        await self.phone.call("PATCH", f"/people/{self.id}", json={"language_code": language_code})

    async def commands(self) -> list[Json]:
        """The commands behind "/"."""
        found: list[Json] = await self.phone.call("GET", f"/people/{self.id}/commands")
        return found

    async def messages(self) -> list[Shown]:
        """What stands in the chat now, oldest first."""
        found = [shown(each) for each in (await self._chat(after=0))["messages"]]
        return [message for message in found if not message.deleted]

    async def keyboard(self) -> list[list[str]] | None:
        """The labels of the keyboard below the text field."""
        rows = (await self._chat())["keyboard"]
        return None if rows is None else [[key["text"] for key in row] for row in rows]

    async def since(self) -> list[Shown]:
        """What the bot has sent or changed since the last act, as it stands now."""
        messages = [shown(each) for each in (await self._chat(after=self.mark))["messages"]]
        return [message for message in messages if message.by_bot and not message.deleted]

    async def answers(self, count: int = 1, patience: float = PATIENCE, quiet: float = QUIET) -> list[Shown]:
        """Wait for `count` messages of the bot since the last act, then until it is quiet; all of them."""
        await self._until(lambda found: len(found) >= count, f"{count} message(s)", patience)
        while True:
            last = (await self._chat())["last"]
            if (await self._chat(after=last, wait=quiet))["last"] == last:
                return await self.since()

    async def expect(self, part: str, patience: float = PATIENCE) -> Shown:
        """Wait for a message with these words in it, since the last act."""
        found = await self._until(lambda all: any(part in m.text for m in all), repr(part), patience)
        return next(message for message in reversed(found) if part in message.text)

    async def nothing(self, seconds: float = QUIET) -> None:
        """The bot says nothing (more) for so long."""
        last = (await self._chat())["last"]
        chat = await self._chat(after=last, wait=seconds)
        said = [each["text"] for each in chat["messages"] if each["from"] == "bot"]
        if said:
            raise AssertionError(f"the bot said {said}")

    async def _until(self, enough: Callable[[list[Shown]], bool], what: str, patience: float) -> list[Shown]:
        until = asyncio.get_running_loop().time() + patience
        while True:
            last = (await self._chat())["last"]
            found = await self.since()
            if enough(found):
                return found
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(f"waited for {what}; the bot said {[message.text for message in found]}")
            await self._chat(after=last, wait=left)
