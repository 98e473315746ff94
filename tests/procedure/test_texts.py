"""Words for people, taken apart: what is said as it is, and which facts stand between."""

from __future__ import annotations

import pytest

from engine.procedure.templates import names_in
from engine.procedure.texts import Placeholder, take_apart


@pytest.mark.parametrize(
    ("source", "pieces", "placeholders"),
    [
        ("", ("",), ()),
        ("Call them", ("Call them",), ()),
        ("{patient}", ("", "patient", ""), (Placeholder("patient", 0, 9),)),
        ("Call {patient} now", ("Call ", "patient", " now"), (Placeholder("patient", 5, 14),)),
        ("{a}{b}", ("", "a", "", "b", ""), (Placeholder("a", 0, 3), Placeholder("b", 3, 6))),
        ("a {{b}} c", ("a {b} c",), ()),
        ("{{{a}}} z", ("{", "a", "} z"), (Placeholder("a", 2, 5),)),
        ("a {b c} d", ("a {b c} d",), (Placeholder("", 2, 7),)),
        ("a { d", ("a { d",), (Placeholder("", 2, 5),)),
        ("a {} d", ("a {} d",), (Placeholder("", 2, 4),)),
        ("a } d", ("a } d",), ()),
    ],
)
def test_taken_apart(source: str, pieces: tuple[str, ...], placeholders: tuple[Placeholder, ...]) -> None:
    """Braces of their own are doubled; what is in braces and no name stays, and is told with its place."""
    text, found = take_apart(source)
    assert (source, pieces, placeholders) == (text.source, text.pieces, found)
    assert pieces[1::2] == text.names


def test_names_in_a_template() -> None:
    """Each once, in the order in which they come; what is no name is none."""
    assert ("patient", "made_on") == names_in("{patient} {made_on} {patient} {Other} { x } {}")
    assert () == names_in("no names")
