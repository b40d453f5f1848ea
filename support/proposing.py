"""Staff propose times: two or more, in the form the bot uses, agreed only when the tenant says yes (R12, R14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from storage.tables import Offer, Staff, Tenant, Visit
from support import calendar, messages, offers, outbox, pauses, visit_lines
from support.deployment import Deployment
from support.say import Refused, line


def propose(
    db: Session,
    tenant: Tenant,
    staff: Staff,
    times: Sequence[datetime],
    place: str,
    *,
    now: datetime,
    deployment: Deployment,
    visit: Visit | None = None,
    worker: Staff | None = None,
) -> list[Offer] | Refused:
    """Staff propose two times or more, in the form the bot uses. With `visit` it would move that one.

    A visit is moved only when the tenant says yes; the old time stands until then, and the text says so. If
    the old time is impossible, `absences.offer_cover` is for that.
    """
    comes = worker or (visit.worker if visit and visit.worker else tenant.worker)
    times = sorted({each.astimezone(UTC) for each in times})
    refused = _refused(db, tenant, comes, times, visit=visit, now=now, deployment=deployment)
    if refused is not None:
        return refused
    found = offers.make(
        db, tenant, comes, times, place,
        now=now, deployment=deployment, moving=visit, reason="staff", made_by=staff,
    )  # fmt: skip
    about = [*times, visit.starts] if visit else times
    first, passes = visit_lines.notice(about, now, deployment)
    before = []
    if visit is not None:
        wants = line("visit.wants_move", name=comes.name, start=visit.starts)
        before = [wants, line("visit.stands_until")]
    what = visit_lines.unasked(
        first, *before, *visit_lines.proposed(found), buttons=visit_lines.proposal_buttons(found, page=-1)
    )
    outbox.notify(
        db, tenant, what, now=now, deployment=deployment, passes_quiet=passes, best_before=max(times)
    )
    messages.event(db, tenant, line("event.visit_proposed", name=staff.name), now=now)
    return found


def _refused(
    db: Session,
    tenant: Tenant,
    worker: Staff,
    times: Sequence[datetime],
    *,
    visit: Visit | None,
    now: datetime,
    deployment: Deployment,
) -> Refused | None:
    reasons = (
        ("inbox.visit.no_phone", tenant.chat_id is None),
        ("inbox.visit.paused", pauses.is_paused(tenant, now)),
        (
            "inbox.visit.not_booked",
            visit is not None and not (visit.state == "booked" and visit.kind == "support"),
        ),
        ("inbox.visit.two_times", len(times) < 2),
        ("inbox.visit.past", min(times, default=now) <= now),
    )
    for key, holds in reasons:
        if holds:
            return Refused(line(key))
    for each in times:
        if not calendar.fits(db, worker, each, deployment, moving=visit, pause=False):
            return Refused(line("inbox.visit.taken", name=worker.name, start=each))
    return None
