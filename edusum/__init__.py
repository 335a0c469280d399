"""Figures and paragraphs from a bureau's departments in, official Word files out."""
