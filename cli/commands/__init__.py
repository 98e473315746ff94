"""The commands, one file per group; each is imported when one of its commands is called."""
