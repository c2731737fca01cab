"""Keeps secrets out of the record. The door is `redactor.py`."""
