"""Where is the parser in its tokens, and how does it say that the next one does not fit?"""

from __future__ import annotations

from typing import Final

from engine.condition.faults import FaultError, fault
from engine.condition.tokens import Token, tokenise
from engine.condition.tree import Name

MOST_PARTS: Final = 300
DEEPEST: Final = 40

VALUE_MISSING: Final = "a name, a number or a text in quotes belongs here"
SIGN_MISSING: Final = "`and`, `or`, `is`, `in` or a sign such as `>` is missing before it"

_WORDS: Final = frozenset(
    {"and", "or", "not", "is", "in", "known", "includes", "where", "of", "after", "before", "now", "today"}
)

_MORE: Final = dict.fromkeys(("greater", "more", "larger", "over", "above", "exceeds"), "write `>` for what is more")
_LESS: Final = dict.fromkeys(("less", "fewer", "smaller", "under", "below"), "write `<` for what is less")
_MEANT: Final = {
    "contains": "`includes` asks whether one of several options was chosen; nothing looks into a text",
    "between": "write two comparisons with `and`, as in `0 < size and size < 9`",
    "unless": "write `and not`",
    "at": "write `>=` for at least, `<=` for at most",
    **dict.fromkeys(("equals", "equal"), "write `is`"),
    **_MORE,
    **_LESS,
}
"""What is meant by words that people write for the signs and words used here."""

_MEANT_BEFORE: Final = {**dict.fromkeys(("if", "when", "only"), "leave the word before it out"), **_MORE, **_LESS}
"""The same, by the word before, which was taken for a name."""


class Cursor:
    """A place in the tokens of one text, that only moves forward."""

    def __init__(self, text: str) -> None:
        self._tokens = tokenise(text)
        if len(self._tokens) - 1 > MOST_PARTS:
            first = self._tokens[MOST_PARTS]
            raise FaultError(fault("condition-too-big", first.start, len(text), limit=MOST_PARTS))
        self._at = 0
        self._depth = 0

    @property
    def size(self) -> int:
        """How many tokens the text has."""
        return len(self._tokens)

    @property
    def here(self) -> Token:
        """The token that comes now."""
        return self._tokens[self._at]

    @property
    def following(self) -> Token:
        """The token after that; after the end there is none."""
        return self._tokens[self._at + 1]

    @property
    def end(self) -> int:
        """Where the token that was taken last ends."""
        return self._tokens[self._at - 1].end

    def take(self) -> Token:
        """Move past the token that comes now; the end is never passed."""
        token = self.here
        if token.kind != "end":
            self._at += 1
        return token

    def skip(self, text: str) -> bool:
        """Move past this word or sign if it comes now."""
        if self.here.text != text:
            return False
        self._at += 1
        return True

    def name(self) -> Name:
        """Take a word, whichever it is: steps may be called `after`."""
        if self.here.kind != "word":
            raise self.misfit(self.here, "a name belongs here")
        token = self.take()
        return Name(token.text, token.start, token.end)

    def close(self, opening: Token, right: str) -> None:
        """Take what closes a bracket."""
        if self.here.kind == "end":
            raise FaultError(fault("open-bracket", opening.start, opening.end, found=opening.text, right=right))
        if not self.skip(right):
            raise self.misfit(self.here, SIGN_MISSING)

    def descend(self) -> None:
        """Enter a part of a part.

        Raises:
            FaultError: That is too deep.
        """
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.too_deep()

    def ascend(self) -> None:
        """Leave it again."""
        self._depth -= 1

    def too_deep(self) -> FaultError:
        """Say that parts are nested too deep, up to here."""
        return FaultError(fault("condition-too-deep", 0, self.end, limit=DEEPEST))

    def misfit(self, token: Token, instead: str) -> FaultError:
        """Say that a token cannot stand where it does.

        Args:
            token: The first that does not fit.
            instead: What would help, unless the token itself tells better.
        """
        if token.kind == "end":
            last = self._tokens[-2]
            return FaultError(fault("breaks-off", last.start, last.end, instead, found=last.text))
        small = token.text.lower()
        if small in _WORDS and small != token.text:
            instead = f"write `{small}`"
        elif token.text == ",":
            instead = "numbers are written without commas, as in `1250.50`"
        else:
            before = self._tokens[max(self._tokens.index(token) - 1, 0)].text.lower()
            instead = _MEANT.get(small) or _MEANT_BEFORE.get(before) or instead
        return FaultError(fault("out-of-place", token.start, token.end, instead, found=token.text))
