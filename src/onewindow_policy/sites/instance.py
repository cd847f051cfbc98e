"""Where an instance keeps its configuration and its data."""

from dataclasses import dataclass
from onewindow_policy.records.rights import require_private
from onewindow_policy.scanning.settings import clamd_address
from pathlib import Path

import os

#: What lies in the folder of the data; Zope and its logs open files there at once.
FOLDERS = ("blobstorage", "cache", "filestorage", "log")


@dataclass(frozen=True)
class Instance:
    """An instance: a folder with `etc`, a folder for data, a storage.

    `storage` is the name, without its ending, of the file in `etc` that says where
    the content lies: `filestorage` or `zeoclient`.
    """

    home: Path
    var: Path
    storage: str = "filestorage"

    @classmethod
    def from_environment(cls, home: str | Path | None = None) -> "Instance":
        """Return the instance that the environment describes.

        `home` goes before INSTANCE_HOME, and that before `instance` in the current
        folder; VAR and STORAGE are as in the operators' guide.
        """
        folder = Path(home or os.environ.get("INSTANCE_HOME") or "instance").resolve()
        return cls(
            home=folder,
            var=Path(os.environ.get("VAR") or folder / "var").resolve(),
            storage=os.environ.get("STORAGE") or cls.storage,
        )

    @property
    def zope_conf(self) -> Path:
        return self.home / "etc" / "zope.conf"

    @property
    def zope_ini(self) -> Path:
        return self.home / "etc" / "zope.ini"

    @property
    def content_socket(self) -> Path:
        """Where the server of the content listens, as `zeo.conf` has it."""
        return self.var / "zeo.socket"

    def prepare(self) -> None:
        """Make the folders of the data, and set the environment that Zope reads.

        Call it before anything of Zope or Plone is imported. The data is for the user
        alone who runs the portal: folders that were made otherwise are closed to others.
        Raises SettingsRefused where that cannot be done, and for a setting of the scanner
        that makes no sense.
        """
        clamd_address()
        self.var.mkdir(parents=True, exist_ok=True, mode=0o700)
        require_private(self.var)
        for name in FOLDERS:
            folder = self.var / name
            folder.mkdir(exist_ok=True, mode=0o700)
            require_private(folder)
        os.environ.update(
            INSTANCE_HOME=str(self.home),
            VAR=str(self.var),
            STORAGE=self.storage,
            CHAMELEON_CACHE=str(self.var / "cache"),
            zope_i18n_compile_mo_files="true",
        )
