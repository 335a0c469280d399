"""数字核对: what numbers say of each other, and of what is stored."""
