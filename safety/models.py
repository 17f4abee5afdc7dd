"""Tables of the capabilities, imported here because Django looks here. Order: food, incidents, equipment."""
