"""The pieces every dialogue is made of: show a page and hear a reply, ask for a line, have one of many picked.

INVARIANT: leaving is possible on every page, and whatever was typed on the page is kept as a draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run import compose
from cli.run.grammar import ALWAYS, HELP, LEAVE, Cancelled, Command, Pressed, Told, Unclear, read
from cli.run.helping import help_page
from cli.run.page import ENTER, SPACE, Choice, Gone, Keys, Page, Text
from cli.run.questions import PICKS, choices, yes_no
from engine.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.run.grammar import Reply
    from cli.run.page import Block, Field, Raw, Talk
    from cli.run.visit import Visit
    from engine.case.agenda import StepView


class Leaving(Exception):  # not an error: the person goes, from whatever page they are on
    """The person leaves; `code` is the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def hear(visit: Visit, page: Page) -> Talk[Reply]:
    """Show a page until something that may be entered there is entered; help is given on the way."""
    while True:
        reply = _understood(page, (yield _with_notices(visit, page)))
        if isinstance(reply, Command) and reply.key == LEAVE:
            raise Leaving(0)
        if isinstance(reply, Command) and reply.key == HELP:
            page = _with_draft(page, reply.draft)
            yield from _help(visit, page)
        elif isinstance(reply, Unclear):
            visit.warn(reply.message)
            page = _with_draft(page, reply.typed)
        else:
            _keep_draft(visit, page.field, reply)
            return reply


def _understood(page: Page, raw: Raw) -> Reply:
    if isinstance(raw, Gone):
        raise Leaving(raw.code)
    return read(page.field, (*(choice.key for choice in page.commands), *ALWAYS), raw)


def _with_notices(visit: Visit, page: Page) -> Page:
    notices = tuple(dict.fromkeys(visit.notices))
    visit.notices.clear()
    return replace(page, notices=(*page.notices, *notices))


def _with_draft(page: Page, draft: str) -> Page:
    if isinstance(page.field, Text) and draft:
        return replace(page, field=replace(page.field, prefill=draft), notices=())
    return replace(page, notices=())


def _keep_draft(visit: Visit, field: Field, reply: Reply) -> None:
    if isinstance(field, Text) and isinstance(reply, Command | Cancelled) and reply.draft:
        visit.drafts[field.name] = reply.draft


def _help(visit: Visit, page: Page) -> Talk[None]:
    raw = yield help_page(page, visit.case)
    if isinstance(raw, Gone):
        raise Leaving(raw.code)


def ask_line(visit: Visit, page: Page) -> Talk[str | None]:
    """Ask for a line on a page with a text field; None if it was left blank or something else was wanted."""
    reply = yield from hear(visit, page)
    if not isinstance(reply, Told) or not isinstance(page.field, Text):
        return None
    visit.drafts[page.field.name] = reply.text
    return reply.text.strip() or None


def side_page(visit: Visit, step: StepView | None, title: str, field: Field) -> Page:
    """Make a page beside the moment, where only leaving and help are commands."""
    keys = tuple(Choice(key, label) for key, label in ((LEAVE, "leave"), (HELP, "help")))
    page = compose.page(visit, step, title, field)
    return replace(page, frame=replace(page.frame, below=()), commands=keys)


def line_page(visit: Visit, step: StepView | None, title: str, name: str, help_: str) -> Page:
    """Make a page that asks for a line, with what was typed there before."""
    page = side_page(visit, step, title, Text(name, visit.drafts.get(name, "")))
    return replace(page, help=help_)


def pick(
    visit: Visit, step: StepView | None, title: str, labels: Sequence[str], blocks: tuple[Block, ...] = ()
) -> Talk[int | None]:
    """Have one of several picked by a key, by pages if they are many; None to go back."""
    first = 0
    while True:
        shown = labels[first : first + len(PICKS)]
        more = (Choice(SPACE, "more"),) if len(labels) > len(PICKS) else ()
        keys = Keys((*choices(shown), *more, Choice(ENTER, "back")))
        reply = yield from hear(visit, replace(side_page(visit, step, title, keys), blocks=blocks))
        if not isinstance(reply, Pressed) or reply.key == ENTER:
            return None
        if reply.key != SPACE:
            return first + PICKS.index(reply.key)
        first = first + len(PICKS) if first + len(PICKS) < len(labels) else 0


def confirm(visit: Visit, page: Page) -> Talk[bool]:
    """Ask yes or no on a page; anything else is no."""
    reply = yield from hear(visit, replace(page, field=Keys(yes_no())))
    return isinstance(reply, Pressed) and reply.key == "y"
