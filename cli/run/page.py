"""What is shown at one moment and what may be entered there: plain values between the dialogue and the screen.

A dialogue is a generator: it yields a `Page`, is sent what was entered, and returns an `Ending`. It knows no terminal.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, TypeAlias, TypeVar

from engine.frozen import dataclass

ENTER = ""
SPACE = " "
ESCAPE = "\x1b"


@dataclass(frozen=True, slots=True)
class Choice:
    """A single key and what it means; the key `ENTER` is shown by its name."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Keys:
    """One key is pressed alone."""

    choices: tuple[Choice, ...]
    name: str = ""

    def has(self, key: str) -> bool:
        """Whether the key is one of the choices."""
        return any(choice.key == key for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Text:
    """A line is typed and edited.

    Args:
        name: What a draft of it is kept under.
        prefill: What stands in the field at the start.
        hint: What is expected, in words.
        takes_paths: Whether text may begin with a slash.
    """

    name: str
    prefill: str = ""
    hint: str = ""
    takes_paths: bool = False


Field: TypeAlias = Keys | Text
BlockKind: TypeAlias = Literal["say", "plain", "dim", "alert"]


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled stretch of the screen; `say` is set apart as words to read aloud."""

    label: str
    rows: tuple[str, ...]
    kind: BlockKind = "plain"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something told once, at the field: what was wrong, or what came of the last act."""

    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Steps of one stage that stand alike: `3-7 waiting`, or where the person is: `2 HERE`."""

    text: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the trail."""

    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same around all pages of a moment: the case, where we are, what is still to come."""

    case: str
    about: str
    title: str
    trail: tuple[Stage, ...] = ()
    below: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One screen.

    Args:
        blocks: What may be scrolled if the screen is low; `question` and what follows it always shows.
        commands: Keys of commands that may be given here, apart from those of the field.
    """

    frame: Frame
    heading: str
    field: Field
    blocks: tuple[Block, ...] = ()
    question: str = ""
    help: str = ""
    notices: tuple[Notice, ...] = ()
    commands: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """A line that was typed, or a key that was pressed (`/n`: a command's key, with the draft that stood there)."""

    text: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """The person left: end of input (0), or an interrupt (130)."""

    code: int


Raw: TypeAlias = Entered | Gone


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: what to say of it, and the exit code."""

    kind: Literal["closed", "idle", "left"]
    lines: tuple[str, ...]
    code: int = 0


T = TypeVar("T")
Talk: TypeAlias = Generator[Page, Raw, T]


def advance(talk: Talk[Ending], raw: Raw | None = None) -> Page | Ending:
    """Carry a dialogue on to its next page, or its end."""
    try:
        return next(talk) if raw is None else talk.send(raw)
    except StopIteration as stop:
        ending: Ending = stop.value
        return ending
