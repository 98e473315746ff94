"""The published shapes of cuecard's documents, read through `importlib.resources`."""
