"""Keeps tests off the machine of whoever runs them: folders, keys, keyring, network."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

UNSET_PREFIXES = ("TOGETHER_", "SFUMATO_", "XDG_")
UNSET_NAMES = (
    "DBUS_SESSION_BUS_ADDRESS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
)
# Names that by RFC 6761 never resolve: a test may ask for one to see how it fails.
NEVER_RESOLVED = (".invalid", ".test")


def isolate_environment(environment: pytest.MonkeyPatch, home: Path) -> None:
    """Point every folder of a person at `home`, and take keys, proxies and the session's bus away.

    Child processes inherit this, so a program started by a test is kept apart as well.
    """
    for name in list(os.environ):
        if name.startswith(UNSET_PREFIXES) or name.upper() in UNSET_NAMES:
            environment.delenv(name)
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / ".runtime",
    }
    for name, folder in folders.items():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment.setenv(name, str(folder))
    environment.setenv("LC_ALL", "C.UTF-8")
    environment.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


class LoopbackOnly:
    """Lets sockets of this process reach this machine alone, and remembers what else was tried.

    To the program it looks like a machine without a network.
    """

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._connect = socket.socket.connect
        self._connect_ex = socket.socket.connect_ex
        self._getaddrinfo = socket.getaddrinfo

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Put the guard before Python's sockets until the patch is undone."""
        guard = self

        def connect(self: socket.socket, address: Any) -> None:
            guard.check(self, address)
            guard._connect(self, address)

        def connect_ex(self: socket.socket, address: Any) -> int:
            guard.check(self, address)
            return guard._connect_ex(self, address)

        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", self.getaddrinfo)

    def check(self, connecting: socket.socket, address: Any) -> None:
        """Raise OSError (ENETUNREACH) for an address beyond this machine."""
        if connecting.family not in {socket.AF_INET, socket.AF_INET6} or is_loopback(address[0]):
            return
        self.refused.append(f"{address[0]}:{address[1]}")
        raise OSError(errno.ENETUNREACH, "tests reach this machine alone", str(address[0]))

    def getaddrinfo(self, host: Any, *arguments: Any, **options: Any) -> Any:
        """Resolve this machine's names and literal addresses; raise gaierror for every other name."""
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or is_loopback(name) or is_address(name):
            return self._getaddrinfo(host, *arguments, **options)
        if not name.endswith(NEVER_RESOLVED):
            self.refused.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "tests reach this machine alone")


def is_address(host: str) -> bool:
    """Tell whether a host is an address and not a name."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether a host, by address or name, is this machine."""
    return host in {"localhost", ""} or (is_address(host) and ipaddress.ip_address(host.partition("%")[0]).is_loopback)
