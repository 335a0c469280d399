"""Old files in, their text out: one module per format, all of them giving a `SourceText`."""
