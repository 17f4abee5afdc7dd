"""Applications of guardians: from the link of a station to a place, with no account."""
