"""Corrective actions (整改): what failed is put right by somebody, until a day, and checked by somebody else."""
