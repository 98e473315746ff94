"""The engine of cuecard: it leads people through a written procedure, and knows nothing of what it is about."""
