"""A template version, a year and people's words come in; section texts with a history go out."""
