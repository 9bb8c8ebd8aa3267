import pytest

from tasks.core.addresses import connect_to, is_public

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8",
          "64:ff9b::808:808", "2002:808:808::1"]  # fmt: skip
NOT_PUBLIC = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "3fff::1", "5f00::1",
    "100::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "4000::1",
]  # fmt: skip
NO_ADDRESS = ["", "localhost", "1.2.3", "1.2.3.4.5", "0127.0.0.1", "2130706433", "0x7f.1", "[::1]", "1.2.3.4:80", "é"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_all_others_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("song-biec.example", ("127.0.0.1", 8080)),
        ("WWW.Song-Biec.Example", ("127.0.0.1", 8080)),
        ("example", None),
        ("song-biec.example.org", None),
        ("six.test", ("::1", 81)),
        ("plain.internal", ("127.0.0.2", 443)),
    ],
)
def test_the_first_matching_override_says_where_to_connect(host: str, expected: tuple[str, int] | None) -> None:
    overrides = {"*.example": "127.0.0.1:8080", "*.test": "[::1]:81", "*.internal": "127.0.0.2"}
    assert connect_to(host, 443, overrides) == expected
