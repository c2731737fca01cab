"""What lies in an event file: messages, tags, framing. The door is `metadata.py`."""
