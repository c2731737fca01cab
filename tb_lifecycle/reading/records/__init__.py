"""What the records of one directory say, parsed. The door is `parse.py`."""
