"""A comparison as one file to take away. The door is `report.py`."""
