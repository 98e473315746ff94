"""What can be wrong with a procedure as a whole: on some path, or on all."""

from __future__ import annotations

from typing import Final

from engine.messages.sentence import Sentence, Severity

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
