"""Words as people type them: texts, yes or no, options, people, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.case.typed.pasted import Misread, as_typed, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.case.office import Office
    from engine.procedure.model import Fact

_PHONE: Final = r"\+?[0-9(][0-9 ().\-/]*( ?(x|ext\.?) ?[0-9]{1,6})?"
_EMAIL: Final = r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+"
_YES_NO: Final = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def read_words(text: str, fact: Fact) -> str:
    """Read a text; all but a long one has a single line.

    Raises:
        Misread: It has more lines, or nothing that can be seen.
    """
    if text and text.isprintable():
        return text
    text = tidy(text).strip()
    if not text:
        message = "words are expected"
        raise Misread(message)
    if fact.kind != "long_text" and len(text.splitlines()) > 1:
        message = "one line is expected"
        raise Misread(message)
    return text


def read_yes_no(text: str) -> bool:
    """Read `yes` or `no`, or their first letter.

    Raises:
        Misread: It is neither.
    """
    if text.casefold() not in _YES_NO:
        message = "yes or no is expected"
        raise Misread(message)
    return _YES_NO[text.casefold()]


def read_choice(text: str, fact: Fact) -> str:
    """Read one of the options, by its name or by its words.

    Raises:
        Misread: It is none of them, or means two.
    """
    options = fact.options or {}
    if text in options:
        return text
    wanted = _folded(text)
    found = [name for name, label in options.items() if wanted in (_folded(name), _folded(label))]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(options)
    message = f"these words stand for several options; write one of: {listed}"
    raise Misread(message if found else f"one of these is expected: {listed}")


def read_choices(text: str, fact: Fact) -> tuple[str, ...]:
    """Read several options, with commas between them, or semicolons, for the words of an option may hold commas.

    Raises:
        Misread: There is something else among them, or they can be divided in two ways.
    """
    if ";" in text:
        return tuple(dict.fromkeys(read_choice(part.strip(), fact) for part in text.split(";")))
    if text in (fact.options or {}):
        return (text,)
    whole = [name for name, label in (fact.options or {}).items() if label == text]
    found = {frozenset(way): way for way in _divided(text.split(","), fact)}
    if len(whole) == 1 or len(found) == 1:
        return tuple(whole) if len(whole) == 1 else tuple(dict.fromkeys(*found.values()))
    listed = ", ".join(fact.options or {})
    if found:
        message = f"this can be read in two ways; write the options as: {listed}"
        raise Misread(message)
    message = f"one of these is expected: {listed}"
    raise Misread(message)


def _divided(parts: Sequence[str], fact: Fact) -> Iterator[tuple[str, ...]]:
    """Give the ways to read words between commas as options, two at most; each is read from its end to be quick."""
    longest = max((label.count(",") for label in (fact.options or {}).values()), default=0) + 1
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(parts) + 1):
        here = []
        for begin in range(max(0, end - longest), end):
            option = _option(",".join(parts[begin:end]).strip(), fact)
            here += [(*way, option) for way in ways[begin]] if option else []
        ways.append(list({frozenset(way): way for way in here}.values())[:2])
    yield from ways[-1]


def _folded(text: str) -> str:
    """Make capital letters small, and blanks around commas nothing."""
    return ",".join(part.strip() for part in text.casefold().split(","))


def _option(text: str, fact: Fact) -> str | None:
    try:
        return read_choice(text, fact)
    except Misread:
        return None


def read_phone(text: str) -> str:
    """Read a phone number; it is kept as it was typed.

    Raises:
        Misread: It cannot be one.
    """
    number = as_typed(text)
    digits = sum(character.isdigit() for character in number)
    if not re.fullmatch(_PHONE, number) or not 3 <= digits <= 21:  # noqa: PLR2004  # house phones; E.164 and an extension
        message = "a phone number such as 555-0123 is expected"
        raise Misread(message)
    return number


def read_email(text: str) -> str:
    """Read an e-mail address.

    Raises:
        Misread: It cannot be one.
    """
    address = as_typed(text)
    if not re.fullmatch(_EMAIL, address):
        message = "an e-mail address such as name@example.com is expected"
        raise Misread(message)
    return address


def read_person(text: str, office: Office) -> str:
    """Read somebody on the staff list, by either name.

    Raises:
        Misread: There is nobody of that name, or there are two.
    """
    wanted = text.casefold()
    for person in office.staff.values():
        if wanted in (person.name.casefold(), f"{person.full_name} ({person.name})".casefold()):
            return person.name
    found = [person.name for person in office.staff.values() if wanted == person.full_name.casefold()]
    if len(found) == 1:
        return found[0]
    several = f"several people have this name; write one of: {', '.join(found)}"
    message = several if found else f"somebody on the staff list is expected: {', '.join(office.staff)}"
    raise Misread(message)
