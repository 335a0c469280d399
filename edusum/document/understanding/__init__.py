"""Lines in, what they say out: headings, quantities, what does not belong to the paper, the `Document`."""
