"""Runs a command in a network namespace of its own, in which this machine alone can be reached.

`unshare` gives a namespace whose loopback is down; servers of tests want it up. Usage, as root or with user namespaces:
`unshare -n python scripts/without_network.py COMMAND ...`, `unshare -rn python ...`.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914  # linux/sockios.h
IFF_UP = 1


def main() -> None:
    """Bring the loopback up, then become the command."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        known = fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("16sh14x", b"lo", 0))
        (flags,) = struct.unpack("16xh14x", known)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command that was asked for


if __name__ == "__main__":
    main()
