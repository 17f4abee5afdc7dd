"""Who ate what."""
