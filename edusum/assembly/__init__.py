"""A draft and its figures come in; one frozen Document goes out, and is kept as a snapshot."""
