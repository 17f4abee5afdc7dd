"""The house itself: commands, compose file, variables, catalogues, what may stand in a tracked file."""
