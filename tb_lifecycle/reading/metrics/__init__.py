"""What metrics' names say: split, direction, and which of many leads. The door is `headline.py`."""
