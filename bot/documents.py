"""Documents that are made when they are sent: everything that is kept about a tenant, to read and for a computer.

Both hold the same, but for our own codes (`details`), which only a computer reads. The text is plain UTF-8
with headings in the tenant's language; a person's words stand in it exactly as they were written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeGuard

from sqlalchemy.orm import Session

from locales import Voice, words
from storage.tables import Tenant
from support import saved
from support.saved import Entry, Section, Term, Value
from support.say import Line


def make(name: str, db: Session, tenant: Tenant, voice: Voice, now: datetime) -> tuple[str, bytes]:
    """File name and content of the document `saved` or `saved_json`."""
    sections = saved.everything(db, tenant)
    day = now.astimezone(voice.zone).date().isoformat()
    file_name = f"{voice.say('saved.file_name')}-{day}"
    if name == "saved_json":
        return f"{file_name}.json", _json(sections, voice, now)
    return f"{file_name}.txt", _text(sections, voice, now)


def _json(sections: Sequence[Section], voice: Voice, now: datetime) -> bytes:
    whole: dict[str, Any] = {"made_at": now.isoformat()}
    for section in sections:
        whole[section.name] = [_plain(entry, voice) for entry in section.entries]
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _plain(value: Value, voice: Voice) -> Any:
    """JSON's own form: our codes stay codes, what the bot said becomes words."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Term):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each, voice) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_said(each, voice) if isinstance(each, Line) else _plain(each, voice) for each in value]
    return value


def _text(sections: Sequence[Section], voice: Voice, now: datetime) -> bytes:
    parts = [voice.say("saved.title"), _when(now, voice)]
    for section in sections:
        parts += ["", voice.say(f"saved.section.{section.name}").upper()]
        blocks = ["\n".join(_lines(entry, voice)) for entry in section.entries]
        parts.append("\n\n".join(blocks) or voice.say("saved.nothing"))
    return ("\n".join(parts) + "\n").encode()


def _lines(entry: Entry, voice: Voice, indent: str = "") -> list[str]:
    """`Label: value`, a line each; what is empty is left out, longer words begin on their own line."""
    lines = []
    for field, value in entry.items():
        if value is None or field == "details":
            continue
        label = f"{indent}{voice.say(f'saved.field.{field}')}:"
        if _is_entries(value):
            lines.append(label)
            for number, each in enumerate(value):
                lines += [*([""] if number else []), *_lines(each, voice, indent + "  ")]
        else:
            said = _value(value, voice)
            lines.append(f"{label}\n{said}" if "\n" in said else f"{label} {said}")
    return lines


def _is_entries(value: Value) -> TypeGuard[list[Entry]]:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Value, voice: Voice) -> str:
    if isinstance(value, bool):
        return voice.say("saved.yes" if value else "saved.no")
    if isinstance(value, datetime):
        return _when(value, voice)
    if isinstance(value, Term):
        key = f"{value.family}.{value.value}"
        return voice.say(key) if words.has(key) else value.value
    if isinstance(value, Mapping):
        return ", ".join(_value(each, voice) for each in value.values() if each is not None)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_said(each, voice) for each in value if isinstance(each, Line))
    return str(value)


def _said(each: Line, voice: Voice) -> str:
    return voice.say(each.key, **each.args)


def _when(moment: datetime, voice: Voice) -> str:
    return voice.say("saved.when", at=moment.isoformat())
