"""Regulatory parameters and calendars, by date and union."""
