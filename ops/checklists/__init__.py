"""Versioned checklists and their completed runs."""
