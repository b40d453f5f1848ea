"""`bofast tenant add`: a tenant and the one-time join link; or many, from a file of JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot import addresses
from bot.commands.common import Desk, desk, show
from support import people
from support.deployment import ConfigurationError

NAMELESS = (
    "bofast: the bot's name is not known yet, so the links open no chat: set telegram.username in the deployment's"
    " file, or run the bot once and make new links"
)

LANGUAGES = ("sv", "nb", "nn")


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    below = command.add_subparsers(required=True, metavar="add")
    add = below.add_parser("add", help="add a tenant and print the join link")
    add.add_argument("--name", help="first name")
    add.add_argument("--language", choices=LANGUAGES)
    add.add_argument("--worker", help="the contact person's login")
    add.add_argument(
        "--from", dest="file", type=Path, help='JSON lines: {"name": …, "language": …, "worker": …}'
    )
    add.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Add one tenant or many: all of them or, if a line is wrong, none."""
    wanted = _from_file(chosen.file) if chosen.file else [_from_words(chosen)]
    with desk() as at:
        username = addresses.username(at.store, at.settings)
        with at.store.writing() as db:
            added = [_add(db, at, each, number, username) for number, each in enumerate(wanted, start=1)]
        lines = [f"{each['name']}: {each['link']}" for each in added]
    if username is None:
        print(NAMELESS, file=sys.stderr)
    show(chosen, added if chosen.file else added[0], *lines)
    return 0


def _from_words(chosen: argparse.Namespace) -> dict[str, Any]:
    if not (chosen.name and chosen.language and chosen.worker):
        raise ConfigurationError("tenant add: give --name, --language and --worker, or --from FILE.jsonl")
    return {"name": chosen.name, "language": chosen.language, "worker": chosen.worker}


def _from_file(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"tenant add: cannot read {path}: {error}") from error
    wanted = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            wanted.append(_object(line, f"line {number} of {path}"))
    return wanted


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ConfigurationError(f"tenant add: {where} is not a JSON object")
    return found


def _add(db: Session, at: Desk, wanted: dict[str, Any], number: int, username: str | None) -> dict[str, Any]:
    name, language, login = (str(wanted.get(key) or "").strip() for key in ("name", "language", "worker"))
    worker = people.staff_by_login(db, login)
    if not name:
        raise ConfigurationError(f"tenant add: number {number} has no name")
    if language not in LANGUAGES:
        raise ConfigurationError(
            f"tenant add: number {number}: language must be one of {', '.join(LANGUAGES)}"
        )
    if worker is None:
        raise ConfigurationError(
            f"tenant add: number {number}: nobody signs in as {login!r}; see `bofast staff add`"
        )
    now = at.clock.now()
    tenant = people.add_tenant(db, first_name=name, language=language, worker=worker, now=now)
    link = at.settings.join_link(people.new_link(db, tenant, now=now), username)
    return {"id": tenant.id, "name": name, "link": link}
