"""The procedures that cuecard ships as starters, read through `importlib.resources`."""
