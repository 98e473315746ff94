"""What can be broken about the world a store stands in: each fault says what is so, where, and what to do.

INVARIANT: no fault holds a value of a case; it names the case, the file and the cause.
"""

from __future__ import annotations

import errno
from typing import Final

from engine.pattern import pattern

_CAUSES: Final[dict[int, str]] = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the share of the disk that is yours is full",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open in this program",
    errno.ENFILE: "too many files are open on this machine",
    errno.ELOOP: "it is a link, and links are not followed here",
    errno.ENOENT: "its folder is missing",
    errno.EMLINK: "it has another name as well, and both would be written",
    errno.ENOTDIR: "there is something else, perhaps a link, where a folder should be",
}


def cause_of(error: OSError) -> str:
    """Say in words why the operating system refused."""
    number = error.errno or 0
    said = _CAUSES.get(number) or (error.strerror or "the system gave no reason").lower()
    return f"{said} ({errno.errorcode.get(number, 'no code')})"


class StoreFault(Exception):
    """Something is broken, or not there, where logs are kept."""

    message: str = "the store is out of order"
    help: str = "ask whoever looks after cuecard"

    def __str__(self) -> str:
        """Give the whole sentence: what is so, and what to do."""
        return f"{self.message}; {self.help}"


_LIKE_A_NUMBER: Final = pattern(r"[0-9A-Z]{3}-[0-9A-Z]{3}|(?=.*[0-9])[0-9A-Z-]+")
"""What is no name of a person, and so may be repeated."""


def shown_number(name: str) -> str:
    """Name what may be no case, by what somebody typed: `case K7M-2PQ`, or nothing of it if it is like a name."""
    typed = name.removeprefix("case ")
    return name if typed == name or _LIKE_A_NUMBER.fullmatch(typed) else "case of this number"


class CaseNotFound(StoreFault):
    """No case has this number."""

    help = "look the number up in the list of cases; closed ones are listed apart"

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case
        self.message = f"there is no {shown_number(f'case {case}')} here"


class NotACase(CaseNotFound):
    """What was given cannot be the number of a case; it is not repeated, for it may be anything."""

    help = "a case number is 4 to 20 capital letters, digits and dashes, and no name that Windows keeps for itself"

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.message = "this is not the number of a case"


class CaseExists(StoreFault):
    """The number is taken."""

    help = "nothing was written; open the case under another number, or load the one that is there"

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case
        self.message = f"there is a case {case} already"


class ConflictingWrite(StoreFault):
    """The case went on since the caller looked.

    Args:
        case: The case.
        expected: The number of the last entry the caller saw.
        actual: The number of the last entry there is.
    """

    help = "nothing was written; load the case again, look at what changed, then say it again"

    def __init__(self, case: str, expected: int, actual: int) -> None:
        super().__init__(case, expected, actual)
        self.case = case
        self.expected = expected
        self.actual = actual
        self.message = f"case {case} is at entry {actual}, and this was decided on entry {expected}"


class Unstorable(StoreFault):
    """An entry holds something that would not come back as it was told."""

    help = "nothing was written; tell it again in ordinary characters"

    def __init__(self, case: str, seq: int) -> None:
        super().__init__(case, seq)
        self.case = case
        self.seq = seq
        self.message = f"entry {seq} of case {case} holds a value that cannot be kept"


class StoreLocked(StoreFault):
    """Somebody else is writing, for longer than this was willing to wait.

    Args:
        what: What was wanted.
        where: The lock.
        holder: Who holds it, what of and since when, if that is known; nothing of what is told in a case.
    """

    help = "wait a little and do it again; if nobody is at it, end the cuecard that hangs"

    def __init__(self, what: str, where: str, holder: str = "") -> None:
        super().__init__(what, where, holder)
        self.where = where
        self.holder = holder
        self.message = f"{what} is being written {holder or 'elsewhere right now'} (lock: {where})"


class BeingCopied(StoreLocked):
    """Something is to be taken out of a case while a backup is made, which would have it by half."""

    help = "nothing was recorded; do it again when that is done"

    def __init__(self, what: str, where: str, holder: str = "") -> None:
        super().__init__(what, where, holder)
        self.message = f"nothing can be taken out of {what} now: all is being copied {holder} (lock: {where})"


class WriteFailed(StoreFault):
    """A file could not be written; what it held before still stands, and nothing was acknowledged."""

    help = "nothing was recorded; put this right, then do it again"

    def __init__(self, file: str, cause: str) -> None:
        super().__init__(file, cause)
        self.file = file
        self.cause = cause
        self.message = f"{file} could not be written: {cause}"


class Unsettled(WriteFailed):
    """A file could not be written for certain, nor be put back as it was; nothing was acknowledged."""

    help = "look first: what you did may be recorded; put this right, then do it again if it is not"

    def __init__(self, file: str, cause: str) -> None:
        super().__init__(file, cause)
        self.message = f"{file} could not be written for certain: {cause}"


class ReadFailed(StoreFault):
    """A file is there and could not be read."""

    help = "nothing was changed; put this right, then do it again"

    def __init__(self, file: str, cause: str) -> None:
        super().__init__(file, cause)
        self.file = file
        self.cause = cause
        self.message = f"{file} could not be read: {cause}"


class CorruptLog(StoreFault):
    """The log of a case is not what was written.

    Args:
        case: The case.
        where: The file, or the name of what holds it.
        why: What is wrong, and at which entry.
    """

    help = "nothing was changed; put it back from a backup with: cuecard restore BACKUP --case CASE"

    def __init__(self, case: str, where: str, why: str) -> None:
        super().__init__(case, where, why)
        self.case = case
        self.where = where
        self.why = why
        self.message = f"the log of case {case} is damaged: {why} ({where})"


class TextNotFound(StoreFault):
    """No procedure text with this digest was kept."""

    help = "put the file back from a backup, or keep the text of that version again"

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest
        self.message = f"the procedure text {digest[:12]} is not kept here"


class CorruptText(StoreFault):
    """A kept procedure text is not the one its name promises."""

    help = "nothing was changed; put the file back from a backup"

    def __init__(self, digest: str, where: str) -> None:
        super().__init__(digest, where)
        self.digest = digest
        self.where = where
        self.message = f"the kept procedure text {digest[:12]} is damaged ({where})"


class VersionTaken(StoreFault):
    """A version of a procedure was published before, with another text, or a later one was."""

    def __init__(self, procedure: str, version: int, latest: int) -> None:
        super().__init__(procedure, version, latest)
        self.help = f"raise `version` in the file to {latest + 1}, then publish it"
        same = version == latest
        said = "was published with another text" if same else f"cannot follow version {latest}, which was published"
        self.message = f"version {version} of `{procedure}` {said}"


class CorruptRegister(StoreFault):
    """The list of published versions is not what was written."""

    help = "nothing was changed; put the file back from a backup"

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where
        self.message = f"the list of published versions is damaged ({where})"


class Sealed(StoreFault):
    """The cases of this office are encrypted, and their key is locked."""

    def __init__(self, *, wrong: bool) -> None:
        super().__init__(wrong)
        self.message = "the cases of this office are encrypted, and "
        self.message += "this is not their passphrase" if wrong else "their key is locked"
        self.help = "say the passphrase, or the recovery key, in CUECARD_PASSPHRASE or where it is asked for"


class WrongSeal(StoreFault):
    """An encrypted file was changed, or is not the one of this name, or its key is gone."""

    help = "nothing was changed; put the file, and cases/keys.json, back from the same backup"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.message = f"{name} cannot be opened: it was changed, or is in the place of another, or its key is gone"


class KeysDamaged(StoreFault):
    """The file of the office's keys is not what was written."""

    message = "cases/keys.json, which holds the locked key of the encrypted cases, is damaged"
    help = "nothing was changed; put the file back from a backup"


class EncryptionMissing(StoreFault):
    """Something that encryption needs is not there."""

    help = "install cuecard with its extra `encryption`: pip install .[encryption]"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.message = what


class FileNotKept(StoreFault):
    """The case has no file of this name; the name is not repeated, for it may be anything."""

    help = "look at which files the case has"

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case
        self.message = f"case {case} has no file of this name"
