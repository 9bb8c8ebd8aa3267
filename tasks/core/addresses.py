"""Which IP addresses a fetcher may connect to: public ones only."""

from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NAT64 = IPv6Network("64:ff9b::/96")
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that is assigned to hosts; the rest embeds, tunnels or is reserved
NOT_PUBLIC = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "168.63.129.16/32",  # the metadata service of a large cloud, on a public address
        "2001::/23", "2001:db8::/32", "3fff::/20",
    )
)  # fmt: skip


def is_public(address: str) -> bool:
    """Whether an address is a public unicast one, also where an IPv4 address is carried inside an IPv6 one.

    `ipaddress.is_global` alone lets through multicast, NAT64 and 6to4 addresses of private hosts. False for what is no
    address.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(ip)
    if carried is not None:
        return is_public(str(carried))
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        return False
    if any(ip in network for network in NOT_PUBLIC if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast


def connect_to(host: str, port: int, overrides: dict[str, str]) -> tuple[str, int] | None:
    """The (host, port) that the first matching override names, else None. Patterns are shell-like: '*.test'."""
    for pattern, target in overrides.items():
        if fnmatchcase(host.lower(), pattern.lower()):
            name, _, number = target.rpartition(":")
            return (name.strip("[]"), int(number)) if name else (target, port)
    return None


def _carried(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped, NAT64 or 6to4 address stands for."""
    if isinstance(ip, IPv4Address):
        return None
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
