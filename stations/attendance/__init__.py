"""Drop-off, pick-up and absence."""
