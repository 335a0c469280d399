"""A paper and what is known about it come in; findings, each with its place and its reason, go out."""
