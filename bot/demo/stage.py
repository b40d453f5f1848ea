"""Sets the demo's stage: phone, bot, scheduler and inbox on one port, the tenants' phones linked, a clock to move."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import settings as environment
from bot.app import App, stop_on_signals
from bot.demo import town
from bot.scheduling import clock as clocks
from bot.serving import Asgi, open_socket
from bot.settings import Settings
from phone import acts, people
from phone.desk import Desk, Stop
from phone.server import close, create_app
from storage import facts, migrate
from storage.session import Store
from storage.tables import Tenant, Visit

log = logging.getLogger(__name__)

PHONE_PATHS = ("/bot", "/file/bot", "/phone", "/demo", "/t.me")
"""What the phone serves; everything else is the inbox's."""
SHOWN = 2
"""Phones on the desk; the others are at /phone."""


async def play(folder: Path, host: str, port: int, keep: bool) -> None:
    """Run the demo until Ctrl-C."""
    settings = await asyncio.to_thread(_settings, folder, host, port)
    app = App(settings)
    stop_on_signals(app.stopping)
    await app.prepare()
    listening = open_socket(settings)
    codes = await asyncio.to_thread(town.fill, app.store, settings.deployment, app.clock.now())
    phone = create_app(
        now=app.clock.now,
        zone=str(settings.deployment.zone),
        keep=folder / "phone" if keep else None,
        desk=_desk(app),
    )
    world = phone.state.world
    numbers = {
        name: people.add_person(world, first_name=name, language_code=_language(name)).id for name in codes
    }
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(app.run(listening, lambda inbox: _together(phone, inbox)))
        tasks.create_task(_close_after(app.stopping, phone))
        for name, code in codes.items():
            tasks.create_task(_join(world, numbers[name], code, _language(name), app.stopping))
        _greet(settings)
        await running


def _settings(folder: Path, host: str, port: int) -> Settings:
    """As if the environment said so; the demo's data stays in its folder."""
    url = f"http://{host}:{port}"
    plain = environment.read(
        {
            "BOFAST_DATA_DIR": str(folder),
            "BOFAST_TELEGRAM_TOKEN": "1000:demo",
            "BOFAST_TELEGRAM_API": url,
            "BOFAST_HOST": host,
            "BOFAST_PORT": str(port),
            "BOFAST_URL": url,
        }
    )
    return replace(plain, deployment=town.deployment(), clock=_clock_start(plain))


def _clock_start(settings: Settings) -> datetime:
    """Where the clock of a kept demo started; else now."""
    store = Store(settings.database_url)
    try:
        migrate.upgrade(store)
        with store.reading() as db:
            found = facts.read(db, clocks.FACT)
        return datetime.fromisoformat(found["start"]) if found else clocks.system_time()
    finally:
        store.close()


def _together(phone: Asgi, inbox: Asgi) -> Asgi:
    """One port: the phone's paths to the phone, `/` to the desk, everything else to the inbox."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _both_live(phone, inbox, scope, receive, send)
            return
        path = scope["path"]
        if path == "/":
            await _redirect(send, "/demo")
        else:
            await (phone if path.startswith(PHONE_PATHS) else inbox)(scope, receive, send)

    return app


async def _both_live(phone: Any, inbox: Any, scope: Any, receive: Any, send: Any) -> None:
    """Start and stop both applications with the server."""
    async with phone.lifespan(), inbox.lifespan():
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def _redirect(send: Any, to: str) -> None:
    await send({"type": "http.response.start", "status": 307, "headers": [(b"location", to.encode())]})
    await send({"type": "http.response.body", "body": b""})


def _desk(app: App) -> Desk:
    async def move(to: datetime) -> None:
        await asyncio.to_thread(clocks.move, app.store, to)
        await asyncio.to_thread(clocks.look, app.store, app.clock)

    return Desk(
        inbox_url="/inbox",
        people=lambda: _people_with_visits(app)[:SHOWN],
        now=app.clock.now,
        move_clock=move,
        stops=lambda: _stops(app),
        sign_in=(town.sample()["staff"][0]["login"], town.PASSWORD),
    )


def _people_with_visits(app: App) -> Sequence[int]:
    with app.store.reading() as db:
        return list(db.scalars(select(Tenant.chat_id).where(Tenant.chat_id.is_not(None)).order_by(Tenant.id)))


def _stops(app: App) -> list[Stop]:
    """Where it is worth going: around the next visit, and into the night."""
    now, place = app.clock.now(), app.settings.deployment
    with app.store.reading() as db:
        starts = db.scalar(
            select(Visit.starts)
            .where(Visit.state == "booked", Visit.starts > now)
            .order_by(Visit.starts)
            .limit(1)
        )
    local = place.local(now)
    stops: list[Stop] = []
    if starts is not None:
        evening = place.local(starts).replace(hour=18, minute=0, second=0) - timedelta(days=1)
        stops = [
            ("phone.desk.evening_before", evening),
            ("phone.desk.two_hours_before", starts - timedelta(hours=2)),
        ]
    tomorrow = local.replace(hour=8, minute=5, second=0) + timedelta(days=1)
    stops += [
        ("phone.desk.hour_later", now + timedelta(hours=1)),
        ("phone.desk.night", tomorrow.replace(hour=2, minute=11)),
        ("phone.desk.next_morning", tomorrow),
    ]
    return [(key, moment) for key, moment in stops if moment > now]


async def _join(world: Any, number: int, code: str, language: str, stopping: asyncio.Event) -> None:
    """Do what a tenant does with the link: open it, and choose the language."""
    acts.start(world, number, code)
    chat, _ = world.chat_of(number)
    for _ in range(200):
        if stopping.is_set():
            return
        if any(bubble.buttons for bubble in chat.messages.values()):
            acts.tap(world, number, f"b:start.language:{language}:")
            return
        await asyncio.sleep(0.1)
    log.warning("the demo's phone %s was not linked", number)


async def _close_after(stopping: asyncio.Event, phone: Any) -> None:
    await stopping.wait()
    close(phone)


def _language(name: str) -> str:
    return next(str(each["language"]) for each in town.sample()["tenants"] if each["name"] == name)


def _greet(settings: Settings) -> None:
    print(f"» the demo is at {settings.url}/demo", flush=True)
    for each in town.sample()["staff"]:
        print(f"» sign in to the inbox as {each['login']}, password {town.PASSWORD}", flush=True)
    print("» Ctrl-C ends it", flush=True)
