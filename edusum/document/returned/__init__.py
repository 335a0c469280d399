"""A paper that was edited outside against the paper that went out: what differs, section by section."""
