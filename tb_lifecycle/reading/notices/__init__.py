"""What cannot be shown, in sentences. The doors are `sentences.py` and `disk.py`."""
