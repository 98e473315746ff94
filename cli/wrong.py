"""What a command says of a line that it does not take, beyond what the declarations of its options can say."""

from __future__ import annotations


class WrongUsage(Exception):
    """The line is not as the command takes it; raised before anything was done."""
