"""Figures that units have handed in, in; figures of their area, with what went into them, out."""
