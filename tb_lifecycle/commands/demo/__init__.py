"""The subcommand `demo`. The door is `command.py`."""
