"""Kill processes, cut the network, break Telegram; then count what was lost, doubled or out of order."""
