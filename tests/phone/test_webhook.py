"""Webhooks: pushed with the secret, tried again after a failure, in order within a chat."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.phone.conftest import Api, eventually
from tests.phone_client import Handset, PhoneClient

Update = dict[str, Any]


class Hook:
    """A bot's own small HTTP server: answers what it is told to."""

    def __init__(self) -> None:
        self.seen: list[Update] = []
        self.secrets: list[str] = []
        self.statuses: dict[str, list[int]] = {}
        self.reply: bytes = b""
        self.url = ""
        self.heard = asyncio.Condition()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in head[1:] if line)
        update = json.loads(await reader.readexactly(int(fields["content-length"])))
        self.secrets.append(fields.get("x-telegram-bot-api-secret-token", ""))
        waiting = self.statuses.get(_text(update), [])
        status = waiting.pop(0) if waiting else 200
        async with self.heard:
            self.seen.append(update)
            self.heard.notify_all()
        body = self.reply if status == 200 else b""
        head_out = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        writer.write(head_out.encode() + b"connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    async def until(self, count: int) -> list[str]:
        """Wait for so many deliveries; their texts in order."""
        async with asyncio.timeout(5), self.heard:
            await self.heard.wait_for(lambda: len(self.seen) >= count)
        return [_text(update) for update in self.seen]


def _text(update: Update) -> str:
    return str(update.get("message", {}).get("text", ""))


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield hook
    server.close()


async def _settled(phone: PhoneClient) -> None:
    async def nothing_waits() -> bool:
        return await phone.pending() == 0

    await eventually(nothing_waits)


async def test_updates_are_pushed_with_the_secret(kim: Handset, api: Api, hook: Hook) -> None:
    await api.result("setWebhook", url=hook.url, secret_token="s3cret_-")
    await kim.say("hej")
    assert await hook.until(1) == ["hej"]
    assert hook.secrets == ["s3cret_-"]
    await _settled(kim.phone)


async def test_what_waited_before_the_webhook_comes_too(kim: Handset, api: Api, hook: Hook) -> None:
    await kim.say("tidigare")
    await api.result("setWebhook", url=hook.url)
    assert await hook.until(1) == ["tidigare"]


async def test_a_failure_is_tried_again_in_order_and_told(kim: Handset, api: Api, hook: Hook) -> None:
    hook.statuses["ett"] = [500, 503]
    await api.result("setWebhook", url=hook.url)
    await kim.say("ett")
    await kim.say("två")
    assert await hook.until(4) == ["ett", "ett", "ett", "två"]
    info = await api.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 X"
    await _settled(kim.phone)


async def test_one_chat_that_fails_does_not_hold_up_another(
    kim: Handset, phone: PhoneClient, api: Api, hook: Hook
) -> None:
    hook.statuses["fastnar"] = [500] * 1000
    await api.result("setWebhook", url=hook.url)
    other = await phone.handset("Jonas", "nb")
    await kim.say("fastnar")
    await other.say("videre")

    async def only_one_waits() -> bool:
        return "videre" in await hook.until(1) and await phone.pending() == 1

    await eventually(only_one_waits)
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 1
    await api.result("deleteWebhook")
    (left,) = await api.result("getUpdates")
    assert _text(left) == "fastnar"


async def test_nobody_listening_is_an_error_that_is_told(kim: Handset, api: Api) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    await kim.say("hej")

    async def told() -> bool:
        return "last_error_message" in await api.result("getWebhookInfo")

    await eventually(told)
    info = await api.result("getWebhookInfo")
    assert info["pending_update_count"] == 1 and info["last_error_date"]


async def test_an_answer_may_carry_a_method(kim: Handset, api: Api, hook: Hook) -> None:
    await api.result("setWebhook", url=hook.url)
    hook.reply = json.dumps({"method": "sendMessage", "chat_id": kim.id, "text": "Svar direkt"}).encode()
    await kim.say("hej")
    await kim.expect("Svar direkt")


async def test_dropping_pending_updates(kim: Handset, api: Api) -> None:
    await kim.say("hej")
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.result("getUpdates") == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"url": "ftp://example.org"}, "bad webhook: invalid webhook URL specified"),
        ({"url": "http://x.org", "secret_token": "å"}, "secret token contains unallowed characters"),
        ({"url": "http://x.org", "secret_token": "a" * 257}, "secret token contains unallowed characters"),
        ({"url": "http://x.org", "max_connections": 101}, "bad webhook: wrong max_connections specified"),
    ],
)
async def test_a_webhook_that_cannot_be(api: Api, wrong: dict[str, Any], why: str) -> None:
    assert await api.error("setWebhook", **wrong) == (400, f"Bad Request: {why}")
