"""Cleaning of a room."""
