"""What `reproduce` does: a run's files again, and its command. The door is `rebuild.py`."""
