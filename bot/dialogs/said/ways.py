"""What each intent leads to. What is not here (talk_to_human, complaint, crisis, other) goes to the team."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs import visits as dialog
from bot.dialogs.said import cancelling, place, plan, settings, visits, yes
from bot.dialogs.said.heard import Way

WAYS: Mapping[str, Way] = {
    "book_visit": visits.book,
    "confirm_visit": yes.confirm,
    "move_visit": visits.move,
    "cancel_visit": cancelling.cancel,
    "list_visits": lambda heard: dialog.show(heard.talk),
    "add_goal": plan.add("add_goal"),
    "add_support_need": plan.add("add_support_need"),
    "add_task_self": plan.add("add_task_self"),
    "task_done": plan.done,
    "show_plan": plan.show,
    "contact_line": settings.ring,
    "activities_list": place.show,
    "activity_signup": place.join,
    "activity_signoff": place.leave,
    "activity_wish": place.wish,
    "pause_reminders": settings.pause,
    "resume_reminders": settings.resume,
    "change_language": settings.language,
    "data_export": settings.saved,
    "delete_data": settings.delete,
    "are_you_a_bot": settings.bot,
    "greeting": settings.greeting,
    "thanks": settings.thanks,
}
POLITE = frozenset({"greeting", "thanks"})
FOR_PEOPLE = frozenset({"talk_to_human", "complaint", "crisis"})
"""Intents that only a person answers."""
