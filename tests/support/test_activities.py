"""The meeting place: a list on request, news only for those who are in, and no visit is ever touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage.session import Store
from storage.tables import Activity, ActivityJoin, Reminder, Visit
from support import activities, activity_joins, messages, wishes
from support.activities import Draft
from support.messages import Words
from support.say import Refused
from tests.support.home import MONDAY, Home, home

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FISHING = Draft("Fiske", MONDAY + 3 * DAY, MONDAY + 3 * DAY + 2 * HOUR, host="Nils", place="Kajen")


@pytest.fixture
def town(store: Store) -> Iterator[Home]:
    with home(store) as made:
        yield made


def put(town: Home, draft: Draft = FISHING) -> Activity:
    activity = activities.add(town.db, town.amira, draft, now=MONDAY)
    assert isinstance(activity, Activity)
    return activity


def names(town: Home, activity: Activity) -> list[str]:
    return sorted(each.first_name for each in activity_joins.who_is_in(town.db, activity))


def joined(town: Home, draft: Draft = FISHING) -> Activity:
    activity = put(town, draft)
    activity_joins.join(town.db, town.kim, activity.id, now=MONDAY)
    return activity


def change(town: Home, activity: Activity, draft: Draft, now: datetime = MONDAY) -> Activity | Refused:
    return activities.change(town.db, activity, town.amira, draft, now=now, deployment=town.deployment)


def cancel(town: Home, activity: Activity, now: datetime = MONDAY) -> Activity | Refused:
    return activities.cancel(town.db, activity, town.amira, now=now, deployment=town.deployment)


@pytest.mark.parametrize(
    ("draft", "key"),
    [
        (replace(FISHING, title="  "), "inbox.activity.title"),
        (replace(FISHING, title="x" * 101), "inbox.activity.title"),
        (replace(FISHING, kind="duty"), "inbox.activity.kind"),
        (replace(FISHING, ends=FISHING.starts), "inbox.activity.ends_first"),
        (Draft("Igår", MONDAY - DAY, MONDAY - DAY + HOUR), "inbox.activity.past"),
    ],
)
def test_what_cannot_be_entered_says_why(town: Home, draft: Draft, key: str) -> None:
    for refused in (activities.add(town.db, town.amira, draft, now=MONDAY), change(town, put(town), draft)):
        assert isinstance(refused, Refused)
        assert refused.line.key == key


def test_the_list_is_what_is_not_over_in_order(town: Home) -> None:
    put(town)
    put(town, Draft("Frukost", MONDAY - HOUR, MONDAY + HOUR))
    gone = put(town, Draft("Bingo", MONDAY + DAY, MONDAY + DAY + HOUR))
    cancel(town, gone)
    assert [each.title for each in activities.coming(town.db, now=MONDAY)] == ["Frukost", "Fiske"]
    assert [each.title for each in activities.coming(town.db, now=MONDAY + 2 * HOUR)] == ["Fiske"]
    assert [each.title for each in activities.between(town.db, MONDAY, MONDAY + 7 * DAY)] == [
        "Bingo",
        "Fiske",
    ]


def test_a_week_is_seven_whole_days_where_people_live(town: Home) -> None:
    last = put(
        town, Draft("Sent", datetime(2026, 11, 29, 22, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC))
    )
    first = put(
        town, Draft("Nästa", datetime(2026, 11, 29, 23, tzinfo=UTC), datetime(2026, 11, 30, 1, tzinfo=UTC))
    )
    found = activities.coming(town.db, now=MONDAY)
    assert activities.split_week(found, now=MONDAY, deployment=town.deployment) == ([last], [first])


def test_joining_twice_is_once_and_leaving_takes_it_back(town: Home) -> None:
    activity = joined(town)
    activity_joins.join(town.db, town.kim, activity.id, now=MONDAY)
    activity_joins.join(town.db, town.ola, activity.id, now=MONDAY)
    assert names(town, activity) == ["Kim", "Ola"]
    activity_joins.leave(town.db, town.kim, activity.id, now=MONDAY)
    activity_joins.leave(town.db, town.kim, activity.id, now=MONDAY)
    assert names(town, activity) == ["Ola"]


@pytest.mark.parametrize(("days", "key"), [(0, "activity.cancelled"), (4, "activity.over")])
def test_an_old_button_answers_with_how_it_is_now(town: Home, days: int, key: str) -> None:
    activity = put(town)
    if not days:
        cancel(town, activity)
    for act in (activity_joins.join, activity_joins.leave):
        refused = act(town.db, town.kim, activity.id, now=MONDAY + days * DAY)
        assert isinstance(refused, Refused)
        assert refused.line.key == key
    assert activity_joins.joined_ids(town.db, town.kim) == set()


def test_signing_off_touches_no_visit(town: Home) -> None:
    """A line that signs off a fishing trip (R30)."""
    visit = Visit(
        tenant_id=town.kim.id, worker_id=town.amira.id, starts=FISHING.starts, minutes=60, place="meeting_place",
        state="booked", kind="support", revision=1, created_at=MONDAY, changed_at=MONDAY,
    )  # fmt: skip
    town.db.add(visit)
    town.db.flush()
    town.db.add(
        Reminder(visit_id=visit.id, revision=1, kind="evening", due_at=MONDAY + 2 * DAY, state="waiting")
    )
    town.db.flush()
    activity = joined(town)

    def rows() -> list[tuple[object, ...]]:
        town.db.flush()
        found = [*town.db.scalars(select(Visit)), *town.db.scalars(select(Reminder))]
        return [tuple(getattr(row, column.key) for column in row.__table__.columns) for row in found]

    before = rows()
    activity_joins.leave(town.db, town.kim, activity.id, now=MONDAY)
    cancel(town, activity)
    activity_joins.forget_past_joins(town.db, MONDAY + 30 * DAY)
    assert rows() == before


def test_a_new_time_or_place_is_told_to_those_who_are_in_and_to_nobody_else(town: Home) -> None:
    activity = joined(town)
    change(town, activity, replace(FISHING, starts=FISHING.starts + HOUR, place=None))
    assert town.sent(town.kim) == [["notice.news", "activity.new_time", "activity.new_place_usual"]]
    assert town.sent(town.ola) == []


def test_other_wording_is_no_news(town: Home) -> None:
    activity = joined(town)
    change(town, activity, replace(FISHING, title="Fiska abborre", host=None, kind="open_house"))
    assert (activity.title, activity.host) == ("Fiska abborre", None)
    assert town.sent(town.kim) == []


def test_cancelling_is_told_once(town: Home) -> None:
    activity = joined(town)
    cancel(town, activity)
    assert isinstance(cancel(town, activity), Refused)
    assert isinstance(change(town, activity, FISHING), Refused)
    assert town.sent(town.kim) == [["notice.news", "activity.cancelled"]]


def test_news_waits_for_the_quiet_hours_unless_it_is_about_today(town: Home) -> None:
    night = datetime(2026, 11, 24, 21, tzinfo=UTC)  # Tuesday 22.00
    activity = joined(town)
    cancel(town, activity, night)
    tomorrow = joined(town, Draft("Frukost", night + 10 * HOUR, night + 12 * HOUR))  # Wednesday 8.00
    cancel(town, tomorrow, night)
    waits, early = town.outgoing(town.kim)
    assert (waits.not_before, waits.unasked) == (datetime(2026, 11, 25, 8, tzinfo=UTC), True)
    assert early.not_before == night, "it would begin before the quiet hours end"
    assert waits.best_before == FISHING.starts


def test_nobody_is_reminded_of_an_activity(town: Home) -> None:
    joined(town)
    assert town.db.scalar(select(func.count()).select_from(Reminder)) == 0
    assert town.sent(town.kim) == []


def test_who_was_in_is_erased_when_it_is_over(town: Home) -> None:
    activity = joined(town)
    activity_joins.forget_past_joins(town.db, activity.ends - HOUR)
    assert names(town, activity) == ["Kim"]
    activity_joins.forget_past_joins(town.db, activity.ends)
    assert town.db.scalar(select(func.count()).select_from(ActivityJoin)) == 0


def test_a_wish_is_kept_as_it_was_written_and_seen_by_its_team(town: Home) -> None:
    wish = wishes.add(town.db, town.kim, Words("text", "  fisske! 🎣"), now=MONDAY)
    assert wishes.unanswered(town.db, team_id=town.kim.team_id) == [wish]
    assert wishes.unanswered(town.db, team_id=town.kim.team_id + 1) == []
    assert wish.words == "  fisske! 🎣"


def test_a_wish_gets_one_answer_with_a_name_and_another_message_goes_on_waiting(town: Home) -> None:
    messages.receive(town.db, town.kim, Words("text", "hjälp"), now=MONDAY, deployment=town.deployment)
    wish = wishes.add(town.db, town.kim, Words("text", "fiske"), now=MONDAY)
    wishes.answer(town.db, wish, town.jonas, "Vi åker på torsdag.", now=MONDAY + HOUR)
    assert isinstance(wishes.answer(town.db, wish, town.amira, "Igen", now=MONDAY + HOUR), Refused)
    assert town.sent(town.kim) == [
        ["notice.news", "activity.wish_answered", "activity.wish_was", "message.words"]
    ]
    [row] = town.outgoing(town.kim)
    assert row.say["lines"][1] == ["activity.wish_answered", {"name": "Jonas"}]
    assert not row.unasked, "a human's answer comes through a pause"
    assert messages.thread_of(town.db, town.kim).waiting_since == MONDAY
    assert messages.entries(town.db, town.kim)[-1].text == "Vi åker på torsdag."
    assert wishes.unanswered(town.db) == []
    assert wishes.answered(town.db) == [wish]


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_answer_is_no_answer(town: Home, text: str) -> None:
    wish = wishes.add(town.db, town.kim, Words("text", "fiske"), now=MONDAY)
    assert isinstance(wishes.answer(town.db, wish, town.amira, text, now=MONDAY), Refused)
    assert wishes.unanswered(town.db) == [wish]


def test_a_wish_can_be_taken_back_by_its_own_tenant_only(town: Home) -> None:
    wish = wishes.add(town.db, town.kim, Words("text", "fiske"), now=MONDAY)
    assert isinstance(wishes.remove(town.db, town.ola, wish.id, now=MONDAY), Refused)
    assert wishes.remove(town.db, town.kim, wish.id, now=MONDAY) is wish
    assert isinstance(wishes.answer(town.db, wish, town.amira, "ja", now=MONDAY), Refused)
    assert wishes.get(town.db, wish.id) is None
    assert wishes.unanswered(town.db) == []


def test_the_list_says_what_came_from_a_wish_and_names_nobody(town: Home) -> None:
    wish = wishes.add(town.db, town.kim, Words("text", "fiske"), now=MONDAY)
    made = activities.add(town.db, town.amira, FISHING, now=MONDAY, wish=wish)
    assert isinstance(made, Activity)
    lines = activities.described(made)
    assert [each.key for each in lines][-1] == "activity.from_wish"
    assert "Kim" not in str(lines)


def test_a_stranger_sees_the_place_and_the_week_and_no_names(town: Home) -> None:
    joined(town)
    lines = activities.open_week(town.db, now=MONDAY, deployment=town.deployment)
    assert [each.key for each in lines] == [
        "activity.place_unknown", "activity.hours_unknown", "activity.week",
        "activity.item", "activity.place", "activity.host",
    ]  # fmt: skip
    assert "Kim" not in str(lines)
