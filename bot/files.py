"""Files: fetched once from Telegram into the data folder, named by their content; one broken file holds up nobody."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiohttp import ClientError
from sqlalchemy import select

from bot import metrics
from storage.session import Store
from storage.tables import File
from storage.wake import Bell, Wake

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""
PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 300, 3600))
"""Before the next try; after the last one the file counts as failed."""
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
        """Fetch until told to stop."""
        async with asyncio.TaskGroup() as tasks, Bell(wake) as bell:
            while not stopping.is_set():
                waiting = await asyncio.to_thread(self._waiting)
                for file in waiting:
                    self._at_work.add(file.id)
                    tasks.create_task(self._fetch(file))
                await bell.wait(1.0)

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
        state, digest, size = "waiting", None, file.size
        try:
            if (file.size or 0) > LARGEST:
                state = "too_large"
            else:
                digest, size = await self._download(file.telegram_id)
                state = "stored"
        except TelegramBadRequest as error:
            state = "too_large" if "too big" in error.message else "waiting"
            log.warning("file %s was refused", file.id)
        except (TelegramAPIError, ClientDecodeError, ClientError, TimeoutError, OSError) as error:
            log.warning("file %s could not be fetched: %s", file.id, type(error).__name__)
        finally:
            await asyncio.to_thread(self._mark, file.id, state, digest, size)
            self._at_work.discard(file.id)

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
                _place(Path(part.name), path_of(self._data_dir, digest.hexdigest()))
            finally:
                _discard(Path(part.name))
        return digest.hexdigest(), size

    def _mark(self, file_id: int, state: str, digest: str | None, size: int | None) -> None:
        with self._store.writing() as db:
            file = db.get(File, file_id)
            if file is None:
                return
            file.state, file.digest, file.size = state, digest, size
            if state == "waiting":
                file.tries += 1
                if file.tries > len(PAUSES):
                    file.state = "failed"
                else:
                    file.next_try_at = self._now() + PAUSES[file.tries - 1]
            state = file.state
        metrics.file_ended(state)


def _place(part: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    part.replace(target)


def _discard(part: Path) -> None:
    with suppress(FileNotFoundError):
        part.unlink()
