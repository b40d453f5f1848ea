"""Keeps a phone in a folder, so that chats and waiting updates are there again after a restart.

One JSON file, written whole to the side and moved into place a moment after something has changed; files that were sent
lie beside it. The last moment may be lost when the process is killed, so numbers jump ahead when the phone comes back.
"""

import asyncio
from pathlib import Path

import msgspec

from phone.state import State
from phone.time import real_seconds
from phone.world import World

FILE = "phone.json"
SETTLE_SECONDS = 0.2
LISTEN_SECONDS = 60.0
JUMP = 1000


def read(folder: Path) -> State | None:
    """What was kept, if anything."""
    path = folder / FILE
    if not path.exists():
        return None
    state = msgspec.json.decode(path.read_bytes(), type=State)
    state.next_message += JUMP
    state.next_update = max(state.next_update + JUMP, real_seconds())
    return state


def write(folder: Path, content: bytes) -> None:
    """Replace what is kept, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{FILE}.new"
    beside.write_bytes(content)
    beside.replace(folder / FILE)


def encoded(world: World) -> bytes:
    """Everything that is kept, as JSON."""
    world.state.waiting = list(world.updates.pending())
    return msgspec.json.encode(world.state)


async def run(world: World, folder: Path) -> None:
    """Write after every change until the phone closes, and once more then."""
    while not world.closing.is_set():
        if await world.changed.heard(LISTEN_SECONDS) and not world.closing.is_set():
            await asyncio.sleep(SETTLE_SECONDS)
            await asyncio.to_thread(write, folder, encoded(world))
    await asyncio.to_thread(write, folder, encoded(world))
