"""What is done with a whole office on a day on which the power may fail: copies, cases put back, keys, clearing up."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from engine.store import CaseNotFound, CorruptLog, backup, encrypting, vault
from engine.store.archive import opened
from engine.store.audit import audit
from engine.store.ledger import Copied
from engine.store.put_back import NotPutBack, put_back
from engine.store.rebuild import rebuild
from engine.store.tinydb import TinyStore
from tests.store.found import Found
from tests.store.power_steps import Known, Meanwhile, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random  # noqa: TID251  # a day is the same each time it is played

    from engine.case.events import Recorded
    from engine.store.audit import Shown
    from tests.store.disk_model import Disk, State

_SHARE: Final = 0.4
"""How much of all that is done on such a day is done with the office."""
_ACTS: Final = ("restore", "put back", "put back", "change the keys", "rebuild")
"""The first time that a backup is needed, it is made."""
COPY: Final = "backup.zip"
AGAIN: Final = "again"
_COPIED: Final = Copied("backup", "ann", "2025-03-03T09:30:00+00:00")
_RETURNED: Final = Copied("restored", "ann", "2025-03-03T10:00:00+00:00")
_AT: Final = "2025-03-03T11:00:00+00:00"
_SOMETIMES: Final = 8
"""Each so many states in which a copy is not there, it is made again."""
_RIGHT: Final = b"told at"
_WRONG: Final = b"tolb at"


@dataclass
class Office:
    """An office, and what an act needs to know of the day.

    Args:
        root: Its folder.
        disk: The model of the disk that it is on.
        known: What was acknowledged.
        chance: Chooses.
    """

    root: Path
    disk: Disk
    known: Known
    chance: Random

    @property
    def cases(self) -> Path:
        """The folder of cases."""
        return self.root / "cases"

    def chosen(self, number: int) -> Step | None:
        """Choose what is done with the office; mostly nothing, and nothing that cannot be done now.

        Args:
            number: The number of the act.
        """
        kind = self.chance.choice(_ACTS) if self.chance.random() < _SHARE else ""
        if kind == "rebuild":
            return Step(lambda: rebuild(TinyStore(self.cases)), lambda: None)
        if not kind or not self.known.logs:
            return None
        if kind == "change the keys":
            return self._new_keys(number)
        if COPY not in self.known.made:
            return self._backed_up()
        if self.known.copied_with != self.known.words:  # it opens with the words of its day
            return None
        return self._restored() if kind == "restore" else self._put_back(self.chance.choice(sorted(self.known.copied)))

    # -- copies ------------------------------------------------------------------------------------------------

    def _backed_up(self) -> Step:
        meanwhile = Meanwhile(again=_sometimes(self._copied_again))

        def see() -> str:
            meanwhile.made[COPY] = (self.root / COPY).read_bytes()
            return self._differs(self.root)

        def acknowledge() -> None:
            self.known.made.update(meanwhile.made)
            self.known.copied = {case: list(log) for case, log in self.known.logs.items()}
            self.known.copied_files, self.known.copied_with = dict(self.known.files), self.known.words

        return Step(lambda: _back_up(self.root), acknowledge, meanwhile, see=see)

    def _differs(self, office: Path) -> str:
        """Say what a backup holds that is not so, or lacks."""
        with opened(office / COPY) as archive:
            return _unlike(archive, self.known.logs, self.known.files)

    def _copied_again(self, office: Path) -> str:
        if (office / COPY).exists():
            return ""
        _back_up(office)
        return self._differs(office)

    def _restored(self) -> Step:
        meanwhile = Meanwhile(again=_sometimes(self._restored_again))
        is_at_once = self.chance.random() < 1 / 2

        def sync_disk(_folder: Path) -> bool:
            if is_at_once:
                self.disk.sync_all()
            return is_at_once

        def act() -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(backup, "sync_disk", sync_disk)
                backup.restore(self.root / COPY, self.root / AGAIN, _RETURNED)

        def see() -> str:
            found = Found(str(self.root)).read()
            meanwhile.made.update({name: found[name] for name in found if name.partition("/")[0] == AGAIN})
            return self._differs_again(self.root)

        def after() -> None:
            """Take it away; it costs more to look at than to make."""
            shutil.rmtree(self.root / AGAIN)
            self._known_as_it_is()
            for name in meanwhile.made:
                del self.known.made[name]

        return Step(act, lambda: self.known.made.update(meanwhile.made), meanwhile, see=see, after=after)

    def _restored_again(self, office: Path) -> str:
        if (office / AGAIN).exists():
            return ""
        backup.restore(office / COPY, office / AGAIN, _RETURNED)
        return self._differs_again(office)

    def _differs_again(self, office: Path) -> str:
        """Say what a restored office holds that was not copied, or lacks."""
        return _unlike(TinyStore(office / AGAIN / "cases"), self.known.copied, self.known.copied_files)

    def _known_as_it_is(self) -> None:
        """Let the disk take up all that is there now."""
        self.disk.hold(Found(str(self.root)).read())

    # -- a case that is put back -------------------------------------------------------------------------------

    def _put_back(self, case: str) -> Step:
        log, copied = self.known.logs[case], self.known.copied[case]
        path = TinyStore(self.cases).found(case).place.path
        damaged = _damaged(self.chance, path.read_bytes())
        is_in_the_copy = (
            damaged is not None and _WRONG in damaged and any(_RIGHT.decode() in repr(one) for one in copied)
        )
        fits = Fit(log, copied, len(log) if is_in_the_copy else len(copied))

        def before() -> None:
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            self._known_as_it_is()

        def again(office: Path) -> str:
            with suppress(CorruptLog, CaseNotFound):
                wrong = fits.misfit(_log(office, case))
                if wrong:
                    return wrong
            with suppress(NotPutBack):
                _return(office, case)
            meanwhile.log = _log(office, case)
            return fits.misfit(meanwhile.log)

        def see() -> str:
            meanwhile.log = _log(self.root, case)
            told = repr(meanwhile.log).encode()
            if len(meanwhile.log) < len(log):  # what was taken out may be back, for nobody knows any more that it was
                self.known.taken_out = [word for word in self.known.taken_out if word not in told]
            return fits.misfit(meanwhile.log)

        def acknowledge() -> None:
            self.known.logs[case] = meanwhile.log
            self.known.returned.append(case)
            if damaged is not None:
                self.known.aside.append((case, damaged))

        meanwhile = Meanwhile(case, again=again, damaged=damaged, is_damaged=True)
        return Step(lambda: _return(self.root, case), acknowledge, meanwhile, before=before, see=see)

    # -- keys --------------------------------------------------------------------------------------------------

    def _new_keys(self, number: int) -> Step:
        was = _key_in_use(self.root)
        words = "" if was and self.chance.random() < 1 / 3 else f"the words of act {number}"

        def act() -> None:
            store = TinyStore(self.cases)
            if words:
                encrypting.encrypt(store, words)
            else:
                encrypting.decrypt(store)

        def again(office: Path) -> str:
            if _key_in_use(office) == was:
                return ""
            encrypting.finish(TinyStore(office / "cases", timeout=0))
            return ill_kept(Found(str(office)).read(), words)

        meanwhile = Meanwhile(words=words, again=again)

        def acknowledge() -> None:
            self.known.words, self.known.aside = words, []  # which is encrypted, too

        return Step(act, acknowledge, meanwhile)


class Fit(NamedTuple):
    """What a case may be that was put back.

    Args:
        log: What it was.
        copied: What it was when the backup was made.
        least: How many entries are to be had, whatever else.
    """

    log: list[Recorded]
    copied: list[Recorded]
    least: int

    def misfit(self, there: list[Recorded]) -> str:
        """Say what is wrong with a case; what was taken out since may be back only if that it was is lost."""
        if not self.least <= len(there) <= len(self.log):
            return f"{len(there)} entries are put back, of {self.least} to {len(self.log)}"
        if len(there) == len(self.log):
            return "" if there == self.log else "it is not what it was"
        both = zip(there, self.log, [*self.copied, *self.log[len(self.copied) :]], strict=False)
        return "" if all(one in (now, was) for one, now, was in both) else "it is not what it ever was"


def ill_kept(state: State, words: str) -> str:
    """Say what of the cases is not kept as it shall be: encrypted with the one key there is, or not at all."""
    content = state.get(f"cases/{vault.KEYS}")
    if bool(content) != bool(words):
        return "there are keys" if content else "there are no keys"
    keys = vault.keys_from(content) if content else None
    if keys and set(keys.locked) != {keys.current}:
        return "there are other keys"
    for name, held in state.items():
        if held is None or not name.startswith("cases/") or name.startswith(_PLAIN):
            continue
        is_half = "/." in name
        if not is_half and name.startswith(_SEALED) and vault.key_of(held) != (keys.current if keys else ""):
            return f"{name} is not kept with the key in use"
        if keys and _RIGHT in held:
            return f"{name} can be read"
    return ""


def astray(state: State, there: State, known: Known, meanwhile: Meanwhile) -> str:
    """Say what is wrong beside the logs of the cases, as it was found, or after it was put right.

    Args:
        state: What the disk was found with.
        there: What it holds after the next start.
        known: What was acknowledged.
        meanwhile: What was being done.
    """
    cases = [(name, held) for one in (state, there) for name, held in one.items() if held and name.startswith("cases/")]
    if any(word in held for word in known.taken_out for _, held in cases):
        return "what was redacted is still there"
    made = {name: held for name, held in state.items() if not name.startswith(("cases", ".", _OFFICE))}
    if made not in (known.made, known.made | meanwhile.made):
        return "a copy is lost, or there by half"
    is_changed = meanwhile.words is not None
    wanted = [] if is_changed else [held for case, held in known.aside if case != meanwhile.taken_out_of]
    if not {*wanted, meanwhile.damaged or b""} <= {b"", *(held for _, held in cases)}:
        return "what was damaged is not kept"
    return "" if is_changed or meanwhile.is_damaged else ill_kept(there, known.words)


def untold(store: TinyStore, known: Known) -> str:
    """Say what is wrong by the ledger, or is not told in it."""
    found = audit(store).found
    wrong = [one.message for one in found if one.is_wrong]
    told = [one.case for one in found if "it was put back by ann" in one.message]
    return wrong[0] if wrong else "" if set(known.returned) <= set(told) else "that a case was put back is not told"


_OFFICE: Final = "office.yaml"
_SEALED: Final = ("cases/open/", "cases/closed/")
_PLAIN: Final = ("cases/texts/", "cases/ledger")


def _back_up(office: Path) -> None:
    backup.back_up(office, TinyStore(office / "cases", timeout=0), office / COPY, _COPIED)


def _return(office: Path, case: str) -> None:
    with opened(office / COPY) as archive:
        put_back(TinyStore(office / "cases", timeout=0), archive, case, "ann", _AT)


def _log(office: Path, case: str) -> list[Recorded]:
    return list(TinyStore(office / "cases", timeout=0).load(case).entries)


def _key_in_use(office: Path) -> str | None:
    """Name the key in use; empty if there are keys that are not used any more, None if there are none."""
    keys = TinyStore(office / "cases", timeout=0).vault.keys
    return keys.current if keys else None


def _damaged(chance: Random, content: bytes) -> bytes | None:
    """Damage the file of a case, in a way that no power cut does; None if it is taken away."""
    changed = content.replace(_RIGHT, _WRONG, 1)
    if changed == content:
        changed = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    return chance.choice((None, b"garbage", changed, changed))


def _unlike(shown: Shown, logs: dict[str, list[Recorded]], files: dict[tuple[str, str], bytes]) -> str:
    """Say what is wrong with a copy of the cases."""
    wrong = [one.message for one in audit(shown).found if one.is_wrong]
    if wrong:
        return f"copied: {wrong[0]}"
    there = {case for closed in (False, True) for case in shown.cases(closed=closed)}
    if {case: list(shown.load(case).entries) for case in there} != logs:
        return "what is copied is not what was recorded"
    is_same = all(shown.file(case, name) == content for (case, name), content in files.items())
    return "" if is_same else "a file is not copied as it was kept"


def _sometimes(again: Callable[[Path], str]) -> Callable[[Path], str]:
    """Do something one time of several."""
    turns = count()
    return lambda office: "" if next(turns) % _SOMETIMES else again(office)
