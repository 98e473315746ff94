"""One call of the command line, or several, for every refusal there is: each repeats a marker where it can."""

from __future__ import annotations

from typing import Final, TypeAlias

Call: TypeAlias = tuple[str, ...]

REFUSED: Final[dict[str, tuple[Call, ...]]] = {
    "already-settled": (("done", "{open}", "greet"), ("skip", "{open}", "gifts", "--reason", "Zanzibar")),
    "already-told": (("answer", "{open}", "story=Zanzibar told it otherwise"),),
    "ambiguous-step": (("take", "{other}", "look_at_it"),),
    "cannot-move": (("move", "{open}", "--as", "bo"), ("move", "{open}", "--preview", "--as", "bo")),
    "closed": (("answer", "{closed}", "story=Zanzibar"), ("answer", "{cancelled}", "story=Zanzibar")),
    "did-the-other-step": (("done", "{open}", "look_over"),),
    "does-not-apply": (("answer", "{other}", "gift=Zanzibar"),),
    "done-once": (("redo", "{open}", "send", "--reason", "Zanzibar lost it"),),
    "element-needed": (("arrive", "{open}", "reply", "reply_words=Zanzibar"),),
    "empty-note": (("note", "{open}", " "),),
    "facts-needed": (("open", "private", "person=Zanzibar"),),
    "in-the-future": (("arrive", "{open}", "letter", "letter_words=Zanzibar", "--happened", "2999-01-01 10:00"),),
    "is-a-group": (("done", "{open}", "matters_group"),),
    "is-a-list": (("amend", "{open}", 'matters=["Zanzibar"]', "--reason", "Zanzibar"),),
    "may-not-hand": (("hand", "{open}", "look_over", "--to", "boss", "--reason", "Zanzibar"),),
    "may-not-print": (("print", "{open}", "receipt", "--as", "guest"),),
    "may-not-redact": (("redact", "{open}", "story", "--reason", "Zanzibar"),),
    "may-not-sign": (("sign", "{unsigned}", "approve", "--reason", "Zanzibar"),),
    "move-needs-a-person": (("move", "{unsigned}", "--as", "bo"),),
    "no-file-here": (("arrive", "{open}", "scans", "--file", "{given}/Zanzibar.pdf"),),
    "no-such-note": (("redact", "{open}", "--note", "1", "--reason", "Zanzibar", "--as", "bo"),),
    "not-a-list": (("add", "{open}", "story", "matter=Zanzibar"),),
    "not-answered": (("done", "{other}", "greet", "story=Zanzibar"),),
    "not-arrived": (("withdraw", "{other}", "letter", "--reason", "Zanzibar"),),
    "not-asked": (("answer", "{other}", "person=Zanzibar again"), ("answer", "{open}", "person=Zanzibar again")),
    "not-brought": (("arrive", "{open}", "letter", "story=Zanzibar"),),
    "not-closed": (("reopen", "{open}", "--reason", "Zanzibar"),),
    "not-for-opening": (("open", "private", "person=Zanzibar", "born_on=1980-05-14", "story=Zanzibar"),),
    "not-on-hold": (("resume", "{open}"),),
    "not-open": (("done", "{open}", "each_matter[2]/look_at_it", "found=Zanzibar"), ("done", "{other}", "approve")),
    "not-signed": (("done", "{unsigned}", "approve", "--as", "bo"),),
    "not-skippable": (("skip", "{unsigned}", "approve", "--reason", "Zanzibar", "--as", "bo"),),
    "not-the-owner": (("publish", "private"),),
    "not-told": (("amend", "{other}", "story=Zanzibar", "--reason", "Zanzibar"),),
    "not-your-step": (("take", "{unsigned}", "approve"),),
    "nothing-changes": (("amend", "{open}", "story=Another story of Zanzibar", "--reason", "Zanzibar"),),
    "nothing-to-confirm": (("confirm", "{open}", "send", "--reason", "Zanzibar"),),
    "nothing-to-redo": (("redo", "{open}", "look_over", "--reason", "Zanzibar"),),
    "nothing-to-sign": (("sign", "{open}", "look_over", "--reason", "Zanzibar"),),
    "on-hold": (("answer", "{held}", "story=Zanzibar"),),
    "opened-a-case": (("redo", "{open}", "another", "--reason", "Zanzibar"),),
    "place-needed": (("answer", "{open}", "found=Zanzibar"),),
    "reason-needed": (("skip", "{open}", "look_over", "--reason", " "),),
    "stale": (("note", "{open}", "Zanzibar", "--expect", "1"), ("note", "{open}", "Zanzibar", "--expect", "9999")),
    "too-long": (("note", "{open}", "Zanzibar" * 2_501), ("cancel", "{open}", "--reason", "Zanzibar" * 2_501)),
    "unknown-arrival": (("arrive", "{open}", "Zanzibar"), ("arrive", "{open}", "parcel", "story=Zanzibar")),
    "unknown-document": (("print", "{open}", "Zanzibar"), ("print", "{open}", "../../Zanzibar")),
    "unknown-fact": (
        ("answer", "{open}", "Zanzibar=1"),
        ("open", "private", "Zanzibar=1"),
        ("redact", "{open}", "Zanzibar", "--reason", "x", "--as", "bo"),
    ),
    "unknown-place": (
        ("answer", "{open}", "Zanzibar/found=x"),
        ("remove", "{open}", "matters[7]", "--reason", "Zanzibar"),
    ),
    "unknown-role": (("hand", "{open}", "look_over", "--to", "Zanzibar", "--reason", "Zanzibar"),),
    "unknown-step": (
        ("done", "{open}", "Zanzibar"),
        ("why", "{open}", "Zanzibar"),
        ("note", "{open}", "x", "--step", "y"),
    ),
    "worked-out": (("answer", "{open}", "double=Zanzibar"),),
    "wrong-answer": (
        ("answer", "{other}", "worth=Zanzibar"),
        ("answer", "{other}", "kind=Zanzibar"),
        ("answer", "{other}", "refused=Zanzibar"),
        ("answer", "{other}", "mail=Zanzibar"),
        ("answer", "{bare}", 'matters=[{"Zanzibar": 1}]'),
        ("answer", "{bare}", "matters=Zanzibar"),
        ("open", "private", "person=Zanzibar", "born_on=Zanzibar"),
    ),
}
"""By code: what is refused so. `{other}` is a case of which little is told, `{unsigned}` one that nobody signed."""

UNREACHED: Final = {
    "unknown-actor": "who is not on the staff list cannot sit down at a desk",
    "other-procedure": "`move` looks for the version among those of the case's own procedure",
}
"""Refusals that no line of the command line can bring about, and why."""
