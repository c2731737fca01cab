"""Reads runs, of one logdir, through TensorBoard. The doors are `reader.py` and `load_runs.py`."""
