import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.coding import MAX_MEMBERS, CodingError, decode

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
CODINGS = pytest.mark.parametrize("coding", PACKERS)
BODY = bytes(range(256)) * 40


def reason(wire: bytes, coding: str, limit: int = 1_000_000) -> str:
    with pytest.raises(CodingError) as caught:
        decode(wire, coding, limit)
    return caught.value.reason


@CODINGS
@given(body=st.binary(max_size=2_000))
def test_decoding_undoes_coding(coding: str, body: bytes) -> None:
    assert decode(PACKERS[coding](body), coding, 2_000) == body


@CODINGS
@given(cut=st.integers(min_value=1, max_value=400))
def test_no_cut_passes_for_the_whole(coding: str, cut: int) -> None:
    wire = PACKERS[coding](BODY)
    left = wire[: max(1, len(wire) - cut)]
    assert reason(left, coding) in ("truncated", "bad_encoding")


@CODINGS
def test_the_limit_is_exact(coding: str) -> None:
    wire = PACKERS[coding](BODY)
    assert decode(wire, coding, len(BODY)) == BODY
    assert reason(wire, coding, len(BODY) - 1) == "too_large"


@CODINGS
def test_noise_is_bad_encoding_or_truncated(coding: str) -> None:
    assert reason(b"no such thing", coding) in ("bad_encoding", "truncated")


@CODINGS
def test_an_empty_body_has_no_coding(coding: str) -> None:
    assert decode(b"", coding, 10) == b""


@pytest.mark.parametrize("coding", [None, "", "identity", " Identity ", "none", "UTF-8", "identity, none"])
def test_names_of_no_coding_leave_the_body_alone(coding: str | None) -> None:
    assert decode(BODY, coding, 10) == BODY


def test_codings_are_undone_last_first() -> None:
    assert decode(brotli.compress(gzip.compress(BODY)), "gzip, br", 20_000) == BODY
    assert reason(brotli.compress(gzip.compress(BODY)), "br, gzip") == "bad_encoding"


def test_more_than_three_codings_are_refused() -> None:
    wire = BODY
    for _ in range(4):
        wire = gzip.compress(wire)
    assert reason(wire, "gzip, gzip, gzip, gzip") == "bad_encoding"


def test_unknown_codings_are_refused() -> None:
    assert reason(BODY, "compress") == "bad_encoding"
    assert reason(gzip.compress(BODY), "gzip, banana") == "bad_encoding"


def test_the_limit_holds_within_a_stack() -> None:
    assert reason(gzip.compress(gzip.compress(bytes(1_000_000))), "gzip, gzip", 10_000) == "too_large"


def test_all_members_and_frames_are_read() -> None:
    halves = BODY[:5_000], BODY[5_000:]
    assert decode(b"".join(map(gzip.compress, halves)), "gzip", 20_000) == BODY
    assert decode(b"".join(map(zstandard.compress, halves)), "zstd", 20_000) == BODY
    assert reason(b"".join(map(gzip.compress, halves)), "gzip", len(BODY) - 1) == "too_large"


def test_members_without_end_are_refused() -> None:
    assert decode(gzip.compress(b"") * MAX_MEMBERS, "gzip", 10) == b""
    assert reason(gzip.compress(b"") * (MAX_MEMBERS + 1), "gzip", 10) == "bad_encoding"


def test_what_follows_gzip_and_is_no_member_is_left_out() -> None:
    assert decode(gzip.compress(BODY) + b"\0\0\0", "gzip", 20_000) == BODY


def test_raw_deflate_is_read_too() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decode(packer.compress(BODY) + packer.flush(), "deflate", 20_000) == BODY


def test_a_zstd_window_beyond_what_http_allows_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27, write_content_size=0)
    wire = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    assert reason(wire.compress(BODY) + wire.flush(), "zstd") == "bad_encoding"
