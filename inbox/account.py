"""My own account: language and password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from inbox import sessions
from inbox.ask import Answer, Asked
from inbox.forms import Form
from inbox.routes import page, press
from inbox.sessions import Sessions
from inbox.who import session_data
from locales import LANGUAGES
from support import accounts
from support.say import Refused, line


@dataclass
class Language(Form):
    """The form."""

    language: str = ""


@dataclass
class Password(Form):
    """The form: the present one is asked again."""

    present: str = ""
    password: str = ""


LanguageForm = Annotated[Language, Body(media_type=RequestEncodingType.URL_ENCODED)]
PasswordForm = Annotated[Password, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/account")
def account(ask: Asked) -> Answer:
    """My language, my password, the sound."""
    return ask.page("account.html", languages=LANGUAGES, wrong=None)


@press("/account/language")
def change_language(ask: Asked, data: LanguageForm) -> Answer:
    """Read the inbox in another language."""
    if data.language in LANGUAGES:
        with ask.writing() as db:
            ask.me.staff(db).language = data.language
    return ask.to("/account", said="saved")


@press("/account/password")
def change_password(ask: Asked, web_sessions: NamedDependency[Sessions], data: PasswordForm) -> Answer:
    """Choose another password; sessions elsewhere end."""
    with ask.writing() as db:
        staff = ask.me.staff(db)
        if accounts.is_password(staff, data.present):
            refused = accounts.set_password(db, staff, data.password)
        else:
            refused = Refused(line("inbox.password.not_present"))
        if refused:
            return ask.page("account.html", status=422, languages=LANGUAGES, wrong=ask.told(refused.line))
        data_of = session_data(staff)
    sessions.begin(ask.request, data_of, web_sessions)
    return ask.to("/account", said="password")


ROUTES = [account, change_language, change_password]
