"""What can be wrong with a rehearsal, and how a story can come out otherwise than it is told."""

from __future__ import annotations

from typing import Final

from engine.messages.sentence import Sentence, Severity

STORIES: Final[dict[str, Sentence]] = {
    # What a rehearsal names.
    "not-in-procedure": Sentence("`{name}` is no {what} of `{procedure}`", "there are: {names}"),
    "not-of-an-office": Sentence("`{found}` cannot be used: {why}", "{advice}"),
    "not-on-staff": Sentence("`{name}` is not on the staff of this rehearsal", "there are: {names}"),
    "unknown-story": Sentence(
        "no story further up has the name `{name}`", "put this story below that one, and give that one the name"
    ),
    # What happens otherwise than it is told.
    "refused": Sentence("`{act}` is refused: {why}", "mend the story; if that is right, add `refused: {reason}`"),
    "not-refused": Sentence(
        "`{act}` is not refused, and was to be, as `{expected}`", "if that is right, leave `refused` out"
    ),
    "refused-otherwise": Sentence(
        "`{act}` is refused as `{found}`, not as `{expected}`: {why}", "if that is right, write `refused: {found}`"
    ),
    "time-goes-back": Sentence("this is before {now}, which it is already", "write a later time"),
    "no-case-there": Sentence("`{step}` has opened no case", "have the step done before that"),
    "promise-broken": Sentence("here {what}, which is promised never to be", "the promise stands in {where}"),
    "not-played": Sentence(
        "`{story}` was not played, for `{earlier}` did not come to its end", "see what is said about that one"
    ),
    # How a case stands otherwise than it is told.
    "expected-open": Sentence(
        "expected `{step}` open; {found}", "if that is right, leave it out here; else mend {where}"
    ),
    "open-too": Sentence("open is also: {steps}", "if that is right, add it here; `not_open` names only some steps"),
    "expected-otherwise": Sentence(
        "expected {what} to be {expected}; {found}", "if that is right, mend the story; else mend {where}"
    ),
    "not-among": Sentence("{what} `{expected}` is not there; instead: {found}", "if that is right, mend the story"),
    "more-than-said": Sentence("there is also {what}: {found}", "if that is right, add it here"),
    "not-printed": Sentence(
        "`{words}` does not stand in what was printed last", "mend the story, or the template in `documents`"
    ),
    # What no story comes by.
    "step-not-rehearsed": Sentence("no story {what} `{step}`", "tell one in which that is done", Severity.WARNING),
    "outcome-not-rehearsed": Sentence("no story ends as `{outcome}`", "tell one that does", Severity.WARNING),
    "condition-not-rehearsed": Sentence(
        "`{condition}` is {verdict} in no story", "tell one in which it is", Severity.WARNING
    ),
}
