"""What only one process at a time may do: taken, kept, and free again when its holder is gone."""

from __future__ import annotations

from storage.session import Store
from storage.single import Single


def test_one_holds_it_until_it_lets_go(database_url: str) -> None:
    first, second = Store(database_url), Store(database_url)
    asking, standing_by = Single(first, "poller"), Single(second, "poller")
    assert asking.held()
    assert not standing_by.held()
    assert asking.held()
    asking.let_go()
    assert standing_by.held()
    assert not asking.held()
    standing_by.let_go()
    first.close()
    second.close()


def test_different_things_are_held_side_by_side(database_url: str) -> None:
    store = Store(database_url)
    one, other = Single(store, "poller"), Single(store, "another")
    assert one.held()
    assert other.held()
    one.let_go()
    other.let_go()
    store.close()
