"""Keeping the files of cases encrypted, where an office wants that: AES-256-GCM, with a key of the office's own.

    cases/keys.json     the office's key, locked with its passphrase, and with a recovery key that is kept on paper

Each file is bound to its case and name, so that none can pass for another. The key may lie in the keyring of the system
as well, so that nobody has to type the passphrase.

INVARIANT: what is written while encryption is on can only be read with the key, and a changed file is never opened.
"""

from __future__ import annotations

import hashlib
import json
import os
from binascii import a2b_base64, b2a_base64
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from engine.frozen import NamedTuple
from engine.store.faults import EncryptionMissing, KeysDamaged, Sealed, WrongSeal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAGIC: Final = b"cuecard sealed 1\n"
KEYS: Final = "keys.json"
PASSPHRASE: Final = "CUECARD_PASSPHRASE"  # noqa: S105  # a name, no secret
"""The variable that holds the passphrase, or the recovery key, where it is not asked for."""
_SERVICE: Final = "cuecard"
_NONCE: Final = 12
_KEY: Final = 32
_NAME: Final = 16
"""Characters of the name of a key."""
STRETCH: Final = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}
"""RFC 7914; 32 MB and about a tenth of a second, as the OWASP cheat sheet on passwords advises at least."""
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011")


class Keys(NamedTuple):
    """What is in `keys.json`: the name of the key in use (empty: what is written is not encrypted), and all keys."""

    office: str
    """A random name of the office, for the keyring."""
    current: str
    locked: dict[str, dict[str, Any]]
    """Each key as it is locked, by its name."""


class Vault:
    """Seals and opens the files of one store.

    Args:
        read: Gives what `keys.json` holds now; None if it is not there, and nothing is encrypted.
    """

    def __init__(self, read: Callable[[], bytes | None]) -> None:
        self._read = read
        self._opened: dict[str, bytes] = {}

    @property
    def keys(self) -> Keys | None:
        """The keys of the office, if it has some."""
        found = self._read()
        return None if found is None else keys_from(found)

    @property
    def current(self) -> str:
        """The name of the key in use; empty if what is written is not encrypted."""
        keys = self.keys
        return keys.current if keys else ""

    def see_unlocked(self) -> None:
        """See that the key in use, if there is one, can be used.

        Raises:
            Sealed: It is locked.
        """
        keys = self.keys
        if keys and keys.current:
            self._key(keys, keys.current)

    def make_key(self, keys: Keys | None, passphrase: str) -> NewKey:
        """Make a key that can be used here from now on, and that opens what is open here."""
        made = new_key(keys, passphrase, self._opened)
        self._opened[made.keys.current] = made.key
        return made

    def seal(self, name: str, content: bytes) -> bytes:
        """Give what a file holds on the disk.

        Args:
            name: What the file is bound to: its case, and its own name.
            content: What it says.

        Raises:
            Sealed: The key is locked.
        """
        keys = self.keys
        if keys is None or not keys.current:
            return content
        nonce = os.urandom(_NONCE)
        sealed: bytes = _cipher(self._key(keys, keys.current)).encrypt(nonce, content, _bound(keys.current, name))
        return MAGIC + keys.current.encode() + nonce + sealed

    def open(self, name: str, content: bytes) -> bytes:
        """Give what a file says; one that is not encrypted says what it holds.

        Raises:
            Sealed: The key is locked.
            WrongSeal: It was changed, or is of another case, or its key is gone.
        """
        if not content.startswith(MAGIC):
            return content
        key_name, rest = key_of(content), content[len(MAGIC) + _NAME :]
        keys = self.keys
        if keys is None or key_name not in keys.locked:
            raise WrongSeal(name)
        nonce, sealed = rest[:_NONCE], rest[_NONCE:]
        return _opened(self._key(keys, key_name), nonce, sealed, _bound(key_name, name), WrongSeal(name))

    def _key(self, keys: Keys, name: str) -> bytes:
        if name not in self._opened:
            self._opened[name] = _from_keyring(keys, name) or unlocked(keys, name, os.environ.get(PASSPHRASE))
        return self._opened[name]


def key_of(content: bytes) -> str:
    """Give the name of the key that a file was sealed with; empty for a file that is not encrypted."""
    return content[len(MAGIC) : len(MAGIC) + _NAME].decode("latin-1") if content.startswith(MAGIC) else ""


# -- making and unlocking keys ---------------------------------------------------------------------------------------


class NewKey(NamedTuple):
    """A key that was made, and is in use from then on; the recovery key is kept nowhere else."""

    keys: Keys
    key: bytes
    recovery: str


def new_key(keys: Keys | None, passphrase: str, known: Mapping[str, bytes] | None = None) -> NewKey:
    """Make a key, locked with a passphrase and with a recovery key.

    Args:
        keys: Those there are.
        passphrase: What locks it.
        known: Those of them that are unlocked, by their names. Until all is sealed anew the new key opens them, so
            that who knows the new passphrase can read everything, and finish what breaks off.
    """
    name, key = os.urandom(_NAME // 2).hex(), os.urandom(_KEY)
    recovery = _spelled(os.urandom(25))
    locked = {"passphrase": _locked(name, key, passphrase), "recovery": _locked(name, key, _plain(recovery))}
    before, known = keys.locked if keys else {}, known or {}
    after = {one: before[one] | {"later": _locked_by(name, key, one, known[one])} for one in before if one in known}
    office = keys.office if keys else os.urandom(8).hex()
    return NewKey(Keys(office, name, before | after | {name: locked}), key, recovery)


def unlocked(keys: Keys, name: str, words: str | None) -> bytes:
    """Give a key, unlocked with the passphrase or the recovery key.

    Raises:
        Sealed: No words were given, or wrong ones.
    """
    if not words:
        raise Sealed(wrong=False)
    for kind, said in (("passphrase", words), ("recovery", _plain(words))):
        lock = keys.locked[name][kind]
        with suppress(Sealed):
            lock_key = _stretched(said, a2b_base64(lock["salt"]))
            return _opened(
                lock_key, a2b_base64(lock["nonce"]), a2b_base64(lock["key"]), f"key {name}".encode(), Sealed(wrong=True)
            )
    later = keys.locked[name].get("later")
    if not later:
        raise Sealed(wrong=True)
    key = unlocked(keys, later["by"], words)
    return _opened(key, a2b_base64(later["nonce"]), a2b_base64(later["key"]), _bound(later["by"], name), KeysDamaged())


def keep_in_keyring(keys: Keys, words: str) -> None:
    """Put the key in use into the keyring of the system.

    Raises:
        EncryptionMissing: There is none that can be used.
        Sealed: The words are wrong.
    """
    key = unlocked(keys, keys.current, words)
    try:
        import keyring

        keyring.set_password(_SERVICE, f"{keys.office} {keys.current}", b2a_base64(key, newline=False).decode())
    except Exception as fault:  # whatever the system's keyring raises
        raise EncryptionMissing("no keyring of this system can be used") from fault


def _from_keyring(keys: Keys, name: str) -> bytes | None:
    try:
        import keyring

        found = keyring.get_password(_SERVICE, f"{keys.office} {name}")
    except Exception:  # noqa: BLE001  # not installed, or no keyring: then the passphrase opens it
        return None
    return a2b_base64(found) if found else None


def keys_to(keys: Keys) -> bytes:
    """Write `keys.json`."""
    return json.dumps(keys._asdict() | {"format": 1}, indent=1, sort_keys=True).encode() + b"\n"


def keys_from(content: bytes) -> Keys:
    """Read `keys.json`.

    Raises:
        KeysDamaged: It is not what was written.
    """
    try:
        found = json.loads(content)
        keys = Keys(found["office"], found["current"], found["locked"])
        is_right = found["format"] == 1 and (not keys.current or keys.current in keys.locked)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise KeysDamaged from fault
    if not is_right:
        raise KeysDamaged
    return keys


def _locked(name: str, key: bytes, words: str) -> dict[str, str]:
    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    locked = _cipher(_stretched(words, salt)).encrypt(nonce, key, f"key {name}".encode())
    return {
        part: b2a_base64(value, newline=False).decode()
        for part, value in (("salt", salt), ("nonce", nonce), ("key", locked))
    }


def _locked_by(name: str, key: bytes, old: str, old_key: bytes) -> dict[str, str]:
    nonce = os.urandom(_NONCE)
    locked = _cipher(key).encrypt(nonce, old_key, _bound(name, old))
    return {
        "by": name,
        "nonce": b2a_base64(nonce, newline=False).decode(),
        "key": b2a_base64(locked, newline=False).decode(),
    }


def _stretched(words: str, salt: bytes) -> bytes:
    return hashlib.scrypt(words.encode(), salt=salt, dklen=_KEY, **STRETCH)


def _bound(key: str, name: str) -> bytes:
    return f"{key} {name}".encode()


def _cipher(key: bytes) -> Any:  # noqa: ANN401  # a type of a package that need not be there
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as fault:
        raise EncryptionMissing("the package cryptography is not installed") from fault
    return AESGCM(key)


def _opened(key: bytes, nonce: bytes, sealed: bytes, bound: bytes, fault: Exception) -> bytes:
    cipher = _cipher(key)  # which tells if the package is missing
    from cryptography.exceptions import InvalidTag

    try:
        opened: bytes = cipher.decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError):
        raise fault from None
    return opened


def _spelled(noise: bytes) -> str:
    """Spell random bytes in letters that cannot be taken for others, in groups of five."""
    number = int.from_bytes(noise, "big")
    letters = [_ALPHABET[number >> 5 * place & 31] for place in range(len(noise) * 8 // 5)]
    return "-".join("".join(letters[at : at + 5]) for at in range(0, len(letters), 5))


def _plain(recovery: str) -> str:
    """Read a recovery key as people copy it: any case, with or without dashes."""
    return "".join(recovery.upper().translate(_MISREAD).split()).replace("-", "")
