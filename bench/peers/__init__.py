"""The peers, each playing the ten-step job in its own way; imported only where they are installed."""
