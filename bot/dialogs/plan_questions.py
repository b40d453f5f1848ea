"""Questions of the plan and what happens to the answers: a new item, other words, how to begin.

What a question took is echoed with *remove* and *send to … instead* (decision 5). "I don't know" is a complete
answer (R6). The one question that may follow is how, never if (R2), and it can be skipped.
"""

from __future__ import annotations

from datetime import timedelta

from bot.dialogs.plan_pages import sort
from bot.talk import Talk
from bot.understanding.reading import danger_in
from bot.understanding.unsure import is_unsure
from storage.tables import PlanItem
from support import help_lines, messages, plan
from support.messages import Words
from support.plan_read import plan_view
from support.say import Button, Line, Refused, Say, button, line, say

KINDS = ("text", "voice", "audio", "video_note", "photo", "video", "document")
"""What can stand in a plan; a place, a contact or a sticker goes to the team."""
_CUT = 4000
"""A text from this length on may be the first part of a longer one: Telegram cuts at 4,096 characters."""
_NEXT_PART = timedelta(seconds=60)


def ask_new(talk: Talk, pane: str) -> list[Say]:
    """Ask the pane's question (G44)."""
    talk.ask("plan.add", pane=pane)
    rows = [[button("button.dont_know", "plan.unsure", pane)], [button("button.later", "menu.not_now")]]
    return [say(line("plan.heading", pane=pane), line(f"plan.ask_{pane}"), line("plan.write"), buttons=rows)]


def ask_change(talk: Talk, item: PlanItem) -> list[Say]:
    """Ask for other words; the present ones are shown, so that they can be copied."""
    talk.ask("plan.change", item=item.id)
    lines = [line("plan.ask_change"), *_echo(item.words, item)]
    return [say(*lines, buttons=[[button("button.later", "menu.not_now")]])]


def ask_way(talk: Talk, item: PlanItem) -> list[Say]:
    """Ask how."""
    talk.ask("plan.way", item=item.id)
    return [say("plan.how", buttons=[[button("button.skip", "menu.not_now")]])]


def added(talk: Talk) -> list[Say] | None:
    """The answer to a pane's question is a new item."""
    pane = str(talk.conversation.question_args.get("pane"))
    if pane not in plan.PANES or not _can_stand(talk):
        return None
    return _new(talk, pane, talk.words(), unsure=is_unsure(talk.said.text))


def unsure(talk: Talk, pane: str, words: str) -> list[Say]:
    """*I don't know*, pressed: kept like words. Pressed again, it stands there already."""
    if any(item.words == words for item in plan_view(talk.db, talk.tenant).pane(pane).items):
        return [say("plan.fine", menu=True)]
    return _new(talk, pane, Words("text", words), unsure=True)


def changed(talk: Talk) -> list[Say] | None:
    """The answer is the item's new wording."""
    if not _can_stand(talk):
        return None
    item = plan.change(talk.db, talk.tenant, _item_id(talk), talk.words(), now=talk.now)
    talk.close_question()
    return _reworded(talk, item)


def way(talk: Talk) -> list[Say] | None:
    """The answer is how the tenant wants to begin."""
    if not _can_stand(talk):
        return None
    item = plan.set_way(talk.db, talk.tenant, _item_id(talk), talk.words(), now=talk.now)
    talk.close_question()
    if isinstance(item, Refused):
        return None
    lines = [*_saved(talk, item.way), *([line("plan.fine")] if is_unsure(item.way) else [])]
    return [say(*lines, buttons=_after(talk, item, "way"))]


def went_on(talk: Talk) -> list[Say] | None:
    """The next part of a long text, if it came at once; else it is a message like any other."""
    asked = talk.conversation.question_at
    if talk.said.kind != "text" or asked is None or talk.now - asked > _NEXT_PART:
        return None
    item = plan.go_on(talk.db, talk.tenant, _item_id(talk), talk.words(), now=talk.now)
    if isinstance(item, Refused):
        return None
    _expect_more(talk, item)
    return [say(*_saved(talk, talk.said.text), buttons=_after(talk, item))]


def edited(talk: Talk) -> list[Say] | None:
    """A message was edited in the chat: if it stands in the plan, its new wording does from now on."""
    if talk.said.message_id is None or not _can_stand(talk):
        return None
    item = plan.written_in(talk.db, talk.tenant, talk.said.message_id)
    if item is None:
        return None
    if talk.open_question() == "plan.change" and _item_id(talk) == item.id:
        talk.close_question()  # another question, such as how, stays open
    return _reworded(talk, plan.change(talk.db, talk.tenant, item.id, talk.words(), now=talk.now))


def who_reads(talk: Talk) -> list[Line]:
    """A need for support: who reads it and when (R27)."""
    return messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)


def _new(talk: Talk, pane: str, words: Words, *, unsure: bool) -> list[Say]:
    item = plan.add(talk.db, talk.tenant, pane, words, now=talk.now, asks=not unsure)
    if isinstance(item, Refused):
        return [say(item.line)]
    talk.close_question()
    lines, rows = _saved(talk, item.words), _after(talk, item)
    if unsure:
        return [say(*lines, line("plan.fine"), buttons=rows)]
    if pane == "support":
        lines += who_reads(talk)
    if _expect_more(talk, item):
        return [say(*lines, buttons=rows)]
    if pane == "goal" and not _in_danger(words.text):
        talk.ask("plan.way", item=item.id)
        lines.append(line("plan.how"))
        rows.insert(0, [button("button.skip", "menu.not_now")])
    return [say(*lines, buttons=rows)]


def _in_danger(words: str | None) -> bool:
    """Words that can be read as danger are kept like all others, but never asked how."""
    return words is not None and danger_in(words) is not None


def _reworded(talk: Talk, item: PlanItem | Refused) -> list[Say] | None:
    if isinstance(item, Refused):
        return None
    lines = [
        *_saved(talk, item.words),
        *(who_reads(talk) if item.pane == "support" and not item.done_at else []),
    ]
    return [say(*lines, buttons=[*undo_row(talk, item), *_after(talk, item)])]


def undo_row(talk: Talk, item: PlanItem) -> list[list[Button]]:
    """*Undo* for the latest change."""
    version = plan.last_version(talk.db, item)
    return [[button("button.undo", "plan.undo", item.id, version.id)]] if version else []


def _saved(talk: Talk, words: str | None) -> list[Line]:
    """What was kept, as it was said. The bot cannot listen, and says so beside the number for danger."""
    file = talk.file()
    if file is None:
        return [line("plan.saved"), line("plan.words", words=words or "")]
    lines = [line(f"plan.saved_{sort(file)}"), *_echo(words, None)]
    if sort(file) == "voice":
        lines.append(line("message.in_danger", number=help_lines.emergency(talk.deployment.country).number))
    return lines


def _echo(words: str | None, item: PlanItem | None) -> list[Line]:
    lines = [line(f"plan.item_{sort(item.file)}", at=item.created_at)] if item and item.file else []
    return lines if words is None else [*lines, line("plan.words", words=words)]


def _after(talk: Talk, item: PlanItem, part: str = "") -> list[list[Button]]:
    """*Remove* and *send to … instead*, for the item or for its way."""
    ids = (item.id, part) if part else (item.id,)
    return [
        [button("button.remove", "plan.remove", *ids)],
        [button("button.send_instead", "plan.send", *ids, name=talk.tenant.worker.name)],
    ]


def _expect_more(talk: Talk, item: PlanItem) -> bool:
    """A very long text may go on in the next message."""
    if len(talk.said.text or "") < _CUT or talk.said.kind != "text":
        talk.close_question()
        return False
    talk.ask("plan.more", item=item.id)
    return True


def _can_stand(talk: Talk) -> bool:
    return talk.said.kind in KINDS


def _item_id(talk: Talk) -> int:
    return int(talk.conversation.question_args.get("item") or 0)
