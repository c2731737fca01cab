"""Flags, whatever holds them, as one flat table. The door is `read_flags.py`."""
