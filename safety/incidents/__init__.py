"""Emergencies and their timelines."""
