"""Definitions and reported values come in; plain figures of a bureau and year go out."""
