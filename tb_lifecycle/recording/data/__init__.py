"""Data sets, one module a kind of source. The door is `describe_dataset.py`."""
