"""The TensorBoard plugin. The doors are `loader.py` and `plugin.py`."""
