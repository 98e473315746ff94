"""What can be wrong with a text before it is a document: its characters, its YAML."""

from __future__ import annotations

from typing import Final

from engine.messages.sentence import Sentence, Severity

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
