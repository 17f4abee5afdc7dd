"""Tables of the capabilities, imported here because Django looks here. Order: opening, visits, cleaning."""
