"""The TLS context: root certificates from certifi and the system, which no environment variable can break."""

from __future__ import annotations

import ssl
from contextlib import suppress

import certifi


def tls_context() -> ssl.SSLContext:
    """Return a context that verifies certificates and host names.

    Beside certifi's roots it trusts the system's own, and those that `SSL_CERT_FILE` or `SSL_CERT_DIR` name where these
    exist: OpenSSL reads the two variables itself and passes over what is missing or broken.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=certifi.where())
    # A malformed certificate in the store of Windows ends the reading of that store, not the program.
    with suppress(ssl.SSLError, OSError):
        context.load_default_certs()
    return context
