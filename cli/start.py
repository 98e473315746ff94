"""Where the command begins: whatever is still to be loaded when somebody presses Ctrl-C, it ends as it does later on.

INVARIANT: nothing is imported here but what every program in Python has loaded already.
"""

import sys

INTERRUPTED = 130
KEPT = "interrupted; what was acknowledged before is kept"


def main() -> None:
    """Load the command and run it."""
    try:
        from cli.app import main as carry_out

        code = carry_out()
    except KeyboardInterrupt:
        code = _end()
    sys.exit(code)


def _end() -> int:
    """Say that it was interrupted; once more is as good as once."""
    try:
        print(KEPT, file=sys.stderr)  # noqa: T201  # what prints it elsewhere is not loaded yet
    except KeyboardInterrupt:
        return _end()
    except OSError:
        pass  # nobody reads along
    return INTERRUPTED


if __name__ == "__main__":
    main()
