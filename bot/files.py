"""Files: fetched once from Telegram into the data folder, named by their content; one broken file holds up nobody."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiohttp import ClientError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from storage.session import Store
from storage.tables import File
from storage.wake import Bell, Wake

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""
PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 300, 3600))
"""Before the next try; the last one repeats. A file that Telegram refuses counts as failed after these."""
OUR_PAUSE = timedelta(seconds=60)
"""The longest pause where our own disk was in the way."""
GIVES_UP = timedelta(days=3)
"""After this even a file that nobody has refused counts as failed."""
AT_ONCE = 4


def path_of(data_dir: Path, digest: str) -> Path:
    """Where a file with that content lies."""
    return data_dir / "files" / digest[:2] / digest


class Files:
    """Fetches what tenants have sent."""

    def __init__(self, store: Store, bot: Bot, data_dir: Path, now: Callable[[], datetime]) -> None:
        self._store, self._bot, self._data_dir, self._now = store, bot, data_dir, now
        self._at_work: set[int] = set()

    @property
    def idle(self) -> bool:
        """Nothing is being fetched."""
        return not self._at_work

    async def run(self, wake: Wake, stopping: asyncio.Event) -> None:
        """Fetch until told to stop; what is half fetched then is fetched anew at the next start."""
        fetching: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as tasks, Bell(wake, File.__tablename__) as bell:
            while not stopping.is_set():
                for file in await self._look():
                    self._at_work.add(file.id)
                    task = tasks.create_task(self._fetch(file))
                    fetching.add(task)
                    task.add_done_callback(fetching.discard)
                await bell.wait(1.0)
            for task in fetching:
                task.cancel()

    async def _look(self) -> list[File]:
        try:
            return await asyncio.to_thread(self._waiting)
        except SQLAlchemyError as error:
            log.error("the database does not answer files: %s", type(error).__name__)
            return []

    def _waiting(self) -> list[File]:
        room = AT_ONCE - len(self._at_work)
        with self._store.reading() as db:
            found = (
                select(File)
                .where(
                    File.state == "waiting", File.next_try_at <= self._now(), File.id.not_in(self._at_work)
                )
                .order_by(File.id)
                .limit(max(room, 0))
            )
            return list(db.scalars(found))

    async def _fetch(self, file: File) -> None:
        try:
            state, digest, size = await self._outcome(file)
            await asyncio.to_thread(self._mark, file.id, state, digest, size)
        except SQLAlchemyError as error:
            log.error(
                "file %s could not be marked, and will be fetched again: %s", file.id, type(error).__name__
            )
        finally:
            self._at_work.discard(file.id)

    async def _outcome(self, file: File) -> tuple[str, str | None, int | None]:
        """How it went: stored, too_large, or to be tried again because of Telegram, the network or ourselves."""
        if (file.size or 0) > LARGEST:
            return "too_large", None, file.size
        try:
            return ("stored", *await self._download(file.telegram_id))
        except TelegramBadRequest as error:
            log.warning("file %s was refused", file.id)
            return "too_large" if "too big" in error.message else "refused", None, file.size
        except (TelegramAPIError, ClientDecodeError, ClientError, TimeoutError) as error:
            log.warning("file %s could not be fetched: %s", file.id, type(error).__name__)
            return "network", None, file.size
        except OSError as error:
            log.error("file %s could not be written: %s", file.id, error.strerror)
            return "disk", None, file.size

    async def _download(self, telegram_id: str) -> tuple[str, int]:
        about = await self._bot.get_file(telegram_id, request_timeout=10)
        if about.file_path is None:
            raise TimeoutError("Telegram gave no path")
        folder = self._data_dir / "files"
        folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with NamedTemporaryFile(dir=folder, prefix="incoming-", delete=False) as part:
            try:
                url = self._bot.session.api.file_url(self._bot.token, about.file_path)
                async for chunk in self._bot.session.stream_content(url, timeout=30, raise_for_status=True):
                    digest.update(chunk)
                    size += len(chunk)
                    part.write(chunk)
                part.flush()
                await asyncio.to_thread(os.fsync, part.fileno())
                _place(Path(part.name), path_of(self._data_dir, digest.hexdigest()))
            finally:
                _discard(Path(part.name))
        return digest.hexdigest(), size

    def _mark(self, file_id: int, state: str, digest: str | None, size: int | None) -> None:
        with self._store.writing() as db:
            file = db.get(File, file_id)
            if file is None:
                return
            file.digest, file.size = digest, size
            file.state = state if state in ("stored", "too_large") else self._again(file, state)
            state = file.state
        metrics.file_ended(state)

    def _again(self, file: File, why: str) -> str:
        """When to try again, unless it has been enough."""
        file.tries += 1
        if (why == "refused" and file.tries > len(PAUSES)) or self._now() - file.created_at > GIVES_UP:
            return "failed"
        pause = PAUSES[min(file.tries, len(PAUSES)) - 1]
        file.next_try_at = self._now() + (min(pause, OUR_PAUSE) if why == "disk" else pause)
        return "waiting"


def _place(part: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    part.replace(target)


def _discard(part: Path) -> None:
    with suppress(FileNotFoundError):
        part.unlink()
