"""How wide text is on a terminal, and where its lines break."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """Count the columns that text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Cut text to a width, with an ellipsis where something was lost."""
    if cells(text) <= width:
        return text
    return f"{_fitting(text, max(width - 1, 0))}…" if width > 0 else ""


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """Break text into lines between words, and inside words that are too long; lines after the first stand in."""
    width = max(width, hang + 2)
    lines: list[str] = []
    line = ""
    for word in text.split():
        indent = " " * hang if lines else ""
        if line and cells(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
            indent = " " * hang
        *full, line = _pieces(word, indent, " " * hang, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word: str, first: str, rest: str, width: int) -> list[str]:
    """Break a word that is wider than a line."""
    pieces = []
    indent = first
    while cells(indent + word) > width:
        head = _fitting(word, width - len(indent)) or word[0]
        pieces.append(indent + head)
        word, indent = word[len(head) :], rest
    return [*pieces, indent + word]


def _fitting(text: str, width: int) -> str:
    """Give as much of the start of a text as fits."""
    used = 0
    for index, character in enumerate(text):
        used += _cell(character)
        if used > width:
            return text[:index]
    return text
