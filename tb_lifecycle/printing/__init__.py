"""How answers look in a terminal and in each format. The door is `output.py`."""
