"""The command line of cuecard: a thin adapter over the desk."""
