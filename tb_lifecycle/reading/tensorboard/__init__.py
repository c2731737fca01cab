"""Asks TensorBoard: its data server or any `DataProvider`. The doors are `provider.py` and `bulk.py`."""
