"""Stations and rooms as one: address, people, state, opening, closures."""
