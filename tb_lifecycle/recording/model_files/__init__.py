"""Reads what formats of models say of themselves, without the libraries that wrote them."""
