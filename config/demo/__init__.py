"""The demo city: invented people at plausible places, forty days of history, the same for the same seed."""
