"""The design system, base pages, and the registry of menu entries and panels."""
