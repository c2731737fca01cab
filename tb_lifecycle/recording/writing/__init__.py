"""From a call to the bytes of the event file. The door is `run_recorder.py`."""
