"""The expression language of filters, columns and sorting; the doors are `evaluator.py` and `ordering.py`."""
