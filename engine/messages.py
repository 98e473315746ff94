"""Every sentence the checker can say about a document, in one spot, so that they can be read and worded together.

The sentences of faults inside a condition stand in `engine.condition.faults`, in the same manner.

INVARIANT: a message says what is so, its help what to do; both are one line in lower case without a full stop.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Severity(StrEnum):
    """An error keeps a procedure from being used; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Sentence(NamedTuple):
    """What is said about one kind of finding; the words in braces are filled in where it is found."""

    message: str
    help: str | None = None
    severity: Severity = Severity.ERROR


_SMALLER: Final = "leave out what is no procedure, or make two procedures of it"
_QUOTES: Final = "put quotes around the whole text"

SOURCE: Final[dict[str, Sentence]] = {
    # The characters of the file.
    "unreadable": Sentence(
        "this file cannot be read: {why}", "see that it is there, and that you may open it; then check again"
    ),
    "not-utf8": Sentence("this is not UTF-8 text", "save the file with the encoding UTF-8"),
    "too-large": Sentence("the file has more than the {limit} KB that a document may have", _SMALLER),
    "tab": Sentence("here is a tab", "use spaces instead, two for each level"),
    "hidden-character": Sentence(
        "here is the character {name}, which cannot be seen",
        "delete it; it often comes along when text is copied from somewhere",
    ),
    "not-text": Sentence(
        "this is {what}, not text", "copy the text into a text editor, and save it there as plain text (UTF-8)"
    ),
    "odd-space": Sentence(
        "here is a blank of another kind than the usual one ({name})",
        "type it anew with the space bar; such blanks come along when text is copied from somewhere",
    ),
    # How much there may be of it.
    "empty-file": Sentence("there is nothing in this file", "begin it with a line like `procedure: record_release`"),
    "too-deep": Sentence(
        "this is nested more than {limit} levels deep", "put some of the steps one after the other instead"
    ),
    "too-many-values": Sentence("the file has more than {limit} values", _SMALLER),
    # What other YAML files have, and these do not.
    "duplicate-key": Sentence(
        "`{name}` stands here a second time, first in line {line}", "keep one of the two, or give one another name"
    ),
    "anchor": Sentence(
        "`{name}` marks a place to copy from, which is not used here",
        "leave it out; a text that begins with `&` needs quotes",
    ),
    "alias": Sentence(
        "`{name}` would copy from another place, which is not used here",
        "write out what is meant; a text that begins with `*` needs quotes",
    ),
    "tag": Sentence(
        "`{name}` would set a type, which is not used here", "leave it out; a text that begins with `!` needs quotes"
    ),
    "merge-key": Sentence("`<<` would copy from another place, which is not used here", "write out what is meant"),
    "directive": Sentence(
        "a line that begins with `%` is not used here", "delete it; a text that begins with `%` needs quotes"
    ),
    "second-document": Sentence("a second document begins here", "keep one document in each file"),
    "odd-key": Sentence("this cannot be a key", "write one word before the colon"),
    "flow-mapping": Sentence(
        "keys in `{{...}}` easily lose half a sentence at a comma",
        "write each on a line of its own below, with two more spaces in front, as in `{name}: ...`",
        Severity.WARNING,
    ),
    "pair-in-list": Sentence("here is a key with a value in the midst of a list", _QUOTES),
    "hash-in-text": Sentence(
        "from `#` on, the line is a remark and no part of the text",
        "put quotes around the whole text; before a remark, put two blanks, and one after its `#`",
        Severity.WARNING,
    ),
    "taken-as-text": Sentence(
        "`{name}` is taken as text, just as it is written",
        "put quotes around it if that is meant; {advice}",
        Severity.WARNING,
    ),
    # What PyYAML cannot read.
    "missing-space": Sentence("a space is missing after this `{name}`", "write it like `{right}`"),
    "bullet": Sentence("`{name}` does not begin an entry of a list", "write `-` and a space in its place"),
    "curly-quotes": Sentence(
        "typographic quotes such as `{name}` do not hold a text together",
        "put straight quotes around the whole text, as in `'Note: we call'`",
    ),
    "braces-without-quotes": Sentence("a text that begins with `{{` needs quotes", _QUOTES),
    "unclosed-quote": Sentence("the quote that begins here does not end", "put the same quote at the end of the text"),
    "quote-goes-on": Sentence(
        "the text that begins here goes on over a line with `{name}:`, up to the next `{quote}`",
        "put the same quote where the text ends",
    ),
    "text-after-quote": Sentence(
        "something follows after the end of a text in quotes or of a list",
        "put quotes around the whole text, and use the other kind of quote inside of it",
    ),
    "unclosed-bracket": Sentence(
        "this `{name}` is not closed, or a comma is missing after it", "write it like `[one, two, three]`"
    ),
    "bad-escape": Sentence(
        "this is not something that can follow a backslash in double quotes",
        "put single quotes around the text, or write two backslashes",
    ),
    "colon-in-text": Sentence(
        "here is a second colon in one line", "put quotes around the whole text if the colon belongs to it"
    ),
    "missing-colon": Sentence(
        "a key is expected here, but no colon follows", "write it like `key: value`, with a space after the colon"
    ),
    "bad-indent": Sentence(
        "this does not stand below anything that it could belong to",
        "begin it exactly below the key or the `-` before it that it goes with",
    ),
    "bad-list": Sentence("a list cannot begin here", "begin it on the next line, one `-` for each line"),
    "bad-start": Sentence("a text cannot begin with `{name}`", _QUOTES),
    "bad-block": Sentence(
        "something is wrong with the line of this `{name}`",
        "begin the text on the next line, with two more spaces in front; a text that begins with `{name}` needs quotes",
    ),
    "not-yaml": Sentence(
        "this cannot be read", "compare it with the lines above; a colon, quote or space may be missing"
    ),
}

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

WHOLE: Final[dict[str, Sentence]] = {
    # What comes before what.
    "waits-for-itself": Sentence("`{name}` waits for itself"),
    "asked-too-late": Sentence("`{one}` depends on `{fact}`, which is asked only in {steps}"),
    # What says the same in every case.
    "never-true": Sentence("`{condition}` is never true", "mend it, or leave it out", Severity.WARNING),
    "always-true": Sentence("`{condition}` is always true", "mend it, or leave it out", Severity.WARNING),
    "option-hides-fact": Sentence(
        "`{name}` is taken for the option of `{fact}`, though there is a fact with this name",
        "give the option or the fact another name",
        Severity.WARNING,
    ),
    "row-never-counts": Sentence(
        "this row never counts: the rows above it take every case that it is for",
        "move it up, mend its condition, or leave it out",
        Severity.WARNING,
    ),
    "rows-leave-a-gap": Sentence(
        "there are cases for which no row gives `{name}` a value",
        "add a last row, as in `... otherwise`",
        Severity.WARNING,
    ),
    "rows-overlap": Sentence(
        "this row and the one in line {line} can both be true, and they give different values",
        "say in the lower one that it is not for the cases of the upper one",
        Severity.WARNING,
    ),
    # What cannot come about.
    "never-begins": Sentence(
        "step `{step}` never begins: its `{key}` is not true on any path",
        "mend the condition, or leave the step out",
        Severity.WARNING,
    ),
    "never-ends-so": Sentence(
        "no case ends as `{name}`: its condition is not true on any path",
        "mend the condition, or leave the outcome out",
        Severity.WARNING,
    ),
    "no-last-outcome": Sentence(
        "a case can end without any of the outcomes", "add a last one that has no `when`", Severity.WARNING
    ),
    "never-over": Sentence(
        "no case of this procedure can end: on no path are all of its steps settled",
        "look at what its steps wait for; `give_up` or `until` ends a wait",
        Severity.WARNING,
    ),
    "never-has-a-date": Sentence(
        "this never comes to a day: `{anchor}` {why} on any path on which `{step}` is open",
        "count from something else, or leave it out",
        Severity.WARNING,
    ),
    "reminder-too-late": Sentence(
        "this reminder of step `{step}` comes too late: {what}", "let it come earlier", Severity.WARNING
    ),
    "not-all-looked-at": Sentence(
        "this procedure is too large to look at all of its paths: what can happen on some of them was not looked at",
        "make the conditions simpler, or let fewer of them depend on each other; what was found so far holds",
        Severity.WARNING,
    ),
    # What may keep a case open for ever.
    "wait-without-end": Sentence(
        "step `{step}` waits for `{name}`, and if that never comes, the case stays open for ever",
        "say when to stop, as in `give_up: 3 months after ...`, or what makes it needless, with `until`",
        Severity.WARNING,
    ),
    "known-by-arrival": Sentence(
        "step `{step}` depends on `{fact}`, which only `{name}` brings; if that never comes, the case stays open",
        "ask `{fact}` in a step too, or say with `until` what makes this needless",
        Severity.WARNING,
    ),
    "may-wait-for-ever": Sentence(
        "step `{step}` waits for ever where this does not come true",
        "say in its `when` that it is not for these cases, or add `give_up`",
        Severity.WARNING,
    ),
    "repeat-never-changes": Sentence(
        "no attempt at `{step}` can change whether `{condition}` is true",
        "ask in `{step}` what it depends on, or leave `repeat` out",
        Severity.WARNING,
    ),
    # People, and what they read.
    "nobody-can": Sentence(
        "nobody can do step `{step}`: only `{one}` may, but not whoever did `{other}`, and only `{one}` does that",
        "let somebody else do one of the two",
    ),
    "too-few-to-sign": Sentence(
        "step `{step}` is to be signed by {least}, and only {count} can sign it",
        "name a role in `by`, or let fewer sign",
    ),
    "may-be-unknown": Sentence(
        "`{fact}` may not be known yet when step `{step}` begins, which puts it into its words",
        "let `{step}` wait for what asks it, or ask it here",
        Severity.WARNING,
    ),
    # Keys that rely on others, and files beside the procedure.
    "give-up-without-wait": Sentence(
        "step `{step}` has nothing to wait for that it could give up", "add `wait_for`, or leave `give_up` out"
    ),
    "not-on-a-group": Sentence(
        "`{name}` means nothing for step `{step}`, which holds steps", "write it at the steps it is meant for"
    ),
    "unknown-in-template": Sentence(
        "the template `{template}` puts in `{name}`, which no fact declares", "mend it in the folder `documents`"
    ),
    "not-told-in-template": Sentence(
        "the template `{template}` puts in `{name}`, which has no value there: {why}",
        "leave it out, or put in something that is worked out from it",
        Severity.WARNING,
    ),
    "missing-template": Sentence(
        "there is no template for `{name}`", "put `{name}.html` or `{name}.txt` into the folder `documents`"
    ),
    "other-file-name": Sentence(
        "procedure `{name}` is in a file of another name, so no case can be opened on it",
        "name the file `{name}.yaml`",
        Severity.WARNING,
    ),
    # Cases that steps open.
    "unknown-procedure": Sentence("there is no procedure `{name}` in this folder", "name one that there is"),
    "not-a-fact-there": Sentence("procedure `{procedure}` has no fact `{name}`", "leave it out, or declare it there"),
    "not-for-opening": Sentence(
        "`{name}` of `{procedure}` is a list or told once per something else, so no opening can tell it",
        "leave it out",
    ),
    "opening-not-told": Sentence(
        "`{procedure}` opens with `{name}`, which is not told here", "add `{name}:` to `with`"
    ),
    # Promises.
    "promise-opens-early": Sentence("step `{step}` can begin before `{condition}` is true"),
    "promise-held-back": Sentence("step `{step}` may have to wait for `{other}`"),
    "promise-not-always": Sentence("step `{step}` is not done in every case"),
    "promise-not-proven": Sentence(
        "it would take too long to prove this promise of step `{step}`",
        "make the conditions on the way to `{step}` simpler, or let fewer of them depend on each other",
    ),
}

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

UNKNOWN_FACT: Final = "{who} `{name}`, which no fact declares"
"""As "unknown-fact" of `engine.condition.faults`, where it is known who names it: ``step `call` asks``."""

MESSAGES: Final[dict[str, Sentence]] = SOURCE | SHAPE | NAMES | WHOLE | STORIES
