"""The rules, a folder per family, a file per rule or few that belong together."""
