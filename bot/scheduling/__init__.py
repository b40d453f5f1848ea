"""What happens by itself: the clock, what ticks, and which reminders are due."""
