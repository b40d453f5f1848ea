"""For tests only: odd updates, faults, flood limits, and what the bot has been up to. `/phone/api/…` as well."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from phone import bodies
from phone.faults import Fault
from phone.injected import inject
from phone.state import Json
from phone.world import World


@post("/phone/api/update", status_code=200)
async def update(world: NamedDependency[World], data: JSONBody[dict[str, Any]]) -> Json:
    """Queue an update as it stands."""
    return {"update_id": inject(world, data)}


@post("/phone/api/updates", status_code=200)
async def updates(world: NamedDependency[World], data: JSONBody[list[dict[str, Any]]]) -> Json:
    """Queue many updates at once, for measurements: HTTP must not be what is measured."""
    return {"update_ids": [inject(world, each) for each in data]}


@post("/phone/api/flood", status_code=200)
async def flood(world: NamedDependency[World], data: JSONBody[bodies.Switch]) -> Json:
    """Switch Telegram's flood limits on or off."""
    world.flood.on = data.on
    return {"on": data.on}


@post("/phone/api/faults", status_code=200)
async def faults(world: NamedDependency[World], data: JSONBody[bodies.NewFault]) -> Json:
    """Make the next calls fail; `times` 0 takes that back."""
    world.faults.add(Fault(data.method, data.kind, data.times, data.retry_after))
    return {"times": data.times}


@post("/phone/api/faults/share", status_code=200)
async def fault_share(world: NamedDependency[World], data: JSONBody[bodies.FaultShare]) -> Json:
    """Let a share of all calls fail until told otherwise."""
    world.faults.spread(data.share, data.seed, data.kinds)
    return {"share": data.share}


@get("/phone/api/faults")
async def fault_hits(world: NamedDependency[World]) -> list[Json]:
    """The faults that have come, by method and kind."""
    hits = world.faults.hits
    return [{"method": method, "kind": kind, "times": times} for (method, kind), times in hits.items()]


@get("/phone/api/sent")
async def sent(world: NamedDependency[World]) -> list[Json]:
    """Every message that was accepted from the bot, in the order of acceptance, as long as its chat keeps it."""
    every = [(bubble, chat.id) for chat in world.state.chats.values() for bubble in chat.messages.values()]
    return [
        {"id": bubble.id, "chat": chat, "text": bubble.text, "date": bubble.date.isoformat()}
        for bubble, chat in sorted(every, key=lambda pair: pair[0].id)
        if bubble.by_bot
    ]


@get("/phone/api/pending")
async def pending(world: NamedDependency[World]) -> Json:
    """What the bot has not confirmed yet."""
    webhook = world.state.webhook
    known = {"url": webhook.url, "last_error": webhook.last_error} if webhook.url else None
    return {"updates": len(list(world.updates.pending())), "webhook": known}


@get("/phone/api/calls")
async def calls(world: NamedDependency[World], method: FromQuery[str | None] = None) -> list[Json]:
    """The bot's latest calls, oldest first, without its polling."""
    return [call for call in world.calls if method is None or call["method"] == method]


ROUTES = [update, updates, flood, faults, fault_share, fault_hits, sent, pending, calls]
