"""What git knows of a working tree."""
