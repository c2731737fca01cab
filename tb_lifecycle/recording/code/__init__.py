"""What code runs: commit, changes, sources, command line. The door is `capture_code.py`."""
