"""Terms and their groups."""
