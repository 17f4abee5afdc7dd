"""Floor 1: food, incidents and equipment of any facility."""
