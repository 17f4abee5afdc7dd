"""Equipment register and inspections."""
