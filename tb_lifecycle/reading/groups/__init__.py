"""Runs that belong together, as one row: of one setting, or of equal values. The door is `group_table.py`."""
