"""`bofast staff add`: somebody who works in a team; prints a one-time sign-in link, or takes a password."""

from __future__ import annotations

import argparse
import sys

from bot.commands.common import desk, show
from support import accounts, people
from support.deployment import ConfigurationError


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    below = command.add_subparsers(required=True, metavar="add")
    add = below.add_parser("add", help="add somebody who works in a team")
    add.add_argument("--name", required=True, help="first name, which tenants see")
    add.add_argument("--login", required=True)
    add.add_argument("--team", required=True, help="a team of the deployment's file")
    add.add_argument("--role", choices=people.ROLES, default="worker")
    add.add_argument(
        "--language", choices=("sv", "nb", "nn"), help="of the inbox; default: the deployment's first"
    )
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Add the person."""
    password = sys.stdin.readline().rstrip("\n") if chosen.password_stdin else None
    with desk() as at:
        deployment, now = at.settings.deployment, at.clock.now()
        if not chosen.name.strip() or not chosen.login.strip() or not chosen.team.strip():
            raise ConfigurationError("staff add: --name, --login and --team must say something")
        with at.store.writing() as db:
            language = chosen.language or deployment.languages[0]
            staff = people.add_staff(
                db,
                name=chosen.name,
                login=chosen.login,
                team=chosen.team,
                role=chosen.role,
                language=language,
                now=now,
            )
            if staff is None:
                raise ConfigurationError(f"staff add: the login {chosen.login} is taken")
            answer: dict[str, object] = {"id": staff.id, "login": staff.login, "team": staff.team.name}
            if password is not None:
                if accounts.set_password(db, staff, password) is not None:
                    raise ConfigurationError(
                        f"staff add: a password has {accounts.SHORTEST} to {accounts.LONGEST} characters"
                    )
                said = f"{staff.name} can sign in at {at.settings.url}/sign-in."
            else:
                link = f"{at.settings.url}/sign-in/{accounts.make_sign_in_link(db, staff, now=now)}"
                answer["link"] = link
                said = f"{staff.name} chooses a password here (once, within 7 days):\n{link}"
    show(chosen, answer, said)
    return 0
