"""My plan: three panes that only the tenant changes.

Every button asks the plan as it is today: an item that has gone, moved or changed is answered with how it is now.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogs import plan_pages, plan_questions
from bot.keyboards import Tap, number
from bot.talk import Routes, Talk
from locales import words
from storage.tables import PlanItem
from support import messages, plan
from support.messages import Words
from support.plan_read import item_view, plan_view
from support.say import Refused, Say, button, line, say


def show(talk: Talk) -> list[Say]:
    """The whole plan."""
    return plan_pages.plan(talk)


def pane(talk: Talk, tap: Tap) -> list[Say]:
    """One pane; where nothing stands yet, its question."""
    if tap.one not in plan.PANES:
        return show(talk)
    view = plan_view(talk.db, talk.tenant).pane(tap.one)
    return plan_pages.pane(view) if view.items else plan_questions.ask_new(talk, tap.one)


def add(talk: Talk, tap: Tap) -> list[Say]:
    """*Add*: the pane's question."""
    return plan_questions.ask_new(talk, tap.one) if tap.one in plan.PANES else show(talk)


def unsure(talk: Talk, tap: Tap) -> list[Say]:
    """*I don't know* is an answer, kept in the tenant's language as it stands on the button."""
    if tap.one not in plan.PANES:
        return show(talk)
    return plan_questions.unsure(talk, tap.one, words.text(talk.tenant.language, "button.dont_know"))


def item(talk: Talk, tap: Tap) -> list[Say]:
    """One item as it is now."""
    row = plan.own(talk.db, talk.tenant, tap.row)
    return _gone(row) if isinstance(row, Refused) else plan_pages.item(talk, row)


def change(talk: Talk, tap: Tap) -> list[Say]:
    """*Change*: ask for other words."""
    return _of_the_pane(talk, tap, plan_questions.ask_change)


def way(talk: Talk, tap: Tap) -> list[Say]:
    """*How I want to begin*."""
    return _of_the_pane(talk, tap, plan_questions.ask_way)


def done(talk: Talk, tap: Tap) -> list[Say]:
    """*Done*: it moves under what has happened."""
    return _told(talk, plan.mark_done(talk.db, talk.tenant, tap.row, now=talk.now), "plan.done")


def not_done(talk: Talk, tap: Tap) -> list[Say]:
    """*Not done*: it is back in its pane."""
    row = plan.mark_not_done(talk.db, talk.tenant, tap.row, now=talk.now)
    return _gone(row) if isinstance(row, Refused) else plan_pages.item(talk, row)


def move(talk: Talk, tap: Tap) -> list[Say]:
    """*Help me with this*, *I do it myself*: one tap, in any direction."""
    row = plan.own(talk.db, talk.tenant, tap.row)
    if isinstance(row, PlanItem) and row.done_at:
        return plan_pages.item(talk, row, line("plan.as_now"))
    row = plan.move(talk.db, talk.tenant, tap.row, tap.two, now=talk.now)
    if isinstance(row, Refused):
        return _gone(row)
    lines = [line("plan.moved"), line("plan.heading", pane=row.pane)]
    lines += plan_pages.item_lines(item_view(row))
    if row.pane == "support":
        lines += plan_questions.who_reads(talk)
    return [say(*lines, buttons=plan_questions.undo_row(talk, row))]


def remove(talk: Talk, tap: Tap) -> list[Say]:
    """*Remove* the item, or only its way to begin."""
    return _told(talk, _take_out(talk, tap), "plan.removed")


def send(talk: Talk, tap: Tap) -> list[Say]:
    """*Send to … instead*: the same words go into the thread and out of the plan."""
    row = plan.own(talk.db, talk.tenant, tap.row)
    if isinstance(row, Refused):
        return _gone(row)
    text, file = (row.way, row.way_file) if tap.two == "way" else (row.words, row.file)
    if text is None and file is None:
        return plan_pages.item(talk, row)
    again = Words(
        kind=file.kind if file else "text",
        text=text,
        file_id=file.id if file else None,
        telegram_id=None if tap.two == "way" else row.telegram_id,
    )
    _take_out(talk, tap)
    receipt = messages.receive(talk.db, talk.tenant, again, now=talk.now, deployment=talk.deployment)
    return [say("plan.sent", name=talk.tenant.worker.name), *receipt]


def undo(talk: Talk, tap: Tap) -> list[Say]:
    """*Undo*, if nothing has changed the item since; either way the item is shown as it is now."""
    row = plan.undo(talk.db, talk.tenant, tap.row, number(tap.two), now=talk.now)
    return _gone(row) if isinstance(row, Refused) else plan_pages.item(talk, row, line("plan.as_now"))


def happened(talk: Talk, tap: Tap) -> list[Say]:
    """What has happened; older things with a number to skip."""
    return plan_pages.happened(talk, skip=tap.row)


def notes(talk: Talk, tap: Tap) -> list[Say]:
    """All notes of the team."""
    return plan_pages.notes(talk)


def _of_the_pane(talk: Talk, tap: Tap, ask: Callable[[Talk, PlanItem], list[Say]]) -> list[Say]:
    """Ask about an item that stands in its pane; one that is done meanwhile is shown as it is now."""
    row = plan.own(talk.db, talk.tenant, tap.row)
    if isinstance(row, Refused):
        return _gone(row)
    return plan_pages.item(talk, row, line("plan.as_now")) if row.done_at else ask(talk, row)


def _take_out(talk: Talk, tap: Tap) -> PlanItem | Refused:
    if tap.two == "way":
        return plan.clear_way(talk.db, talk.tenant, tap.row, now=talk.now)
    return plan.remove(talk.db, talk.tenant, tap.row, now=talk.now)


def _told(talk: Talk, row: PlanItem | Refused, key: str) -> list[Say]:
    if isinstance(row, Refused):
        return _gone(row)
    return [say(key, buttons=plan_questions.undo_row(talk, row))]


def _gone(refused: Refused) -> list[Say]:
    return [say(refused.line, buttons=[[button("button.plan_show", "plan.show")]])]


ROUTES = Routes(
    commands={"plan": show},
    menu={"menu.plan": show},
    taps={
        "plan.show": lambda talk, tap: show(talk),
        "plan.pane": pane,
        "plan.add": add,
        "plan.unsure": unsure,
        "plan.item": item,
        "plan.change": change,
        "plan.way": way,
        "plan.done": done,
        "plan.not_done": not_done,
        "plan.move": move,
        "plan.remove": remove,
        "plan.send": send,
        "plan.undo": undo,
        "plan.happened": happened,
        "plan.notes": notes,
    },
    questions={
        "plan.add": plan_questions.added,
        "plan.change": plan_questions.changed,
        "plan.way": plan_questions.way,
        "plan.more": plan_questions.went_on,
    },
)
