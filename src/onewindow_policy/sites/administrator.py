"""The one account that a site starts with outside the sample."""

from collections.abc import Callable
from getpass import getpass
from onewindow_policy.accounts.api import weakness
from pathlib import Path
from zope.i18n import translate

import os
import secrets
import sys

ADMINISTRATOR_ID = "admin"

#: Random bytes of a generated password; 15 bytes are 120 bits, 20 characters.
PASSWORD_BYTES = 15


def generate_password() -> str:
    """Return a password that nobody can guess."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


def ask_password(
    ask: Callable[[str], str] = getpass, say: Callable[[str], None] = print
) -> str | None:
    """Ask a person for a password, twice; return None when one shall be generated.

    Asks again until both are the same and keep to the rules of the site.
    """
    while True:
        password = ask(
            "Password for the administrator (leave empty to have one generated): "
        )
        if not password:
            return None
        if problem := weakness(password, [ADMINISTRATOR_ID]):
            say(translate(problem))
        elif ask("The same again: ") != password:
            say("The two differ.")
        else:
            return password


def choose_password(password_file: Path, say: Callable[[str], None] = print) -> str:
    """Return the administrator's password: asked for at a terminal, or generated.

    A generated one is shown once at a terminal. Without a terminal what is printed
    ends up in a log; the password is then written to `password_file`, which only
    its owner may read, and only the file's name is printed.
    """
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if is_terminal and (password := ask_password(say=say)):
        return password
    password = generate_password()
    if is_terminal:
        say(f"The administrator's password, shown this once: {password}")
    else:
        write_private(password_file, password + "\n")
        say(f"The administrator's password is in {password_file}; delete it when read.")
    return password


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in place of one of the same name."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def has_administrator(app) -> bool:
    """Return whether the database has the account already."""
    return app.acl_users.getUser(ADMINISTRATOR_ID) is not None


def create_administrator(app, password: str) -> None:
    """Create a Manager of the whole database, to whom every site belongs."""
    app.acl_users.userFolderAddUser(ADMINISTRATOR_ID, password, ["Manager"], [])
