"""What ties the cases together: a line for each commit of any case, each vouching for the line before.

A case's own chain shows a changed entry. That a case is gone, was put back to an older state, or was changed and
reckoned anew, shows here. That the ledger itself was cut or written anew shows by a head that was kept elsewhere.

INVARIANT: a line holds numbers, digests, names of the staff and of kept files, and nothing of what was told in a case.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.frozen import NamedTuple, dataclass
from engine.pattern import pattern
from engine.store.chain import GENESIS, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST: Final = 1000
"""No line is longer; what a crash leaves of one is shorter."""
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS: Final = 24
"""How much of a digest is in a head: 120 bits, so that nobody finds a second ledger with the same one."""
_MISREAD: Final = str.maketrans("OIL", "011")
_HEAD: Final = pattern(rf"([0-9]{{1,15}})((?:-?[{_ALPHABET}]){{{_LETTERS}}})")


@dataclass(frozen=True, slots=True)
class Committed:
    """Entries were recorded in a case.

    Args:
        case: The case.
        after: How many entries it had before.
        entries: How many it has now.
        head: The digest of the last of them.
    """

    case: str
    after: int
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file was kept with a case; `sha256` is that of its content."""

    case: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """A file that was kept with the case was removed, or is about to be."""

    case: str
    file: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody was shown all of a case; `what` says how, `at` is in ISO 8601."""

    case: str
    actor: str
    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Copied:
    """All of the store was copied: a backup was made, or this is what was restored from one, as `what` says."""

    what: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """A case that was damaged was put back, as it was after one of its commits; what came after that is lost.

    Args:
        case: The case.
        entries: How many entries it has now.
        head: The digest of the last of them; an earlier line vouches for it.
        actor: Who put it back.
        at: When, in ISO 8601.
    """

    case: str
    entries: int
    head: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A crash came: before this line are so many bytes of one that was never finished.

    With none, a commit was left without its line, and the next line is for it.
    """

    lost: int


Deed: TypeAlias = Committed | Kept | Discarded | Looked | Copied | PutBack | Mended

_DEEDS: Final[dict[str, type[Deed]]] = {kind.__name__: kind for kind in Deed.__args__}
_FIELDS: Final = {kind: kind.__match_args__ for kind in _DEEDS.values()}


class Tail(NamedTuple):
    """Where a ledger ends."""

    number: int
    """The number of its last line."""
    digest: str
    """The SHA-256 of that line."""

    @property
    def code(self) -> str:
        """The head as people keep it: the number of the line, and enough of its digest."""
        rest = int(self.digest, 16) >> (256 - 5 * _LETTERS)
        letters = "".join(_ALPHABET[rest >> 5 * place & 31] for place in reversed(range(_LETTERS)))
        return "-".join([str(self.number), *(letters[at : at + 4] for at in range(0, _LETTERS, 4))])


BEGINNING: Final = Tail(0, GENESIS)


class Line(NamedTuple):
    """A line as it was read."""

    tail: Tail
    """Where a ledger ends whose last line this is."""
    previous: str
    deed: Deed


class Break(NamedTuple):
    """A place at which the lines do not hang together, or at which some are no lines."""

    after: int
    """The number of the last line before it."""
    why: str
    is_crash: bool
    """Whether a crash leaves such a thing."""


def inscribed(deed: Deed, tail: Tail) -> tuple[bytes, Tail]:
    """Give the line that says this, without its end, and where the ledger ends then."""
    kind = type(deed)
    header = {"line": tail.number + 1, "kind": kind.__name__, "previous": tail.digest}
    text = canonical(header | {name: getattr(deed, name) for name in _FIELDS[kind]})
    return text, Tail(tail.number + 1, hashlib.sha256(text).hexdigest())


def read_line(text: bytes) -> Line | None:
    """Read a line; None if it is none."""
    try:
        record = json.loads(text)
        number, previous = record.pop("line"), record.pop("previous")
        deed = _DEEDS[record.pop("kind")](**record)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if type(number) is not int or type(previous) is not str or inscribed(deed, Tail(number - 1, previous))[0] != text:
        return None
    return Line(Tail(number, hashlib.sha256(text).hexdigest()), previous, deed)


def walk(lines: Iterable[bytes]) -> Iterator[Line | Break]:
    """Read a ledger from its beginning; what does not hang together is told, and the lines after it are read on."""
    tail, lost = BEGINNING, 0
    for text in lines:
        line = read_line(text)
        if line is None:
            lost += len(text) + 1
            continue
        if lost:
            yield _gap(tail, lost, is_crash=line.deed == Mended(lost) and lost <= LONGEST)
        if (line.tail.number - 1, line.previous) != tail:
            yield Break(tail.number, f"line {line.tail.number} does not follow the one before it", is_crash=False)
        yield line
        tail, lost = line.tail, 0
    if lost:
        yield _gap(tail, lost, is_crash=lost <= LONGEST)


def matches(tail: Tail, head: str) -> bool | None:
    """Tell whether a head is the one of this line; None if it is that of another line.

    Raises:
        ValueError: It is no head.
    """
    number, letters = _read_head(head)
    return letters == _read_head(tail.code)[1] if number == tail.number else None


def _read_head(head: str) -> tuple[int, str]:
    found = _HEAD.fullmatch(head.strip().upper().translate(_MISREAD))
    if not found:
        raise ValueError("this is not a head of the ledger")
    return int(found[1]), found[2].replace("-", "")


def _gap(tail: Tail, lost: int, *, is_crash: bool) -> Break:
    why = "is half a line, as a crash leaves it" if is_crash else f"are {lost} bytes that are no line"
    return Break(tail.number, f"after line {tail.number} there {why}", is_crash)
