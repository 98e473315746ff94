"""What may not be done now: a code, a sentence, the reasons, and what to do instead (design 6.2).

INVARIANT: no value that somebody told stands in a refusal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.frozen import dataclass
from engine.pattern import pattern

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.events import Json


@dataclass(frozen=True, slots=True)
class Because:
    """One leaf of the reasons of a status or verdict.

    Args:
        kind: `fact`, `step`, `arrival`, `time` or `list`.
        place: Where the fact or step stands (empty: the case itself).
        text: The reason in words, without a private value.
        value: The value in its kept form; None where it is none, private, or still unknown.
        told_by: Who said so, if a person did.
    """

    kind: str
    name: str
    place: str
    text: str
    value: Json = None
    told_by: str | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that may not be done now."""

    code: str
    message: str
    because: tuple[Because, ...] = ()
    next: str | None = None
    field: str | None = None
    """The fact whose answer was wrong, so that a form can point at it."""


SENTENCES: Final[dict[str, tuple[str, str | None]]] = {
    # code: (what is so, what to do)
    "stale": (
        "somebody else changed this case after you looked at it ({seen} entries then, {now} now)",
        "look at the case again, then repeat what you did if it is still right",
    ),
    "unknown-actor": (
        "`{actor}` is not on the staff list of this office",
        "say who you are with --as NAME, or have the name added under staff in office.yaml",
    ),
    "not-your-step": ("`{step}` is for {who}", "{next}"),
    "did-the-other-step": (
        "`{step}` may not be done by the person who did `{other}`",
        "have somebody else do it",
    ),
    "unknown-step": ("no step `{step}` in this case", "see the steps with: cuecard agenda {case}"),
    "ambiguous-step": ("there is more than one `{step}`", "name one of: {addresses}"),
    "is-a-group": ("`{step}` is a group of steps", "name one of the steps in it: {steps}"),
    "already-settled": ("`{step}` is {status} already", "to do it again: cuecard redo {case} {step}"),
    "not-open": ("`{step}` is not open now: it is {status}", "{next}"),
    "not-answered": ("`{step}` still asks: {questions}", "{next}"),
    "not-signed": ("`{step}` is not signed by enough people yet: {signed} of {needed}", "sign it first"),
    "not-skippable": ("`{step}` may not be skipped", "the procedure says so (`skippable: no`)"),
    "reason-needed": ("a reason is needed", "say why in a few words, with --reason"),
    "nothing-to-redo": ("`{step}` was neither done nor skipped, so there is nothing to do again", None),
    "done-once": (
        "`{step}` cannot be undone in the world, so it is never done twice",
        "if something has changed, confirm it or write a note",
    ),
    "opened-a-case": ("`{step}` opened the case {subcase}", "cancel or correct that case instead"),
    "nothing-to-confirm": ("`{step}` carries no flag, so there is nothing to confirm", None),
    "unknown-fact": ("no fact `{fact}` in this procedure", "{next}"),
    "unknown-place": ("there is no `{place}` in this case", "see the case with: cuecard show {case}"),
    "place-needed": (
        "`{fact}` is told for one element of `{list}`",
        "name the element, such as {list}[1]/{fact}",
    ),
    "worked-out": ("`{fact}` is worked out from other answers", "correct those instead"),
    "not-asked": ("`{fact}` is told only when a case is opened", None),
    "not-brought": ("`{arrival}` does not bring `{fact}`", "it brings: {brings}"),
    "already-told": (
        "`{fact}` was told already",
        "to correct it: cuecard amend {case} {fact}=VALUE --reason TEXT",
    ),
    "does-not-apply": (
        "`{fact}` does not apply in this case",
        "if that is wrong, correct what it depends on",
    ),
    "not-told": ("`{fact}` was not told yet", "tell it with: cuecard answer {case} {fact}=VALUE"),
    "nothing-changes": ("`{fact}` has that value already", None),
    "is-a-list": ("`{fact}` is a list", "use `cuecard add` and `cuecard remove` for its elements"),
    "not-a-list": ("`{fact}` is not a list", None),
    "wrong-answer": ("`{fact}`: {problem}", "tell it again as expected"),
    "facts-needed": ("to open this case, tell: {facts}", "such as: cuecard open {procedure} {example}"),
    "not-for-opening": ("`{fact}` is not told when a case is opened", "open the case, then answer it there"),
    "unknown-arrival": ("no arrival `{arrival}` in this procedure", "{next}"),
    "not-arrived": ("`{arrival}` has not come, so it cannot be withdrawn", None),
    "element-needed": (
        "`{arrival}` is waited for by each element of `{list}`",
        "name the element, such as {list}[1]/{arrival}",
    ),
    "unknown-role": ("`{role}` is not a role of this procedure", "the roles are: {roles}"),
    "may-not-hand": ("`{step}` may not be handed to {role}", "{next}"),
    "too-long": (
        "the {name} has more than {longest} characters",
        "say it in fewer words, or keep it with the case as a file",
    ),
    "empty-note": ("the note is empty", "write a few words"),
    "on-hold": ("the case is on hold", "take it up again with: cuecard resume {case}"),
    "not-on-hold": ("the case is not on hold", None),
    "closed": ("the case is {status}", "take it up again with: cuecard reopen {case} --reason TEXT"),
    "not-closed": ("the case is {status}, so there is nothing to reopen", None),
    "in-the-future": (
        "what is recorded cannot have happened in the future",
        "give the time it happened, or leave it out",
    ),
    "nothing-to-sign": ("`{step}` is not signed by anybody", "mark it done with: cuecard done"),
    "may-not-sign": ("`{step}` is signed by {who}", "ask one of them"),
    "may-not-redact": ("only the owner of the procedure, the {owner}, takes something out of a case", "{next}"),
    "no-such-note": ("entry {note} of the case is no note", "see the numbers with: cuecard log {case}"),
    "not-the-owner": ("`{procedure}` is published by its owner, the {owner}", "{next}"),
    "other-procedure": (
        "a case of `{own}` cannot become one of `{procedure}`",
        "open a case of `{procedure}` beside it",
    ),
    "cannot-move": (
        "the case cannot be moved to version {version}",
        "leave it on the version it is on; it goes on there to its end",
    ),
    "move-needs-a-person": (
        "moving the case to version {version} would change what was settled",
        "look at it first: cuecard move {case} --preview; if it shall be so: cuecard move {case} --agree",
    ),
    "may-not-print": (
        "documents of `{procedure}` are made by those who work on its cases",
        "ask somebody with one of the roles: {roles}",
    ),
    "unknown-document": ("there is no template for a document `{document}`", "there are: {known}"),
}
"""Every sentence a refusal can say, in one spot. Words put in are names from the procedure, never told values."""

_TYPED: Final = {"step", "fact", "place", "arrival", "role", "document", "actor"}
"""What is repeated of a line where nothing is known by that name."""


_NAMED: Final = pattern(r"[a-z0-9][a-z0-9_#/.\[\]-]{0,79}")


def spelled(word: str) -> str:
    """Repeat a word that was typed where a name is expected only if it is spelled as names are: it may be anything."""
    return word if _NAMED.fullmatch(word) else "..."


def refuse(code: str, because: tuple[Because, ...] = (), field: str | None = None, **words: str | int) -> Refusal:
    """Make a refusal from its sentence."""
    message, advice = SENTENCES[code]
    if code.startswith("unknown-"):
        words |= {name: spelled(str(words[name])) for name in _TYPED & words.keys()}
        field = spelled(field) if field else None
    filled = advice.format(**words) if advice else None
    return Refusal(code, message.format(**words), because, filled or None, field)
