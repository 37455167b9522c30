"""The address that `up` serves at."""

import errno
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from ipaddress import ip_address

from tribemeet.embedded.trouble import Trouble


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        """As a browser on this machine opens it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def is_everywhere(self) -> bool:
        return self.host in {"0.0.0.0", "::"}  # noqa: S104 - recognised, not chosen

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it, as far as the host's own words tell."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def answers(self) -> bool:
        request = urllib.request.Request(f"{self.url}/healthz")  # noqa: S310 - our own http address
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=5) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError:
            return False
        except OSError:
            return False


def free_address(host: str, port: int) -> Address:
    """The address, once nothing listens there; port 0 becomes a free one.

    The web server shares a port with whoever listens there already, without a word, and each would get half
    of the requests. So it is tried here, with a socket that does not share.
    """
    if not 0 <= port <= 65_535:
        raise Trouble(f"{port} is no port: choose one from 1024 to 65535 with --port.")
    try:
        family, kind, _, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError, OverflowError):
        raise Trouble(
            f"{host} port {port} is no address of this machine: choose others with --host and --port."
        ) from None
    with socket.socket(family, kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(place)
            trial.listen(1)
        except OSError as error:
            raise Trouble(why_not(error, host, port)) from None
        return Address(host, trial.getsockname()[1])


def why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use by another program: stop it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for root on this machine: choose one above 1023 with --port."
    return (
        f"{host} port {port} cannot be listened on ({error.strerror}): choose others with --host and --port."
    )
