"""What `verify` checks. The door is `checks.py`."""
