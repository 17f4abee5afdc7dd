"""Who is away when, and who stands in (请假与代班)."""
