"""Whether a room is open, suspended or by scan only."""
