"""Ground floor: people, unions, facilities, duties, reminders, history."""
