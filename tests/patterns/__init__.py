"""The workflow control-flow patterns."""
