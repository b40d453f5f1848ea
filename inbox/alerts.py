"""One alert: read what only it holds, take it, say that we ring, set it done, answer a stranger in danger."""

from __future__ import annotations

from litestar.params import FromPath

from inbox.access import log_opening, my_alert
from inbox.ask import Answer, Asked, or_refused, refuse
from inbox.forms import WordsForm
from inbox.routes import page, press
from locales import Voice
from storage.tables import Alert
from support import alerts, contact_line, outbox
from support.say import line, say

RUNG_FOR = ("call", "crisis_place")
OF_BOFAST = ("intake_still", "intake_lost", "scheduler_still")
"""About Bofast itself: nobody's tenant, everybody's team."""


@page("/alerts/{alert_id:int}")
def show(ask: Asked, alert_id: FromPath[int]) -> Answer:
    """The number to ring, a stranger's words, and what can be done. One row in the access log."""
    with ask.writing() as db:
        alert = my_alert(db, ask.me, alert_id)
        log_opening(db, ask.me, "alert", now=ask.now, tenant=alert.tenant, alert=alert)
        return ask.page(
            "alert.html", alert=alert, about=about(ask.voice, alert), to_ring=alert.kind in RUNG_FOR
        )


@press("/alerts/{alert_id:int}/take")
def take(ask: Asked, alert_id: FromPath[int]) -> Answer:
    """I have it: colleagues see my name."""
    with ask.writing() as db:
        alert = my_alert(db, ask.me, alert_id)
        if alert.done_at is None:
            alerts.take(db, alert, ask.me.staff(db), now=ask.now)
    return ask.to(f"/alerts/{alert_id}", said="taken")


@press("/alerts/{alert_id:int}/calling")
def calling(ask: Asked, alert_id: FromPath[int]) -> Answer:
    """I ring now: the tenant is told, once."""
    with ask.writing() as db:
        alert = my_alert(db, ask.me, alert_id)
        told = contact_line.calling_now(db, alert, ask.me.staff(db), now=ask.now)
        or_refused(told, f"/alerts/{alert_id}")
    return ask.to(f"/alerts/{alert_id}", said="calling" if told else "called_already")


@press("/alerts/{alert_id:int}/done")
def done(ask: Asked, alert_id: FromPath[int]) -> Answer:
    """Handled: it leaves the first page, its number and words are erased."""
    with ask.writing() as db:
        alert = my_alert(db, ask.me, alert_id)
        if alert.kind in RUNG_FOR:
            contact_line.done(db, alert, ask.me.staff(db), now=ask.now)
        elif alert.done_at is None:
            alerts.done(db, alert, ask.me.staff(db), now=ask.now)
    return ask.to("/inbox", said="done")


@press("/alerts/{alert_id:int}/answer")
def answer(ask: Asked, alert_id: FromPath[int], data: WordsForm) -> Answer:
    """Answer a stranger in danger, with my first name."""
    with ask.writing() as db:
        alert = my_alert(db, ask.me, alert_id)
        words = data.text.strip()
        if alert.tenant_id is not None or alert.chat_id is None or not words:
            refuse("inbox.alert.cannot_answer", f"/alerts/{alert_id}")
        language = str(alert.args.get("language", ask.desk.deployment.languages[0]))
        what = say(line("message.from_staff", name=ask.me.name), line("message.words", words=words))
        outbox.answer_stranger(db, alert.chat_id, language, what, now=ask.now)
        if alert.taken_by is None:
            alerts.take(db, alert, ask.me.staff(db), now=ask.now)
    return ask.to(f"/alerts/{alert_id}", said="answered")


def about(voice: Voice, alert: Alert) -> str:
    """What it is about in one line: a kind and a time, nobody's words."""
    start = {"start": alert.args["start"]} if alert.args.get("start") else {}
    if alert.kind == "visit_changed":
        return voice.say(f"inbox.alert_visit.{alert.args['what']}", **start)
    if alert.kind == "inspection":
        return voice.say(f"inbox.alert_inspection.{alert.args['what']}", **start)
    if alert.kind in OF_BOFAST:
        return voice.say(f"inbox.alert_about.{alert.kind}", **alert.args)
    return voice.say(f"inbox.alert.{alert.kind}")


ROUTES = [show, take, calling, done, answer]
