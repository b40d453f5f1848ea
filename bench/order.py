"""Whether a chat's answers came in the order of its updates, seen from outside."""

from __future__ import annotations

from bench.load import Order, Outcome


def disorder(order: Order, outcome: Outcome) -> int:
    """Answers that did not come in the order of their chat's updates."""
    asked: dict[str, list[str]] = {}
    for number in range(order.count):
        chat = str(order.chats[number % len(order.chats)])
        asked.setdefault(chat, []).append(order.texts[number % len(order.texts)])
    meaning = _meaning(asked, outcome)
    return sum(
        meaning.get(heard) != text
        for chat, texts in asked.items()
        for heard, text in zip(outcome.answers.get(chat, []), texts, strict=False)
    )


def _meaning(asked: dict[str, list[str]], outcome: Outcome) -> dict[str, str]:
    """Which answer belongs to which command: the pairing that most chats show."""
    pairs: dict[str, dict[str, int]] = {}
    for chat, texts in asked.items():
        for heard, text in zip(outcome.answers.get(chat, []), texts, strict=False):
            counts = pairs.setdefault(heard, {})
            counts[text] = counts.get(text, 0) + 1
    return {heard: max(counts, key=lambda text: counts[text]) for heard, counts in pairs.items()}
