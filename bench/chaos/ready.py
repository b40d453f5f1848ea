"""Imported where the others are forked from: what every message is read with lies in memory before they begin."""

from bot.understanding import reading

reading.load()
