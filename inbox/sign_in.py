"""Signing in and out, and choosing a password by a one-time link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from inbox import sessions
from inbox.ask import Answer, Ask, Asked
from inbox.forms import Form
from inbox.routes import OPEN, page, press
from inbox.sessions import Sessions
from inbox.who import session_data
from support import accounts
from support.say import Refused


@dataclass
class SignIn(Form):
    """The form."""

    login: str = ""
    password: str = ""
    next: str = ""


@dataclass
class NewPassword(Form):
    """The form of a one-time link."""

    password: str = ""


SignInForm = Annotated[SignIn, Body(media_type=RequestEncodingType.URL_ENCODED)]
NewPasswordForm = Annotated[NewPassword, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/sign-in", **OPEN)
def show_sign_in(ask: Asked) -> Answer:
    """The form."""
    return ask.page(
        "sign_in.html", login="", next=_inside(ask.request.query_params.get("next", "")), wrong=None
    )


@press("/sign-in", **OPEN)
def sign_in(ask: Asked, web_sessions: NamedDependency[Sessions], data: SignInForm) -> Answer:
    """Look at login and password; too many wrong tries have to wait, and are told for how long."""
    desk = ask.desk
    found = accounts.sign_in(desk.store, data.login, data.password, _address(ask), now=ask.now)
    if isinstance(found, Refused):
        wrong = ask.told(found.line)
        status = 429 if found.line.key == "inbox.sign_in.wait" else 401
        if ask.wants_json:
            return ask.json({"error": wrong}, status=status)
        return ask.page("sign_in.html", status=status, login=data.login, next=_inside(data.next), wrong=wrong)
    with ask.writing() as db:
        sessions.forget_old(db)
    sessions.begin(ask.request, session_data(found), web_sessions)
    if ask.wants_json:
        return ask.json({"signed_in": found.login})
    return ask.to(_inside(data.next) or "/inbox")


@press("/sign-out")
def sign_out(ask: Asked) -> Answer:
    """End this session."""
    sessions.end(ask.request)
    return ask.to("/sign-in", said="signed_out")


@page("/sign-in/{code:str}", **OPEN)
def show_link(ask: Asked, code: FromPath[str]) -> Answer:
    """The form for choosing a password. Opening the link uses nothing up."""
    with ask.reading() as db:
        staff = accounts.whose_link(db, code, now=ask.now)
        if staff is None:
            return ask.page("link_dead.html", status=404)
        return ask.page("choose_password.html", name=staff.name, login=staff.login, wrong=None)


@press("/sign-in/{code:str}", **OPEN)
def use_link(
    ask: Asked, web_sessions: NamedDependency[Sessions], code: FromPath[str], data: NewPasswordForm
) -> Answer:
    """Set the password, use the link up, and sign in."""
    with ask.writing() as db:
        owner = accounts.whose_link(db, code, now=ask.now)
        used = accounts.use_link(db, code, data.password, now=ask.now)
        if isinstance(used, Refused):
            if owner is None:
                return ask.page("link_dead.html", status=404)
            wrong = ask.told(used.line)
            return ask.page(
                "choose_password.html", status=422, name=owner.name, login=owner.login, wrong=wrong
            )
        data_of = session_data(used)
    sessions.begin(ask.request, data_of, web_sessions)
    return ask.to("/inbox")


def _address(ask: Ask) -> str:
    """Where the try comes from. Behind a proxy the server must be told to trust its header (README)."""
    client = ask.request.client
    return client.host if client else "unknown"


def _inside(path: str) -> str:
    """A path of ours; anything that could lead to another site is dropped."""
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") and "\\" not in path else ""


ROUTES = [show_sign_in, sign_in, sign_out, show_link, use_link]
