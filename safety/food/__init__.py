"""Food-safety records."""
