"""Expected, done, on time: the five numbers by facility and by union."""
