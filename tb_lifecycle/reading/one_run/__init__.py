"""One run whole, with its files, curves and lineage. The door is `run_details.py`."""
