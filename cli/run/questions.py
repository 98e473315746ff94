"""How a question is answered by keys or text: which field it gets, and which value an entry stands for.

INVARIANT: an answer's keys never depend on what was told before, so that hands can learn them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.run.page import ENTER, Choice, Field, Keys, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.case.agenda import Ask
    from engine.case.events import Json

PICKS: Final = "123456789cdefgiklmoprtuvxyz"
"""Keys for choices; the letters of commands are left out."""


def choices(labels: Iterable[str]) -> tuple[Choice, ...]:
    """Give each label a key, as far as there are keys."""
    return tuple(Choice(key, label) for key, label in zip(PICKS, labels, strict=False))


def is_pressed(ask: Ask) -> bool:
    """Whether a question is answered by one key."""
    return ask.type == "yes_no" or (ask.type in ("choice", "person") and 0 < len(ask.options) <= len(PICKS))


def field_for(ask: Ask, name: str, prefill: str = "", blank: str = "leave blank") -> Field:
    """Give the field of a question.

    Args:
        ask: The question.
        name: What drafts are kept under.
        prefill: What stands in a text field at the start.
        blank: What Enter alone means, where the question need not be answered.
    """
    if not is_pressed(ask):
        hints = (ask.hint, "" if ask.required else f"Enter alone: {blank}")
        return Text(name, prefill, "; ".join(hint for hint in hints if hint), takes_paths=ask.type == "file")
    keys = yes_no() if ask.type == "yes_no" else choices(option.label for option in ask.options)
    offered = next((choice.label for choice in keys if value_of_key(ask, choice.key) == _offered(ask)), None)
    if offered is not None:
        return Keys((*keys, Choice(ENTER, f"{offered}, as usual")), name)
    return Keys(keys if ask.required else (*keys, Choice(ENTER, blank)), name)


def _offered(ask: Ask) -> Json:
    """Give the value that the procedure offers for a question of keys."""
    if ask.type == "yes_no":
        return {"yes": True, "true": True, "no": False, "false": False}.get(ask.offered or "", "")
    return ask.offered or ""


def yes_no() -> tuple[Choice, ...]:
    """Give the keys of a question that is answered with yes or no."""
    return (Choice("y", "Yes"), Choice("n", "No"))


def value_of_key(ask: Ask, key: str) -> Json:
    """Give the value that a key stands for; Enter stands for what is offered, else for none."""
    if key == ENTER:
        return _offered(ask) if ask.offered else None
    if ask.type == "yes_no":
        return key == "y"
    return ask.options[PICKS.index(key)].id


def value_of_text(ask: Ask, text: str) -> Json:
    """Give the value that typed text stands for; blank text is none. Numbers stand for listed options."""
    if not text.strip():
        return None
    if ask.type == "choices":
        parts = text.split(";" if ";" in text else ",")
        if not any(part.strip().isdecimal() for part in parts):
            return text  # words may have commas of their own
        return ";".join(_option(ask, part.strip()) for part in parts)
    return _option(ask, text.strip()) if ask.type in ("choice", "person") else text


def _option(ask: Ask, part: str) -> str:
    if part.isdecimal() and 0 < int(part) <= len(ask.options):
        return ask.options[int(part) - 1].id
    return part


def option_rows(ask: Ask) -> tuple[str, ...]:
    """List options that are answered with text, numbered."""
    if is_pressed(ask) or not ask.options:
        return ()
    return tuple(f"{number} {option.label}" for number, option in enumerate(ask.options, 1))
