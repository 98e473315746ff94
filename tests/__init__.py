"""What cuecard promises; the folders mirror those of engine and cli."""
