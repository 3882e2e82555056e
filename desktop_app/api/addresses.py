"""Which addresses of the internet are public."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def parse_address(text: str) -> Address:
    """Read an address, with or without brackets and zone; raise ValueError on anything else."""
    return ipaddress.ip_address(text.strip("[]").partition("%")[0])


def is_forbidden(address: Address) -> bool:
    """Say whether an address is private, local, multicast or reserved, or carries such an IPv4 address inside."""
    return any(not each.is_global or each.is_multicast or each.is_reserved for each in _with_embedded(address))


def _with_embedded(address: Address) -> Iterator[Address]:
    """Yield the address and the IPv4 addresses in it (RFC 4291 section 2.5.5.2, RFC 3056, RFC 4380, RFC 6052).

    An IPv4 address mapped into IPv6 counts as that alone; so does one behind a translator's well-known prefix.
    """
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address
        yield from (address.teredo or ())
        if address.sixtofour is not None:
            yield address.sixtofour
