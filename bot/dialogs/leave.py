"""Taking the phone off, and asking for everything to be deleted. Both ask once more before they do it.

Deleting has two tiers (law-and-channel 5.4): what is only ours to keep goes at once; what the law may want
kept, a person decides.
"""

from __future__ import annotations

from bot.keyboards import Tap
from bot.talk import Routes, Talk
from storage.tables import Alert
from support import alerts, deletion, messages, outbox, pauses, people
from support.say import Say, button, line, say


def disconnect(talk: Talk, tap: Tap) -> list[Say]:
    """What it means, and once more."""
    name = talk.tenant.worker.name
    rows = [[button("button.yes_disconnect", "setting.disconnected")], [button("button.no", "menu.not_now")]]
    return [say("setting.disconnect", name=name, buttons=rows)]


def disconnected(talk: Talk, tap: Tap) -> list[Say]:
    """Goodbye. From here the chat belongs to nobody, so the last word goes to it as to a stranger."""
    chat, name, language = talk.tenant.chat_id, talk.tenant.worker.name, talk.tenant.language
    pauses.resume(talk.db, talk.tenant, now=talk.now)  # whoever comes back starts afresh (R35)
    people.disconnect(talk.db, talk.tenant, now=talk.now)
    if chat is not None:
        goodbye = say("setting.disconnected", name=name)
        outbox.answer_stranger(talk.db, chat, language, goodbye, now=talk.now)
    return []


def ask_delete(talk: Talk, tap: Tap) -> list[Say]:
    """What goes at once and what a person decides, before anything is done."""
    standing = alerts.open_for(talk.db, talk.tenant, deletion.KIND)
    if standing is not None:
        return [_waits(talk, standing)]
    rows = [[button("button.yes_ask_delete", "setting.delete_asked")], [button("button.no", "menu.not_now")]]
    return [say("setting.delete_at_once", "setting.delete_by_person", "setting.delete_sure", buttons=rows)]


def delete_asked(talk: Talk, tap: Tap) -> list[Say]:
    """The first tier is gone; the rest lies before a person."""
    alert, new = deletion.ask(talk.db, talk.tenant, now=talk.now)
    return [say("setting.deleted_at_once"), _waits(talk, alert)] if new else [_waits(talk, alert)]


def delete_not(talk: Talk, tap: Tap) -> list[Say]:
    """The tenant keeps it after all."""
    alert = talk.db.get(Alert, tap.row)
    own = alert is not None and alert.tenant_id == talk.tenant.id and alert.kind == deletion.KIND
    if alert is None or not own or alert.done_at is not None:
        return [say("setting.delete_over")]
    deletion.withdraw(talk.db, talk.tenant, alert, now=talk.now)
    return [say("setting.delete_not", menu=True)]


def _waits(talk: Talk, alert: Alert) -> Say:
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    rows = [
        [button("button.delete_not", "setting.delete_not", alert.id)],
        [button("button.disconnect", "setting.disconnect")],
    ]
    return say(line("setting.delete_waits"), *who, line("privacy.delete_time"), buttons=rows)


ROUTES = Routes(
    taps={
        "setting.disconnect": disconnect,
        "setting.disconnected": disconnected,
        "setting.ask_delete": ask_delete,
        "setting.delete_asked": delete_asked,
        "setting.delete_not": delete_not,
    }
)
