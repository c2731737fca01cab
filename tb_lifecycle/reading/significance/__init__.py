"""Whether the difference between two samples is more than noise. The door is `difference.py`."""
