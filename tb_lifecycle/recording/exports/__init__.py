"""Exported models, one module a file format. The door is `describe_export.py`."""
