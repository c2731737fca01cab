"""What a sweep tells: best settings, what matters, where it is good, what to try; the door is `sweep.py`."""
