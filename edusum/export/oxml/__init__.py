"""The only room that knows the XML of Word: a Layout gives the reference package, text gives a body."""
