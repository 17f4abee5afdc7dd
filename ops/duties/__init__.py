"""Duty plans, duties, and the overdue sweep."""
