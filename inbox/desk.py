"""What every page of the inbox works with: made once, when the inbox is wired together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inbox.twice import Presses
from storage.session import Store
from storage.wake import Wake
from support.deployment import Deployment

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """The same for every request."""

    store: Store
    deployment: Deployment
    now: Clock
    data_dir: Path
    public_url: str
    wake: Wake
    bot_link: Callable[[str], str]
    health: Callable[[], Mapping[str, object]]
    presses: Presses = field(default_factory=Presses)

    @property
    def secure(self) -> bool:
        """Whether people reach us over https."""
        return self.public_url.startswith("https://")
