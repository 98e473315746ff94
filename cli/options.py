"""The arguments and options that several commands share, each worded once."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from cli.telling import case_number

CaseArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="CASE", help="The number of the case.", parser=case_number)
]
StepArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="STEP", help="The step: its id, or its address such as `relative_case[1]`.")
]
AnswersArgument: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FACT=VALUE]...", help="Answers; a list is told as JSON, nothing after `=` means none."),
]
PreviewOption: TypeAlias = Annotated[bool, typer.Option("--preview", help="Only show what it would change.")]
ReasonOption: TypeAlias = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a few words.")]
