"""What can be wrong with the names in a document, and with what they are used for."""

from __future__ import annotations

from typing import Final

from engine.messages.sentence import Sentence, Severity

NAMES: Final[dict[str, Sentence]] = {
    # Names that are declared.
    "duplicate-id": Sentence(
        "a {what} called `{name}` stands in line {line} already", "give each {what} a name of its own"
    ),
    "name-clash": Sentence(
        "the {what} `{name}` is called as the {other} in line {line}, and either could be meant",
        "give one of them another name",
    ),
    "reserved-word": Sentence(
        "`{name}` is a word of the language and cannot be a name", "call it something else, such as `{name}_`"
    ),
    # Names that are referred to.
    "unknown-role": Sentence("`{name}` is no role of this procedure", "add it to `roles:`"),
    "unknown-wait": Sentence(
        "`{name}` is nothing that can be waited for",
        "name a step or an arrival, or write a condition or a time such as `3 days after call`",
    ),
    "told-but-worked-out": Sentence(
        "{who} `{name}`, which is worked out by its `value`", "leave it out here, or take the `value` away"
    ),
    "asked-here-and-there": Sentence(
        "`{name}` is asked once per something else in line {line}",
        "ask it only inside of one `for_each` or `repeat`, or only outside; or declare two facts",
    ),
    "unknown-placeholder": Sentence(
        "`{name}` is not the name of a fact in braces", "write it like `{{patient}}`; for a brace itself write `{{{{`"
    ),
    # Steps.
    "group-does": Sentence(
        "step `{step}` holds steps, so `{name}` cannot stand beside them",
        "make a step of its own of it, within `steps`",
    ),
    "for-each-twice": Sentence(
        "this is done for each of `{name}` already, by a group around it", "leave one of the two `for_each` out"
    ),
    "for-each-elsewhere": Sentence(
        "`{name}` is not a list of each of `{outer}`, inside of which this step stands",
        "put the step outside of that group, or declare the list in the `of` of `{outer}`",
    ),
    "pause-in-sequence": Sentence(
        "only a step in `any_time` can make the rest wait", "move it to `any_time:`, or leave `pause` out"
    ),
    "key-in-text": Sentence(
        "`{name}` is part of a text here, because it stands further in than the key before it",
        "begin it exactly below that key; if it belongs to the text, put quotes around the whole text",
        Severity.WARNING,
    ),
    "nothing-to-do": Sentence(
        "step `{step}` has nothing to say, do, ask or print, so it is done by itself",
        "write what is to be done, as in `do: Call {{patient}}`",
        Severity.WARNING,
    ),
    # Facts that are worked out.
    "worked-out-from-itself": Sentence(
        "`{name}` would be worked out from itself", "leave `{name}` out of what its `value` is made of"
    ),
    "not-worked-out": Sentence("{kind} cannot be worked out", "count it, or ask whether it is known"),
    "row-without-when": Sentence(
        "this row does not say when it counts", "write it like `5 when balance > 0` or `5 otherwise`"
    ),
    "row-after-otherwise": Sentence("rows after `otherwise` never count", "make the row with `otherwise` the last one"),
    "rows-differ": Sentence("this row gives {kind}, the first one {other}", "let all rows give the same kind of value"),
    "value-of-other-type": Sentence(
        "`{name}` is declared as {kind}, but worked out as {other}", "leave `type` out, or change the `value`"
    ),
    # Facts that are told.
    "limits-crossed": Sentence("`min` of `{name}` is more than its `max`", "exchange the two"),
    "odd-start": Sentence("`{name}` cannot start as `{found}`", "write one of its answers: {options}"),
    "never-asked": Sentence(
        "nothing asks for `{name}`", "add it to the `ask` of a step, or to `opens_with`", Severity.WARNING
    ),
    "never-used": Sentence(
        "`{name}` is worked out, but nothing uses it",
        "leave it out, or use it in a condition or a text",
        Severity.WARNING,
    ),
    "role-not-used": Sentence(
        "`{name}` is a role that nothing here names", "leave it out, or name it in a `who`", Severity.WARNING
    ),
    "setting-not-used": Sentence(
        "`{name}` is a number that nothing here uses",
        "leave it out, or use it in a condition or a time",
        Severity.WARNING,
    ),
    "arrival-not-used": Sentence(
        "nothing waits for `{name}`, asks whether it has come, or is told by it",
        "leave it out, or name it in a `wait_for` or a condition",
        Severity.WARNING,
    ),
    # Sub-cases and outcomes.
    "told-other-type": Sentence("`{name}` is {kind}, and here it is told {other}", "pass on a fact of the same type"),
    "outcome-never-reached": Sentence(
        "outcome `{name}` is never reached: `{other}` above it takes every case that comes so far",
        "move it up, or give `{other}` a `when`",
        Severity.WARNING,
    ),
}
