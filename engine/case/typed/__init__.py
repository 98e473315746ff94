"""Reading what people type: from text to the typed value of a fact, or a sentence about what is expected.

INVARIANT: nothing is guessed: what could mean two things is asked back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.case.typed.days import read_date, read_moment, read_time
from engine.case.typed.numbers import read_money, read_number
from engine.case.typed.pasted import Misread
from engine.case.typed.words import (
    read_choice,
    read_choices,
    read_email,
    read_person,
    read_phone,
    read_words,
    read_yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from engine.case.locale import Locale
    from engine.case.office import Office
    from engine.condition.reading import Plain
    from engine.procedure.model import Fact

__all__ = ["Misread", "hint", "read_text"]


def read_text(text: str, fact: Fact, office: Office, now: datetime) -> Plain:
    """Read what was typed for a fact.

    Raises:
        Misread: It is not of the fact's type.
    """
    return _READERS[fact.kind](text.strip(), fact, office, now)


def hint(fact: Fact, office: Office) -> str:
    """Say how an answer may be typed in this office; empty for plain words."""
    say = _HINTS.get(fact.kind)
    return say(office.locale) if say else ""


_HINTS: Final[dict[str, Callable[[Locale], str]]] = {
    "number": lambda locale: f"a number, such as 3 or 2{locale.decimal}5",
    "money": lambda locale: f"an amount, such as 120 or 120{locale.decimal}50",
    "date": lambda locale: f"a date, such as {locale.example_date}, today or tomorrow",
    "time": lambda locale: f"a time, such as {locale.example_time} or 5pm",
    "datetime": lambda locale: f"a day and a time, such as {locale.example_date} {locale.example_time} or today 5pm",
    "phone": lambda _: "a phone number, such as 555-0123",
    "email": lambda _: "an e-mail address, such as name@example.com",
    "file": lambda _: "the path of the file; a copy is kept with the case",
    "person": lambda _: "a name on the staff list",
    "choice": lambda _: "the number or the words of one of these",
    "choices": lambda _: "the numbers or words, with commas between them",
}


_READERS: Final[dict[str, Callable[[str, Fact, Office, datetime], Plain]]] = {
    "text": lambda text, fact, _office, _now: read_words(text, fact),
    "long_text": lambda text, fact, _office, _now: read_words(text, fact),
    "yes_no": lambda text, _fact, _office, _now: read_yes_no(text),
    "choice": lambda text, fact, _office, _now: read_choice(text, fact),
    "choices": lambda text, fact, _office, _now: read_choices(text, fact),
    "number": lambda text, _fact, office, _now: read_number(text, office.locale),
    "money": lambda text, _fact, office, _now: read_money(text, office.locale, office.currency),
    "date": lambda text, _fact, office, now: read_date(text, office.locale, now),
    "time": lambda text, _fact, office, _now: read_time(text, office.locale),
    "datetime": lambda text, _fact, office, now: read_moment(text, office, now),
    "phone": lambda text, _fact, _office, _now: read_phone(text),
    "email": lambda text, _fact, _office, _now: read_email(text),
    "file": lambda text, fact, _office, _now: read_words(text, fact),
    "person": lambda text, _fact, office, _now: read_person(text, office),
}
