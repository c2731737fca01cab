"""Keeps a copy of what the process prints. The door is `copying.py`."""
