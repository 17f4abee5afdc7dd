"""Floor 2: mother rooms."""
