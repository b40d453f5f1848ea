"""The plan as staff may see it: read, and add a signed note beside it.

There is no route here that changes a pane, for any role (R5); `support/plan.py` would refuse it too.
"""

from __future__ import annotations

from typing import Any

from litestar.params import FromPath

from inbox.access import log_opening, my_tenant
from inbox.ask import Answer, Ask, Asked, or_refused
from inbox.forms import WordsForm
from inbox.routes import page, press
from support import plan_notes
from support.plan_read import ItemView, PlanView, plan_view


@page("/tenants/{tenant_id:int}/plan")
def plan(ask: Asked, tenant_id: FromPath[int]) -> Answer:
    """The three panes in the tenant's words. One row in the access log."""
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        log_opening(db, ask.me, "plan", now=ask.now, tenant=tenant)
        view = plan_view(db, tenant)
        if ask.wants_json:
            return ask.json(_as_json(ask, view))
        return ask.page("plan.html", tenant=tenant, plan=view)


@press("/tenants/{tenant_id:int}/plan/notes")
def add_note(ask: Asked, tenant_id: FromPath[int], data: WordsForm) -> Answer:
    """A note beside the plan, signed with my first name. The tenant sees it."""
    with ask.writing() as db:
        tenant = my_tenant(db, ask.me, tenant_id)
        made = plan_notes.add_note(db, tenant, ask.me.staff(db), data.text, now=ask.now)
        or_refused(made, f"/tenants/{tenant_id}/plan")
    return ask.to(f"/tenants/{tenant_id}/plan", said="saved")


@press("/tenants/{tenant_id:int}/plan/notes/{note_id:int}/remove")
def remove_note(ask: Asked, tenant_id: FromPath[int], note_id: FromPath[int]) -> Answer:
    """Take my own note away."""
    with ask.writing() as db:
        my_tenant(db, ask.me, tenant_id)
        plan_notes.remove_note(db, note_id, ask.me.staff(db))
    return ask.to(f"/tenants/{tenant_id}/plan", said="removed")


def _as_json(ask: Ask, view: PlanView) -> dict[str, Any]:
    return {
        "panes": [
            {
                "pane": pane.pane,
                "heading": ask.voice.say(f"plan.pane.{pane.pane}"),
                "items": [_item(each) for each in pane.items],
            }
            for pane in view.panes
        ],
        "happened": [_item(each) for each in view.happened],
        "notes": [{"id": n.id, "name": n.name, "words": n.words, "at": n.at} for n in view.notes],
    }


def _item(item: ItemView) -> dict[str, Any]:
    return {
        "id": item.id,
        "words": item.words,
        "file": f"/files/{item.file.id}" if item.file else None,
        "way": item.way,
        "way_file": f"/files/{item.way_file.id}" if item.way_file else None,
        "done_at": item.done_at,
        "created_at": item.created_at,
        "changed_at": item.changed_at,
    }


ROUTES = [plan, add_note, remove_note]
