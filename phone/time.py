"""The outside world's time.

Everywhere else `now` is an argument. The phone plays Telegram's part, and Telegram has a clock of its own: identifiers
start at the real second, so that a database which outlives a phone never meets an old identifier again.
"""

import time
from datetime import UTC, datetime


def real_seconds() -> int:
    """Seconds since 1970, from the system."""
    return int(time.time())  # noqa: TID251 - the phone is the outside world, see above


def real_now() -> datetime:
    """The system's time, aware, in UTC: what `create_app` uses when nobody moves the clock."""
    return datetime.now(UTC)  # noqa: TID251 - the phone is the outside world, see above
