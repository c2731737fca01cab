"""Writes a run: `active.py` has the module-level calls, `run.py` the run that they go to."""
