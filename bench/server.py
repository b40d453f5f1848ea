"""A Telegram that costs next to nothing, so that bots are measured and not their server.

One event loop, HTTP read by hand, no database. It answers what bots call when they poll and send, keeps the moment
of each accepted answer, and makes the load itself (`load.py`), so that no other process takes part in a measurement.
`phone/` is the faithful server; this one is for the clock. Answers in a chat are taken in the order in which its
updates were handed over.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import time
from collections import deque
from urllib.parse import parse_qsl

import msgspec

from bench.load import Load, Result
from phone.errors import ApiError
from phone.flood import Flood

POLL_SECONDS = 50.0
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_ME = {"id": 1000, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Telegram:
    """The updates that wait, and the answers that came."""

    def __init__(self, flood: bool = False) -> None:
        self.waiting: deque[tuple[int, bytes]] = deque()
        self.network = 0.0
        """Seconds that a call takes on its way there and back."""
        self.flood = Flood(flood)
        self.result = Result()
        self.next_update = 1
        self.next_message = 1_000_000
        self.polls = 0
        self._poll: asyncio.Future[None] | None = None

    def hand_over(self, chat: int, text: str) -> None:
        """A person has written."""
        number = self.next_update
        self.next_update += 1
        self.waiting.append((number, _update(number, chat, text)))
        self.result.handed(chat, time.perf_counter())
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def call(self, method: str, values: dict[str, str]) -> bytes:
        """One call of the Bot API."""
        if method == "getUpdates":
            return await self._updates(values)
        if method == "sendMessage":
            return self._send(values)
        return msgspec.json.encode({"ok": True, "result": _ME if method == "getMe" else True})

    async def _updates(self, values: dict[str, str]) -> bytes:
        offset, limit = int(values.get("offset") or 0), int(values.get("limit") or 100)
        while self.waiting and self.waiting[0][0] < offset:
            self.waiting.popleft()
        self.polls += 1
        if not self.waiting:
            poll = self._poll = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(poll, min(float(values.get("timeout") or 0), POLL_SECONDS))
        found = [body for _, (_, body) in zip(range(limit), self.waiting, strict=False)]
        return b'{"ok":true,"result":[%s]}' % b",".join(found)

    def _send(self, values: dict[str, str]) -> bytes:
        chat, text = int(values["chat_id"]), values["text"]
        now = time.perf_counter()
        try:
            self.flood.check(chat)
        except ApiError as error:
            self.result.refused += 1
            return error.json()
        self.next_message += 1
        self.result.answered(chat, text, now)
        return msgspec.json.encode({"ok": True, "result": _message(self.next_message, chat, text)})


def _values(body: bytes) -> dict[str, str]:
    """What a call carries, as a form or as JSON; only plain values are looked at here."""
    if body.startswith(b"{"):
        return {name: str(value) for name, value in msgspec.json.decode(body).items()}
    return dict(parse_qsl(body.decode()))


class Connection(asyncio.Protocol):
    """One connection of a bot or of the bench; requests follow each other on it."""

    def __init__(self, telegram: Telegram, load: Load, running: set[asyncio.Task[None]]) -> None:
        self._telegram, self._load, self._running = telegram, load, running
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        if len(rest) < length:
            return
        self._buffer = rest[length:]
        target = head.split(b" ", 2)[1].decode()
        task = asyncio.ensure_future(self._answer(target, rest[:length]))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, target: str, body: bytes) -> None:
        path, _, query = target.partition("?")
        _, first, second = path.split("/", 2)
        if first == "bench":
            self._reply(msgspec.json.encode(await self._load.control(second, body)))
            return
        half = self._telegram.network / 2
        if half:
            await asyncio.sleep(half)
        values = dict(parse_qsl(query)) | _values(body)
        reply = await self._telegram.call(second, values)
        if half:
            await asyncio.sleep(half)
        self._reply(reply)

    def _reply(self, body: bytes) -> None:
        status = b"200 OK" if body.startswith(b'{"ok":true') or body[:1] != b"{" else b"429 Too Many Requests"
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (status, len(body), body)
            )


def _update(number: int, chat: int, text: str) -> bytes:
    message = {
        "message_id": number,
        "from": _person(chat) | {"is_bot": False, "language_code": "sv"},
        "chat": _person(chat) | {"type": "private"},
        "date": 1_795_428_000,
        "text": text,
        "entities": [{"offset": 0, "length": len(text), "type": "bot_command"}],
    }
    return msgspec.json.encode({"update_id": number, "message": message})


def _person(chat: int) -> dict[str, object]:
    return {"id": chat, "first_name": "Kim"}


def _message(number: int, chat: int, text: str) -> dict[str, object]:
    about = _person(chat) | {"type": "private"}
    return {"message_id": number, "from": _ME, "chat": about, "date": 1_795_428_000, "text": text}


async def serve(port: int, *, flood: bool) -> None:
    """Serve until killed."""
    telegram = Telegram(flood)
    load = Load(telegram)
    running: set[asyncio.Task[None]] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(telegram, load, running), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.server", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--flood", action="store_true", help="hold Telegram's flood limits")
    given = parser.parse_args()
    asyncio.run(serve(given.port, flood=given.flood))
