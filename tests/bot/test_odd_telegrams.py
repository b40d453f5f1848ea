"""A Telegram that answers oddly: polling begins all the same, and what it accepted is not sent again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, post
from litestar.params import FromPath

from tests.commands.processes import Bofast
from tests.phone_server import serving


class Bare:
    """The least that a Bot API can be: updates and messages, everything else is unknown."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []

    def app(self) -> Litestar:
        @post("/{token:str}/{method:str}", status_code=200)
        async def call(
            token: FromPath[str], method: FromPath[str], request: Request[Any, Any, Any]
        ) -> dict[str, Any]:
            body = dict(await request.form()) or json.loads(await request.body() or b"{}")
            if method == "getUpdates":
                offset = int(body.get("offset") or 0)
                return {"ok": True, "result": [u for u in self.updates if u["update_id"] >= offset]}
            if method == "sendMessage":
                self.sent.append(body)
                return {"ok": True, "result": {"message_id": len(self.sent)}}
            return {"ok": False, "error_code": 404, "description": "Not Found"}

        return Litestar([call], openapi_config=None, logging_config=None)


@asynccontextmanager
async def bare() -> AsyncIterator[tuple[Bare, str]]:
    made = Bare()
    app = made.app()
    app.state.world = type("World", (), {"close": lambda self: None})()
    async with serving(app) as address:
        yield made, address


async def test_the_least_telegram_is_enough(tmp_path: Any) -> None:
    async with bare() as (telegram, address):
        bofast = Bofast(tmp_path, address)
        try:
            await bofast.run("bot")
            person = {"id": 7, "is_bot": False, "first_name": "Kim"}
            message = {
                "message_id": 1,
                "date": 1795428000,
                "chat": {"id": 7, "type": "private"},
                "from": person,
            }
            telegram.updates.append({"update_id": 1, "message": {**message, "text": "hej"}})
            for _ in range(300):
                if telegram.sent:
                    break
                await asyncio.sleep(0.1)
            await asyncio.sleep(2.5)  # long enough for a second try, which must not come
            assert len(telegram.sent) == 1
            assert "112" in str(telegram.sent[0]["text"])
        finally:
            await bofast.close()
