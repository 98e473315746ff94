"""Turning the encryption of an office's cases on, off, or over to a new key, while others work.

Each begins with the keys: what is written from then on is as it shall be. Then all files are written anew. What an
interruption left undone is done by the next call; until then files of both kinds can be read.

INVARIANT: at every moment each file can be opened with what is in `keys.json`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from engine.store.faults import WrongSeal
from engine.store.files import discard, names, replace
from engine.store.leavings import set_aside
from engine.store.recovery import bring_to_disk
from engine.store.shelf import content_of
from engine.store.vault import keep_in_keyring, key_of, unlocked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.store.tinydb import TinyStore
    from engine.store.vault import Keys, NewKey


def encrypt(store: TinyStore, passphrase: str, unfinished: Callable[[str], None] | None = None) -> tuple[int, str]:
    """Put a new key in use, and encrypt all files with it; give how many were written, and the recovery key.

    Args:
        store: Where the cases are.
        passphrase: What shall lock the new key.
        unfinished: Is told the recovery key where it breaks off after the new key is in use; `finish` goes on then.

    Raises:
        WrongSeal, CorruptLog: A file cannot be opened, so that it could not be encrypted anew; nothing was changed.
    """
    made: list[NewKey] = []

    def change(keys: Keys | None) -> Keys:
        made.append(store.vault.make_key(keys, passphrase))
        return made[0].keys

    store.vault.see_unlocked()
    _see_all_open(store)
    try:
        store.change_keys(change)
        return finish(store), made[0].recovery
    except BaseException:
        if unfinished and made and store.vault.current == made[0].keys.current:
            unfinished(made[0].recovery)
        raise


def finish(store: TinyStore) -> int:
    """Write what is not yet as the key in use has it, then forget all other keys; give how many were written."""
    bring_to_disk(store, store.locks.timeout)  # so that the journal holds nothing as it was before
    _clear_halves(store)
    count = _reseal(store)
    while more := _reseal(store):  # what was begun with another key before the change
        count += more
    store.change_keys(_only_current)
    return count


def decrypt(store: TinyStore) -> int:
    """Write all files as they are without encryption, and forget the keys; give how many were written."""
    store.vault.see_unlocked()
    _see_all_open(store)
    store.change_keys(lambda keys: keys and keys._replace(current=""))
    return finish(store)


def lend_to_keyring(store: TinyStore, words: str) -> None:
    """Put the key in use into the keyring of the system, so that nobody at this account has to say the passphrase."""
    keys = store.vault.keys
    if keys and keys.current:
        unlocked(keys, keys.current, words)
        keep_in_keyring(keys, words)


def _only_current(keys: Keys | None) -> Keys | None:
    if keys is None or not keys.current:
        return None
    return keys._replace(locked={keys.current: keys.locked[keys.current]})


def _see_all_open(store: TinyStore) -> None:
    """See that every file can be opened, before any is written."""
    _each_file(store, lambda path, name: len(store.vault.open(name, content_of(path) or b"")))


def _reseal(store: TinyStore) -> int:
    """Write every file of every case as the key in use has it; give how many were written.

    What was damaged and is set aside, too, unless its seal is broken.
    """
    count = _each_file(store, lambda path, name: _resealed(store, path, name))
    with store.keys_held():  # so that nothing is taken out of it meanwhile
        for path in set_aside(store):
            case = path.parent.name
            for name in (f"aside {case}/{path.name}", f"case {case}", f"file {path.name} of case {case}"):
                with suppress(WrongSeal):  # it is as it was sealed where it was found, or here, or opens no more
                    count += _resealed(store, path, name)
    return count


def _each_file(store: TinyStore, act: Callable[[Path, str], int]) -> int:
    """Do something with each file of each case while the case is held; add up what comes of it."""
    total = 0
    for case in [case for closed in (False, True) for case in store.cases(closed=closed)]:
        with store.locks.held(f"case {case}"):
            place = store.found(case).place
            files = [(place.path, f"case {case}")]
            files += [(place.folder / name, f"file {name} of case {case}") for name in names(place.folder)]
            total += sum(act(path, name) for path, name in files if not path.name.startswith("."))
    return total


def _clear_halves(store: TinyStore) -> None:
    """Remove the halves of files that kills left; they would stay as they were."""
    for case in sorted(store.places.all()):
        with store.locks.held(f"case {case}"):
            for half in store.places.halves(case):
                discard(half)
    with store.keys_held():
        for path in set_aside(store):
            if path.name.startswith("."):
                discard(path)


def _resealed(store: TinyStore, path: Path, name: str) -> int:
    content = content_of(path)
    if content is None or key_of(content) == store.vault.current:
        return 0
    replace(path, store.vault.seal(name, store.vault.open(name, content)), lambda: content)
    return 1
