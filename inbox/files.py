"""A tenant's voice, pictures and documents, to the tenant's team only.

Content that a browser could run (HTML, SVG, anything unknown) is never shown, only downloaded.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.access import SAME_OPENING, log_opening, my_tenant
from inbox.ask import Answer, Ask, Asked
from inbox.routes import page
from inbox.who import Me
from storage.tables import AccessLog, File, Tenant

SHOWN = frozenset(
    {
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/x-m4a",
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "video/mp4",
        "video/webm",
    }
)
"""Kinds that a browser only plays or paints."""

USUAL = {
    "voice": "audio/ogg",
    "photo": "image/jpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
}
"""What Telegram sends when it names no kind of content."""


@page("/files/{file_id:int}")
def file(ask: Asked, file_id: FromPath[int]) -> Answer:
    """The content, whole or the part asked for (players ask for parts)."""
    with ask.writing() as db:
        row = db.get(File, file_id)
        if row is None:
            raise NotFoundException("no such file")
        tenant = my_tenant(db, ask.me, row.tenant_id)
        if row.digest is None:
            raise NotFoundException("the file has not been fetched")
        if not _page_is_open(db, ask, ask.me, tenant):
            log_opening(db, ask.me, "file", now=ask.now, tenant=tenant)
    return _content(ask, row, where(ask.desk.data_dir, row.digest))


def where(data_dir: Path, digest: str) -> Path:
    """Where the content lies: named by its sha256."""
    return data_dir / "files" / digest[:2] / digest


def _content(ask: Ask, row: File, path: Path) -> Answer:
    if not path.is_file():
        raise NotFoundException("the content is not there")
    content = path.read_bytes()
    kind = row.mime or USUAL.get(row.kind, "")
    shown = kind in SHOWN
    start, end = _part(ask.request.headers.get("range", ""), len(content))
    headers = {
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(_name(row))}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Accept-Ranges": "bytes",
    }
    whole = (start, end) == (0, len(content))
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return Response(
        content[start:end],
        media_type=kind if shown else "application/octet-stream",
        headers=headers,
        status_code=200 if whole else 206,
    )


def _part(asked: str, size: int) -> tuple[int, int]:
    """`bytes=100-199` or `bytes=100-`; anything else means the whole."""
    first, _, last = asked.removeprefix("bytes=").partition("-")
    if not asked.startswith("bytes=") or not first.isdecimal() or int(first) >= size:
        return 0, size
    end = int(last) + 1 if last.isdecimal() else size
    return (int(first), min(end, size)) if end > int(first) else (0, size)


def _name(row: File) -> str:
    return row.name or f"{row.kind}-{row.id}"


def _page_is_open(db: Session, ask: Ask, me: Me, tenant: Tenant) -> bool:
    """Whether this is a part of a thread or plan whose opening is in the log already."""
    last = db.scalar(
        select(AccessLog.at)
        .where(
            AccessLog.staff_id == me.id,
            AccessLog.tenant_id == tenant.id,
            AccessLog.what.in_(("thread", "plan", "file")),
        )
        .order_by(AccessLog.id.desc())
        .limit(1)
    )
    return last is not None and ask.now - last < SAME_OPENING


ROUTES = [file]
