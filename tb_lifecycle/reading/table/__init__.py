"""All runs of a logdir as rows and columns. The doors are `snapshot.py` and `run_table.py`."""
