"""The command `tb-lifecycle`: `main.py`, and one module a subcommand."""
