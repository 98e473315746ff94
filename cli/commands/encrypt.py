"""Keeping the files of cases encrypted: encrypt, rekey."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json, warn
from cli.unlocking import new_passphrase
from cli.wrong import WrongUsage

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from engine.store.tinydb import TinyStore

app = commands_file()


@app.command()
def encrypt(
    call: Call,
    off: Annotated[bool, typer.Option("--off", help="Keep the cases unencrypted again.")] = False,
    keyring: Annotated[bool, typer.Option("--keyring", help="Let this account's keyring hold the key.")] = False,
) -> int:
    """Encrypt the cases of the office, while others work.

    The names of the cases, the ledger and the procedures stay readable. Whoever loses passphrase and recovery key has
    lost the cases. A disk that is encrypted as a whole protects more, and needs no passphrase here.

    Example: cuecard encrypt
    """
    from engine.store.encrypting import decrypt, finish, lend_to_keyring
    from engine.store.vault import PASSPHRASE

    store = _store(call)
    if off:
        count = decrypt(store)
        return _tell(call, f"the cases are not encrypted any more; {_files(count)}")
    if not store.vault.current:
        return _new_key(call, store, "the cases are encrypted from now on")
    if keyring:
        lend_to_keyring(store, os.environ.get(PASSPHRASE, ""))
        return _tell(call, "the keyring of this account holds the key; nobody is asked for the passphrase here")
    return _tell(call, f"the cases are encrypted; {_files(finish(store))}")


@app.command()
def rekey(call: Call) -> int:
    """Encrypt the cases with a new key, a new passphrase and a new recovery key.

    For when somebody leaves who knew the passphrase, or a recovery key is lost.

    Example: cuecard rekey
    """
    store = _store(call)
    if not store.vault.current:
        raise WrongUsage("the cases are not encrypted; begin with: cuecard encrypt")
    return _new_key(call, store, "the cases are encrypted with the new key")


def _store(call: Call) -> TinyStore:
    from engine.store.tinydb import TinyStore

    desk = call.desk()
    return TinyStore(desk.folder / "cases", who=desk.actor)


def _new_key(call: Call, store: TinyStore, what: str) -> int:
    from engine.store.encrypting import encrypt

    store.vault.see_unlocked()
    count, recovery = encrypt(store, new_passphrase(), _tell_unfinished)
    if call.as_json:
        say_json({"written": count, "recovery_key": recovery})
        return 0
    say(f"{what}; {_files(count)}")
    say(f"  recovery key: {recovery}")
    say("  next: write the recovery key on paper, and put it where the office keeps its deeds; it is shown only now")
    return 0


def _tell_unfinished(recovery: str) -> None:
    warn(f"the new passphrase holds from now on; recovery key: {recovery}")
    warn("  next: write the recovery key on paper, it is shown only now; then finish with: cuecard encrypt")


def _tell(call: Call, what: str) -> int:
    if call.as_json:
        say_json({"done": what})
    else:
        say(what)
    return 0


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'} written anew"
