"""A bell that wakes everybody who waits for something to change."""

import asyncio


class Bell:
    """Rings once for all who listen now; whoever comes later waits for the next time."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait."""
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    async def heard(self, seconds: float) -> bool:
        """Wait for the next ring; False when `seconds` passed in silence."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return False
        return True
