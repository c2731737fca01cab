"""The process as runs see it: which are open, how it ends, which rank it is. The door is `hooks.py`."""
