"""The guided run."""
