"""What stores promise."""
