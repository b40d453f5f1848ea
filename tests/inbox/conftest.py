"""What tests of the inbox share."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from storage.session import Store
from support import accounts
from tests.inbox.desk import Office, open_office


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id as it is, but with little memory: its strength is argon2-cffi's matter, not that of these tests."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
async def office(store: Store, tmp_path: Path) -> Office:
    """Two teams and their tenants, Tuesday 24 November 2026, 10:00."""
    return open_office(store, tmp_path)
