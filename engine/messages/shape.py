"""What can be wrong with the shape of a document: keys that are missing, too many, or of the wrong kind."""

from __future__ import annotations

from typing import Final

from engine.messages.sentence import Sentence

SHAPE: Final[dict[str, Sentence]] = {
    "unknown-key": Sentence("`{name}` is not a key of this {where}", "its keys are {keys}"),
    "missing-key": Sentence("this {where} has no `{name}`", "add `{name}:`, {what}"),
    "key-not-here": Sentence("{name} has no meaning here", "leave it out; {why}"),
    "key-needs-key": Sentence("`{name}` means nothing without `{other}`", "add `{other}:`, or leave `{name}` out"),
    "one-key-of": Sentence("this {where} has {count} of the keys {keys}", "give it exactly one of them"),
    "wrong-type": Sentence(
        "{name} must be {expected}, here is {found}", "write it on the lines below, with two more spaces in front"
    ),
    "not-one-of": Sentence("{name} cannot be `{found}`", "it can be {options}"),
    "not-so-written": Sentence("`{found}` is not {expected}", "write it like `{example}`"),
    "empty": Sentence("there is nothing in {name}", "fill it in, or leave the key out"),
    "too-long": Sentence("{name} has more than {limit} characters", "make it shorter"),
    "too-many": Sentence("{name} has more than {limit} entries", "leave some out"),
    "out-of-range": Sentence("{name} is {relation} {limit}", "write {expected}"),
    "twice-in-list": Sentence("`{found}` stands twice in {name}", "keep one of them"),
}
