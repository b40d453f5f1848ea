"""Updates that no phone here makes: groups, channels, odd messages. A test writes them out in full."""

from collections.abc import Iterator

from phone.state import Chat, Json, Person
from phone.world import World


def inject(world: World, update: Json) -> int:
    """Queue an update as it stands, and get to know the chats in it, so that the bot can answer there."""
    chats = list(_chats(update))
    for found in chats:
        if found["id"] not in world.state.chats:
            world.state.chats[found["id"]] = _chat(found)
    return world.updates.push_raw(update, lane=chats[0]["id"] if chats else 0)


def _chats(value: object) -> Iterator[Json]:
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name == "chat" and isinstance(inner, dict) and isinstance(inner.get("id"), int):
            yield inner
        else:
            yield from _chats(inner)


def _chat(found: Json) -> Chat:
    kind = str(found.get("type", "private"))
    if kind != "private":
        return Chat(found["id"], kind, title=found.get("title"), started=True)
    person = Person(found["id"], str(found.get("first_name", "")), "sv")
    return Chat(found["id"], kind, person=person, started=True)
