"""The plan in words. Nothing is written into it but by a tap, and then the words as they stand (R4, R5)."""

from __future__ import annotations

from bot.dialogs import plan as dialog
from bot.dialogs import plan_pages
from bot.dialogs.said import person
from bot.dialogs.said.alike import spoken_of
from bot.dialogs.said.expect import expect
from bot.dialogs.said.heard import Heard, Way
from bot.keyboards import Tap
from bot.talk import Talk
from storage.tables import PlanItem
from support import messages, plan
from support.messages import Words
from support.plan_read import plan_view
from support.say import Refused, Say, button, line, say

PANE = {"add_goal": "goal", "add_support_need": "support", "add_task_self": "self"}
"""Where the words belong, if the tenant says so."""


def add(intent: str) -> Way:
    """The words are shown, with a button to put them into the pane that they sound like."""

    def way(heard: Heard) -> list[Say]:
        pane = PANE[intent]
        heard.for_human = heard.for_human or pane == "support"  # a need is a request to people (R27)
        expect(heard.talk, intent)
        return [ask(heard, pane)]

    return way


def ask(heard: Heard, pane: str) -> Say:
    """*Shall it stand in your plan?*, and where else it may stand."""
    message = heard.message.id
    others = [
        button(f"button.plan_{each}", "said.plan", message, each) for each in plan.PANES if each != pane
    ]
    rows = [
        [button("button.yes_save", "said.plan", message, pane)],
        *([each] for each in others),
        [button("button.not_now", "menu.not_now")],
    ]
    goes = [line("said.goes_to", name=heard.talk.tenant.worker.name)] if pane == "support" else []
    lines = [line("said.into_plan"), line("plan.heading", pane=pane), line("plan.item", words=heard.text)]
    return say(*goes, *lines, buttons=rows)


def into(talk: Talk, tap: Tap) -> list[Say]:
    """The words become an item of the pane, byte for byte. Pressed again, the item is shown."""
    message = person.own(talk, tap.row)
    if message is None or message.text is None or tap.two not in plan.PANES:
        return [say("problem.button", menu=True)]
    before = plan.written_in(talk.db, talk.tenant, message.telegram_id or 0)
    if before is not None:
        return plan_pages.item(talk, before, line("plan.as_now"))
    words = Words("text", text=message.text, telegram_id=message.telegram_id)
    item = plan.add(talk.db, talk.tenant, tap.two, words, now=talk.now)
    if isinstance(item, Refused):
        return [say(item.line)]
    return _saved(talk, item)


def _saved(talk: Talk, item: PlanItem) -> list[Say]:
    lines = [line("plan.saved"), line("plan.words", words=item.words or "")]
    if item.pane == "support":
        lines += messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    rows = [
        [button("button.change", "plan.change", item.id), button("button.remove", "plan.remove", item.id)],
        [button("button.plan_show", "plan.show")],
    ]
    return [say(*lines, buttons=rows)]


def done(heard: Heard) -> list[Say] | None:
    """The item that is spoken of, with *done* below it; else those to choose from. Without any, the team reads it."""
    view = plan_view(heard.talk.db, heard.talk.tenant)
    found = _item(heard)
    if found is not None:
        return plan_pages.item(heard.talk, found)
    for pane in ("self", "support", "goal"):
        if view.pane(pane).items:
            return plan_pages.pane(view.pane(pane))
    return None


def show(heard: Heard) -> list[Say]:
    """The whole plan; one item, where the words speak of it and of nothing else."""
    found = None if "task_done" in heard.found.intents else _item(heard)
    return dialog.show(heard.talk) if found is None else plan_pages.item(heard.talk, found)


def _item(heard: Heard) -> PlanItem | None:
    """The item of the plan that the words speak of."""
    view = plan_view(heard.talk.db, heard.talk.tenant)
    things = [(each.id, each.words) for pane in view.panes for each in pane.items]
    number = spoken_of(heard.text, things)
    row = plan.own(heard.talk.db, heard.talk.tenant, number) if number else None
    return row if isinstance(row, PlanItem) else None
