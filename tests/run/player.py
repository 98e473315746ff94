"""A person without a terminal: hands entries to the dialogue and looks at its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run.dialogue import talk
from cli.run.page import ESCAPE, Ending, Entered, Gone, Page, advance
from cli.run.visit import Visit
from tests.run.pictures import screen_of

if TYPE_CHECKING:
    from engine.desk import Desk


class Player:
    """One run, played entry by entry."""

    def __init__(self, desk: Desk, case: str) -> None:
        self.desk = desk
        self.case = case
        self.visit = Visit.begin(desk, case)
        self.talk = talk(self.visit)
        self.found = advance(self.talk)

    def enter(self, *texts: str) -> Player:
        """Press keys or send lines, one after the other."""
        for text in texts:
            self.found = advance(self.talk, Entered(text))
        return self

    def command(self, key: str, draft: str) -> Player:
        """Press Alt and a key while a draft stands in the field."""
        self.found = advance(self.talk, Entered(f"/{key}", draft))
        return self

    def enter_escape(self, draft: str) -> Player:
        """Press Escape while a draft stands in the field."""
        self.found = advance(self.talk, Entered(ESCAPE, draft))
        return self

    def leave(self, code: int) -> Player:
        """End the input, or interrupt."""
        self.found = advance(self.talk, Gone(code))
        return self

    @property
    def page(self) -> Page:
        """The page that is shown now."""
        assert isinstance(self.found, Page), self.found
        return self.found

    @property
    def ending(self) -> Ending:
        """How the run ended."""
        assert isinstance(self.found, Ending), self.screen
        return self.found

    @property
    def screen(self) -> str:
        """The page as a terminal of 80 by 24 shows it."""
        return screen_of(self.page)

    @property
    def told(self) -> list[str]:
        """What the page tells besides, such as what was wrong."""
        return [notice.text for notice in self.page.notices]

    def value(self, key: str) -> object:
        """Give the value that the case keeps for a fact."""
        return next((fact.value for fact in self.desk.agenda(self.case).facts if fact.key == key), "unknown")

    def status(self, at: str) -> str:
        """Give the status of a step."""
        step = self.desk.agenda(self.case).step(at)
        return step.status if step else "not there"
