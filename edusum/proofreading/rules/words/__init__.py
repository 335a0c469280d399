"""用词核对: wrong words, damaged ones, and those whose time is over."""
