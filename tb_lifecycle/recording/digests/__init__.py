"""Digests of files, trees and arrays. The doors are `of_files.py` and `of_arrays.py`."""
