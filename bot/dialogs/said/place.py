"""The meeting place in words: what happens, in, out, a wish. Out of an activity never touches a visit (R30)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogs import activities as dialog
from bot.dialogs.said import person, times
from bot.dialogs.said.alike import spoken_of
from bot.dialogs.said.expect import expect
from bot.dialogs.said.heard import Heard
from bot.keyboards import Tap
from bot.talk import Talk
from storage.tables import Activity
from support import activities, activity_joins, messages, wishes
from support.activity_news import answers
from support.messages import Words
from support.say import Say, button, line, say


def show(heard: Heard) -> list[Say]:
    """What happens."""
    return dialog.show(heard.talk)


def join(heard: Heard) -> list[Say]:
    """The activity that is named, with *I'm in* below it; else all."""
    coming = activities.coming(heard.talk.db, now=heard.talk.now)
    found = _meant(heard, coming)
    if found is None:
        return dialog.show(heard.talk)
    expect(heard.talk, "activity_signup")
    return [_one(heard.talk, found)]


def leave(heard: Heard) -> list[Say]:
    """Of what the tenant is in, the one that is named, with *not this time* below it; else all."""
    mine = activity_joins.joined_ids(heard.talk.db, heard.talk.tenant)
    joined = [each for each in activities.coming(heard.talk.db, now=heard.talk.now) if each.id in mine]
    if not joined:
        heard.for_human = True
        first, *rest = dialog.show(heard.talk)
        return [say(line("said.not_in"), *first.lines, buttons=first.buttons), *rest]
    found = joined[0] if len(joined) == 1 else _meant(heard, joined)
    expect(heard.talk, "activity_signoff")
    return [_one(heard.talk, each) for each in ([found] if found else joined)]


def wish(heard: Heard) -> list[Say]:
    """The words are shown, with a button to make them a wish."""
    rows = [
        [button("button.yes_save", "said.wish", heard.message.id)],
        [button("button.not_now", "menu.not_now")],
    ]
    expect(heard.talk, "activity_wish")
    return [say(line("said.into_wish"), line("message.words", words=heard.text), buttons=rows)]


def into_wishes(talk: Talk, tap: Tap) -> list[Say]:
    """The words become a wish, as they stand."""
    message = person.own(talk, tap.row)
    if message is None or message.text is None:
        return [say("problem.button", menu=True)]
    if wishes.stands(talk.db, talk.tenant, message.text):
        return [say("activity.wish_saved")]
    made = wishes.add(talk.db, talk.tenant, Words("text", text=message.text), now=talk.now)
    lines = [line("activity.wish_saved"), line("message.words", words=message.text)]
    lines += messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    return [say(*lines, buttons=[[button("button.remove", "wish.remove", made.id)]])]


def _meant(heard: Heard, coming: Sequence[Activity]) -> Activity | None:
    """By a word of its title, else as the only one of the day that is named."""
    found = spoken_of(heard.text, [(each, each.title) for each in coming])
    if found is not None:
        return found
    deployment = heard.talk.deployment
    day = times.of_visit(heard.found, deployment.local(heard.talk.now))
    if day is None:
        return None
    there = [each for each in coming if deployment.local(each.starts).date() == day.start.date()]
    return there[0] if len(there) == 1 else None


def _one(talk: Talk, activity: Activity) -> Say:
    """An activity as it is, with the one answer that changes something."""
    is_in = activity.id in activity_joins.joined_ids(talk.db, talk.tenant)
    rows = answers(activity)[1:] if is_in else answers(activity)[:1]
    lines = activities.described(activity)
    return say(*lines, *([line("activity.you_are_in")] if is_in else []), buttons=rows)
