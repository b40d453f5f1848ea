"""A web server in front of two processes, as small as can be: each connection goes to the next one that answers."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys


async def serve(port: int, backs: list[int]) -> None:
    """Serve until killed."""
    turn = itertools.cycle(range(len(backs)))

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        first = next(turn)
        for step in range(len(backs)):
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", backs[(first + step) % len(backs)])
        return None

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back = await connect()
        if back is not None:
            await asyncio.gather(_pump(reader, back[1]), _pump(back[0], writer))
        writer.close()

    server = await asyncio.start_server(carry, "127.0.0.1", port)
    await server.serve_forever()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    with contextlib.suppress(OSError):
        target.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), [int(each) for each in sys.argv[2:]]))
