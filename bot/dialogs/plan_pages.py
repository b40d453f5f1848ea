"""How the plan looks in the chat: the whole of it, one pane, one item, what has happened, notes from the team.

Words stand as they were written. An empty pane is simply empty: nothing is counted, nothing is missing (R7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.labels import label
from bot.talk import Talk
from storage.tables import File, PlanItem
from support.plan import PANES
from support.plan_read import ItemView, NoteView, PaneView, first_read, item_view, plan_view
from support.say import Button, Line, Say, button, line, say

PAGE = 10
"""Items in one message, so that their buttons stay beside them."""
HAPPENED = 30
"""What has happened is shown so many at a time; older things are a tap away."""
NOTES = 3
"""Notes shown with the plan; older ones are a tap away."""


def plan(talk: Talk) -> list[Say]:
    """The whole plan, opened with who reads it and that only the tenant can change it (R34)."""
    view = plan_view(talk.db, talk.tenant)
    lines = [line("plan.opens", name=talk.tenant.worker.name)]
    for pane in view.panes:
        lines += [_heading(pane.pane), *(each for item in pane.items for each in item_lines(item))]
    if view.notes:
        lines += [line("plan.notes"), *map(_note, view.notes[:NOTES])]
    rows = [[button(f"button.plan_{pane}", "plan.pane", pane)] for pane in PANES]
    if view.happened:
        rows.append([button("button.plan_happened", "plan.happened")])
    if len(view.notes) > NOTES:
        rows.append([button("button.plan_notes", "plan.notes")])
    return [say(*lines, buttons=rows)]


def pane(view: PaneView) -> list[Say]:
    """One pane: a button for each item, and one to add."""
    pages = _pages(_heading(view.pane), view.items)
    add = (button("button.plan_add", "plan.add", view.pane),)
    return [*pages[:-1], _with_row(pages[-1], add)]


def happened(talk: Talk, skip: int = 0) -> list[Say]:
    """What has happened, in the tenant's words, newest first (R25)."""
    items = plan_view(talk.db, talk.tenant).happened[skip:]
    if not items:
        return [say("plan.happened_nothing")]
    pages = _pages(line("plan.happened"), items[:HAPPENED])
    if len(items) <= HAPPENED:
        return pages
    older = (button("button.plan_older", "plan.happened", skip + HAPPENED),)
    return [*pages[:-1], _with_row(pages[-1], older)]


def notes(talk: Talk) -> list[Say]:
    """Every note of the team, newest first."""
    return [say(line("plan.notes"), *map(_note, plan_view(talk.db, talk.tenant).notes))]


def item(talk: Talk, row: PlanItem, *first: Line) -> list[Say]:
    """One item as it is now, played back if it was spoken, with all that can be done with it."""
    view = item_view(row)
    lines = [*first, _heading(row.pane), *item_lines(view)]
    read = first_read(talk.db, row) if row.pane == "support" else None
    if read is not None:
        lines.append(line("plan.read", name=read.staff.name, at=read.at))
    shown = say(*lines, buttons=_choices(row))
    return [*_spoken(view.way_file), replace(shown, file=row.file_id)]


def item_lines(view: ItemView) -> list[Line]:
    """The item as text: when it was done, the tenant's words, how they want to begin."""
    lines = [line("plan.done_on", at=view.done_at)] if view.done_at else []
    if view.file is not None:
        lines.append(line(f"plan.item_{sort(view.file)}", at=view.created_at))
    if view.words is not None:
        lines.append(line("plan.item", words=view.words))
    if view.way_file is not None:
        lines.append(line(f"plan.way_{sort(view.way_file)}"))
    if view.way is not None:
        lines.append(line("plan.way", words=view.way))
    return lines


def sort(file: File) -> str:
    """voice, picture or file: how an item that was not written is called."""
    if file.kind in ("voice", "audio", "video_note"):
        return "voice"
    return "picture" if file.kind in ("photo", "video") else "file"


def _pages(heading: Line, items: Sequence[ItemView]) -> list[Say]:
    parts = [items[at : at + PAGE] for at in range(0, len(items), PAGE)] or [items]
    return [
        say(
            *([heading] if number == 0 else []),
            *(each for view in part for each in item_lines(view)),
            buttons=[[_open(view)] for view in part],
        )
        for number, part in enumerate(parts)
    ]


def _with_row(page: Say, row: tuple[Button, ...]) -> Say:
    return replace(page, buttons=(*page.buttons, row))


def _open(view: ItemView) -> Button:
    """A button that carries the beginning of the item's own words."""
    if view.words is None and view.file is not None:
        return button(f"button.plan_{sort(view.file)}", "plan.item", view.id, at=view.created_at)
    return button("button.words", "plan.item", view.id, words=label(view.words))


def _choices(row: PlanItem) -> list[list[Button]]:
    """Everything that can be done with an item, each in one tap."""
    if row.done_at:
        first = [button("button.plan_not_done", "plan.not_done", row.id)]
        return [first, [button("button.remove", "plan.remove", row.id)]]
    moves = [button(f"button.plan_to_{to}", "plan.move", row.id, to) for to in PANES if to != row.pane]
    return [
        [button("button.plan_done", "plan.done", row.id), button("button.plan_way", "plan.way", row.id)],
        moves,
        [button("button.change", "plan.change", row.id), button("button.remove", "plan.remove", row.id)],
    ]


def _spoken(file: File | None) -> list[Say]:
    return [] if file is None else [replace(say("plan.way_plays"), file=file.id)]


def _heading(name: str) -> Line:
    return line("plan.heading", pane=name)


def _note(note: NoteView) -> Line:
    return line("plan.note", name=note.name, at=note.at, words=note.words)
