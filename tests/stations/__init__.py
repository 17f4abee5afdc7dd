"""Floor 2: day-care stations."""
