"""The software and hardware around a run. The doors are `environment.py` and `hardware.py`."""
