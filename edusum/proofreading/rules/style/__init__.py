"""体例核对: numbering, headings, punctuation and the writing of digits."""
