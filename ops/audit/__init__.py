"""History as an auditor reads it, and its exports."""
