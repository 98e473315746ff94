"""Every story beside this file comes out as it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.acts import play
from tests.stories.reading import read_story
from tests.stories.world import begin

STORIES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_comes_out_as_told(path: Path) -> None:
    """What happens in a story is allowed or refused as it says, and the case stands as it says."""
    story = read_story(path)
    assert story.title
    world = begin(story.given)
    for line in story.lines:
        try:
            play(world, line)
        except AssertionError as wrong:
            message = f"{line}\n{wrong}"
            raise AssertionError(message) from None
