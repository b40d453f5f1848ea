"""One call of the Bot API: who calls, and what with. Forms carry everything as text, JSON carries real values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from phone.errors import bad_request
from phone.state import Json


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """The parameters, read on demand."""

    bot_id: int
    method: str
    values: Mapping[str, object]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text; "" when missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(f'can\'t parse field "{name}": it must be a number') from None

    def real(self, name: str) -> float:
        """A number with decimals, which must be there."""
        try:
            return float(str(self.values.get(name)))
        except ValueError:
            raise bad_request(f'can\'t parse field "{name}": it must be a number') from None

    def flag(self, name: str) -> bool:
        """True or false; false when missing."""
        return str(self.values.get(name) or "").lower() in ("true", "1", "yes", "y", "t")

    def mapping(self, name: str) -> Json | None:
        """A JSON object, as such or as text."""
        value = self._json(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request("object expected as " + name.replace("_", " "))
        return value

    def array(self, name: str) -> list[Json] | None:
        """A JSON array, as such or as text."""
        value = self._json(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f'can\'t parse field "{name}": an array expected')
        return value

    def upload(self, name: str) -> Upload | None:
        """A file sent with the call, directly or by `attach://`."""
        value = self.text(name)
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)

    def _json(self, name: str) -> object:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
        return parsed
