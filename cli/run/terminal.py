"""The run on a real terminal: one full screen, keys pressed alone, lines edited in place (prompt_toolkit).

INVARIANT: nothing is decided here; every key becomes an entry that the dialogue understands.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys as Key
from prompt_toolkit.layout import BufferControl, ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from cli.run.grammar import LETTERS
from cli.run.page import ENTER, ESCAPE, Ending, Entered, Gone, Keys, Page, Raw, Talk, Text, advance
from cli.run.screen import PROMPT, WIDEST, Line, Picture, draw

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent

STYLE: Final = Style.from_dict(
    {
        "head": "reverse bold",
        "here": "bold ansigreen",
        "heading": "bold",
        "label": "ansicyan",
        "gutter": "ansicyan",
        "say": "bold",
        "question": "bold",
        "key": "reverse",
        "command": "bold",
        "alert": "bold ansiyellow",
        "error": "bold ansired",
        "told": "ansigreen",
        "dim": "",
    }
)

PLAIN: Final = str.maketrans({"─": "-", "│": "|", "…": ".", "·": "-"})
"""What is drawn where the terminal's encoding has no lines."""

_LINE_ENDS: Final = re.compile(r"\s*[\r\n]+\s*")


def play(talk: Talk[Ending]) -> Ending:
    """Run a dialogue on the terminal until it ends."""
    start = advance(talk)
    return start if isinstance(start, Ending) else Terminal(talk, start).run()


class Terminal:
    """The screen of one run. What is shown is a function of `page`, `scroll` and what stands in the field."""

    def __init__(self, talk: Talk[Ending], page: Page) -> None:
        self.talk = talk
        self.page = page
        self.scroll = 0
        self.slash = False
        self.buffer = Buffer(multiline=False)
        self.app: Application[Ending] = Application(
            layout=self._layout(),
            key_bindings=self._bindings(),
            style=STYLE,
            full_screen=True,
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
        )
        self.app.ttimeoutlen = 0.05  # how long Escape waits for a key that would make it Alt
        self.encoding = self.app.output.encoding()
        self._turn_to(page)

    def run(self) -> Ending:
        """Show pages and take entries until the dialogue ends."""
        return self.app.run()

    # -- what is shown ---------------------------------------------------------------------------------------

    def _layout(self) -> Layout:
        self.keys_window = Window(
            FormattedTextControl(self._above, focusable=True, show_cursor=False),
            height=lambda: max(len(self._picture().above), 1),
            always_hide_cursor=True,
        )
        self.field_window = Window(
            BufferControl(self.buffer, input_processors=[Visible()]),
            height=lambda: max(self._picture().rows, 1),
            wrap_lines=True,
            get_line_prefix=lambda line, wrapped: "  " if line or wrapped else PROMPT,
        )
        below = Window(FormattedTextControl(self._below))
        field = ConditionalContainer(self.field_window, Condition(self._is_text))
        return Layout(HSplit([self.keys_window, field, below]), self.keys_window)

    def _is_text(self) -> bool:
        return isinstance(self.page.field, Text)

    def _picture(self) -> Picture:
        size = self.app.output.get_size()
        return draw(self.page, size.columns, size.rows, self.buffer.text, self.scroll)

    def _above(self) -> StyleAndTextTuples:
        return self._formatted(self._picture().above)

    def _below(self) -> StyleAndTextTuples:
        return self._formatted(self._picture().below)

    def _formatted(self, lines: tuple[Line, ...]) -> StyleAndTextTuples:
        pieces: StyleAndTextTuples = []
        for number, line in enumerate(lines):
            pieces += [("", "\n")] if number else []
            pieces += [(style, self._drawable(text)) for style, text in line]
        return pieces

    def _drawable(self, text: str) -> str:
        if "utf" in self.encoding.lower():
            return text
        return text.translate(PLAIN).encode(self.encoding, "replace").decode(self.encoding)

    # -- what is entered -------------------------------------------------------------------------------------

    def _turn_to(self, page: Page) -> None:
        self.page, self.scroll, self.slash = page, 0, False
        text = page.field.prefill if isinstance(page.field, Text) else ""
        self.buffer.set_document(Document(text, len(text)), bypass_readonly=True)
        self.app.layout.focus(self.field_window if self._is_text() else self.keys_window)
        self.app.invalidate()

    def _enter(self, raw: Raw) -> None:
        """Hand an entry to the dialogue; its next page is shown, its end or its fault ends the run."""
        try:
            found = advance(self.talk, raw)
        except Exception as fault:  # noqa: BLE001  # whatever it is leaves through `run`, to the one error boundary
            self.app.exit(exception=fault)
            return
        if isinstance(found, Ending):
            self.app.exit(result=found)
        else:
            self._turn_to(found)

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        in_text = Condition(self._is_text)
        bindings.add("c-c")(lambda _event: self._enter(Gone(130)))
        bindings.add("<sigint>")(lambda _event: self._enter(Gone(130)))
        bindings.add("c-d", filter=~in_text | Condition(lambda: not self.buffer.text))(
            lambda _event: self._enter(Gone(0))
        )
        bindings.add("pagedown")(lambda _event: self._scroll(1))
        bindings.add("pageup")(lambda _event: self._scroll(-1))
        bindings.add("enter")(lambda _event: self._enter(Entered(self._typed())))
        bindings.add("escape")(lambda _event: self._enter(Entered(ESCAPE, self.buffer.text)))
        for letter in LETTERS:
            bindings.add("escape", letter)(self._alt)
        bindings.add(Key.Any, filter=~in_text)(self._press)
        bindings.add(Key.BracketedPaste, filter=in_text)(self._paste)
        bindings.add(Key.BracketedPaste, filter=~in_text)(lambda _event: None)
        return bindings

    def _typed(self) -> str:
        return self.buffer.text if self._is_text() else ENTER

    def _scroll(self, pages: int) -> None:
        picture = self._picture()
        self.scroll = picture.scroll + pages * picture.page

    def _press(self, event: KeyPressEvent) -> None:
        """One key pressed alone; after a slash it is a command's."""
        key = event.data
        if not key.isprintable() or len(key) != 1:
            return
        field = self.page.field
        if key == "/" and not self.slash and not (isinstance(field, Keys) and field.has("/")):
            self.slash = True
            return
        text = f"/{key}" if self.slash else key
        self.slash = False
        self._enter(Entered(text))

    def _alt(self, event: KeyPressEvent) -> None:
        """Alt with a command's key: the command, while what stands in the field is kept."""
        key = event.key_sequence[-1].data
        if any(choice.key == key for choice in self.page.commands):
            self._enter(Entered(f"/{key}", self.buffer.text))

    def _paste(self, event: KeyPressEvent) -> None:
        """Pasted text becomes one line: a line end in it must not send it off."""
        self.buffer.insert_text(_LINE_ENDS.sub(" ", event.data))


class Visible(Processor):
    """Show characters of a draft that a terminal would obey as a sign, one for one, so that the cursor stays right."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Replace what cannot be printed."""
        return Transformation(
            [
                (piece[0], "".join(one if one.isprintable() else "¿" for one in piece[1]))
                for piece in transformation_input.fragments
            ]
        )


__all__ = ["WIDEST", "Terminal", "play"]
