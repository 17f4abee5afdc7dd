"""Tables of the capabilities, imported here because Django looks here. Order: as in `urls.py`."""
