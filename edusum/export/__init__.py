"""A Document comes in; an official Word file goes out, with a record of who took it."""
