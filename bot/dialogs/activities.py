"""The meeting place: where it is, what happens, *I'm in*, *not this time*, and wishes in one's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.dialogs.labels import label
from bot.keyboards import Tap
from bot.talk import Routes, Talk
from storage.tables import Activity, Wish
from support import activities, activity_joins, meeting_place, messages, wishes
from support.activity_news import answers
from support.messages import Words
from support.say import Button, Line, Refused, Say, button, line, say

TITLE = 10
"""Characters of a title on a button, beside "I'm in"."""
WISH_KINDS = ("text", "voice", "audio", "video_note", "photo", "video", "document")


def show(talk: Talk) -> list[Say]:
    """The place and the next seven days; what comes later and wishes are a tap away."""
    week, later = _coming(talk)
    lines = meeting_place.about(talk.now, talk.deployment)
    lines += [line("activity.week"), *_list(talk, week)] if week else [line("activity.none")]
    rows = _join_buttons(talk, week)
    if later:
        rows.append([button("button.activity_later", "activity.later")])
    return [say(*lines, buttons=[*rows, [button("button.wish", "activity.wish")]])]


def later(talk: Talk, tap: Tap) -> list[Say]:
    """What is known beyond the next seven days."""
    _, found = _coming(talk)
    if not found:
        return show(talk)
    return [say(line("activity.later"), *_list(talk, found), buttons=_join_buttons(talk, found))]


def join(talk: Talk, tap: Tap) -> list[Say]:
    """*I'm in*: no duty to come."""
    activity = activity_joins.join(talk.db, talk.tenant, tap.row, now=talk.now)
    if isinstance(activity, Refused):
        return [say(activity.line)]
    lines = [line("activity.joined"), *activities.described(activity)]
    return [say(*lines, buttons=answers(activity)[1:])]


def leave(talk: Talk, tap: Tap) -> list[Say]:
    """*Not this time*: no reason asked."""
    activity = activity_joins.leave(talk.db, talk.tenant, tap.row, now=talk.now)
    if isinstance(activity, Refused):
        return [say(activity.line)]
    told = line("activity.left", title=activity.title, start=activity.starts)
    return [say(told, buttons=answers(activity)[:1])]


def ask_wish(talk: Talk, tap: Tap) -> list[Say]:
    """Ask for a wish."""
    talk.ask("activity.wish")
    return [say("activity.ask_wish", buttons=[[button("button.later", "menu.not_now")]])]


def wished(talk: Talk) -> list[Say] | None:
    """A wish, kept as it was said. Who reads it and when is told; no more is promised."""
    if talk.said.kind not in WISH_KINDS:
        return None
    wish = wishes.add(talk.db, talk.tenant, talk.words(), now=talk.now)
    talk.close_question()
    lines = [line("activity.wish_saved"), *_echo(wish)]
    lines += messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    rows = [
        [button("button.remove", "wish.remove", wish.id)],
        [button("button.send_instead", "wish.send", wish.id, name=talk.tenant.worker.name)],
    ]
    return [say(*lines, buttons=rows)]


def remove_wish(talk: Talk, tap: Tap) -> list[Say]:
    """The wish is taken back."""
    wish = wishes.remove(talk.db, talk.tenant, tap.row, now=talk.now)
    return [say(wish.line if isinstance(wish, Refused) else line("activity.wish_removed"))]


def send_wish(talk: Talk, tap: Tap) -> list[Say]:
    """It was meant for the worker: the same words go into the thread instead."""
    wish = wishes.remove(talk.db, talk.tenant, tap.row, now=talk.now)
    if isinstance(wish, Refused):
        return [say(wish.line)]
    again = Words(wish.file.kind if wish.file else "text", text=wish.words, file_id=wish.file_id)
    receipt = messages.receive(talk.db, talk.tenant, again, now=talk.now, deployment=talk.deployment)
    return [say("activity.wish_sent", name=talk.tenant.worker.name), *receipt]


def _coming(talk: Talk) -> tuple[list[Activity], list[Activity]]:
    found = activities.coming(talk.db, now=talk.now)
    return activities.split_week(found, now=talk.now, deployment=talk.deployment)


def _list(talk: Talk, found: Sequence[Activity]) -> list[Line]:
    mine = activity_joins.joined_ids(talk.db, talk.tenant)
    lines: list[Line] = []
    for activity in found:
        lines += activities.described(activity)
        lines += [line("activity.you_are_in")] if activity.id in mine else []
    return lines


def _join_buttons(talk: Talk, found: Sequence[Activity]) -> list[list[Button]]:
    """One button an activity, named by its title, or by its day where two have the same title."""
    mine = activity_joins.joined_ids(talk.db, talk.tenant)
    titles = Counter(label(each.title, TITLE) for each in found)
    rows = []
    for each in found:
        answer = "leave" if each.id in mine else "join"
        title = label(each.title, TITLE)
        key = f"button.activity_{answer}_title" if titles[title] == 1 else f"button.activity_{answer}_day"
        rows.append([button(key, f"activity.{answer}", each.id, title=title, start=each.starts)])
    return rows


def _echo(wish: Wish) -> list[Line]:
    return [] if wish.words is None else [line("message.words", words=wish.words)]


ROUTES = Routes(
    commands={"activities": show},
    menu={"menu.activities": show},
    taps={
        "activity.later": later,
        "activity.join": join,
        "activity.leave": leave,
        "activity.wish": ask_wish,
        "wish.remove": remove_wish,
        "wish.send": send_wish,
    },
    questions={"activity.wish": wished},
)
