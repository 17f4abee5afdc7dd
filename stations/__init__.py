"""Floor 2: holiday day-care stations."""
