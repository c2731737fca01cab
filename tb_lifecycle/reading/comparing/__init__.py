"""How runs differ, by how much, and why. The door is `compare.py`."""
