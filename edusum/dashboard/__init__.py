"""What several apps know comes in; pages that look at all of it go out."""
