"""People: a name and a password come in, a signed-in user goes out."""
