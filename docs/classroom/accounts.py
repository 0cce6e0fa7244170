#!/usr/bin/env python3
"""Make the passwords of a class before anybody can log in, and print them as slips to cut out.

    sudo /opt/tljh/hub/bin/python accounts.py /opt/tljh/config/classroom-accounts.json teacher ada grace
    sudo /opt/tljh/hub/bin/python accounts.py /opt/tljh/config/classroom-accounts.json --again ada

The file has hashes, not passwords. Only names in it can log in, so nobody can claim the name of a classmate
or of the teacher. The hub reads the file when it starts. The script needs the package bcrypt, which every hub
with these accounts has.
"""

import argparse
import dbm
import json
import os
import re
import secrets
import sys
from pathlib import Path

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0 and 1, which look alike on paper
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,30}")
STORE = "passwords.dbm"  # of FirstUseAuthenticator, in the folder that the hub runs in


def new_password():
    """Return a password of 60 bits that can be typed from a slip of paper."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def add(file, names, *, again=False):
    """Make passwords and keep their hashes in the file.

    Parameters
    ----------
    file : pathlib.Path
        Made if it is missing, and readable by its owner only.
    names : iterable of str
        Who should be able to log in. Names that are already in the file keep their passwords.
    again : bool
        Whether to give them new passwords, because the old ones are lost.

    Returns
    -------
    dict
        From each name to its new password, which is kept nowhere.

    Raises
    ------
    ValueError
        If a name cannot be the name of an account.
    """
    import bcrypt  # late: the hub reads the file without it

    unfit = [name for name in names if not NAME.fullmatch(name)]
    if unfit:
        raise ValueError(
            f"{', '.join(map(repr, unfit))} cannot be the name of an account. Use small letters, digits, "
            "dots and hyphens, and begin with a letter or a digit."
        )
    kept = hashes(file)
    made = {name: new_password() for name in names if again or name not in kept}
    for name, password in made.items():
        kept[name] = bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()
    # Helm reads the same file as values for its chart, because JSON is YAML.
    text = json.dumps({"custom": {"passwords": kept}}, indent=1) + "\n"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
    return made


def hashes(file):
    """Return the hashes in the file by name; none if there is no file."""
    if not Path(file).exists():
        return {}
    return json.loads(Path(file).read_text(encoding="utf-8"))["custom"]["passwords"]


def let_in(c, kept, store=STORE):
    """Set up a hub so that exactly these accounts can log in.

    Parameters
    ----------
    c : traitlets.config.Config
        The hub's configuration.
    kept : dict
        From names to hashes.
    store : str
        Where FirstUseAuthenticator keeps its hashes.
    """
    with dbm.open(store, "c", 0o600) as passwords:
        for name, hashed in kept.items():
            passwords[name.encode()] = hashed.encode()
    c.Authenticator.allowed_users = set(kept)
    c.Authenticator.allow_all = False


def main():
    """Make the passwords and print the slips."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--again", action="store_true", help="new passwords for accounts that exist")
    given = parser.parse_args()
    try:
        made = add(given.file, given.names, again=given.again)
    except (OSError, ValueError) as problem:
        sys.exit(str(problem))
    for name, password in made.items():
        print(f"\n   {name:<24} {password}\n" + " -" * 24)
    kept = [name for name in given.names if name not in made]
    if kept:
        print(f"These have a password already: {', '.join(kept)}. For new ones, add --again.")


if __name__ == "__main__":
    main()
