"""One module a route of the plugin. The door is `route.py`."""
