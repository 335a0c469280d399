"""残留核对: what was left over from elsewhere, or is still to be filled in."""
