"""The use register of a room."""
