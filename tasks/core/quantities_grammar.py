"""How digits and number words make a number: tokens in, values out, for any language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf

GAP = re.compile(r"[\s\u00a0\u202f-]{0,2}")
LINKS = frozenset({"of", "and"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a number.

    `role`: digits, atom (seven), teen (belas), small (hundred, 천), big (thousand, 만), several, or count (a, 삼),
    which only stands before a small or big one. `alone`: what one of these means by itself: exact, vague,
    none, or lead (one of it, where a number goes on: 십만).
    """

    start: int
    end: int
    value: float
    role: str
    alone: str


@dataclass(frozen=True, slots=True)
class Number:
    """A value read from characters; `scale` is its last multiplier, `is_vague` where only its magnitude is given."""

    start: int
    end: int
    value: float
    is_vague: bool
    scale: float

    def scaled_like(self, other: "Number") -> "Number":
        """Itself in thousands where the other is in thousands: the 10 of "10 to 12 thousand"."""
        if self.scale == 1 and other.scale > 1 and self.value <= other.value / other.scale:
            return Number(self.start, self.end, self.value * other.scale, self.is_vague, other.scale)
        return self


@dataclass(slots=True)
class _Reading:
    """A number being read: `total` of finished big parts, the `section` below them, and the `pending` count."""

    first: Token
    total: float = 0.0
    section: float = 0.0
    pending: float | None = None
    floor: float = inf
    big_floor: float = inf
    scale: float = 1.0
    is_vague: bool = False
    awaited: float | None = None
    last: Token = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.first

    def take(self, token: Token) -> bool:
        """Go on with a token; False where it cannot belong to this number."""
        taken = {"digits": self._count, "atom": self._count, "teen": self._teen, "small": self._small, "big": self._big}
        accepted = taken.get(token.role, self._opens)(token)
        if accepted:
            self.last = token
        return accepted

    def _opens(self, token: Token) -> bool:
        """What counts only with a multiplier after it: "a hundred", "several thousand", also "half a million"."""
        if token.value == 1 and self.pending == 0.5:
            return True
        if self.pending is not None or self.awaited is not None or (token.role == "several" and self._is_begun):
            return False
        self.awaited, self.is_vague = token.value, self.is_vague or token.role == "several"
        return True

    @property
    def _is_begun(self) -> bool:
        return bool(self.section or self.total)

    def _count(self, token: Token) -> bool:
        if self.pending is not None or self.awaited is not None or token.value >= self.floor:
            return False
        if token.role == "digits" or token.value < 10:
            self.pending = token.value
        else:
            self.section += token.value
            self.floor = _magnitude(token.value)
        return True

    def _teen(self, token: Token) -> bool:
        if self.pending is None:
            return False
        self.section, self.pending, self.floor = self.section + self.pending + token.value, None, 1
        return True

    def _small(self, token: Token) -> bool:
        if self.pending is None and 0 < self.section < 100 <= token.value and self.floor < inf:  # fifteen hundred
            self.section, self.floor = self.section * token.value, token.value
            return True
        if token.value >= self.floor or (count := self._multiplied(token, self.pending)) is None:
            return False
        self.section, self.pending, self.floor = self.section + count * token.value, None, token.value
        return True

    def _big(self, token: Token) -> bool:
        below = self.section + (self.pending or 0)
        if token.value >= self.big_floor or (count := self._multiplied(token, below or None)) is None:
            return False
        self.total += count * token.value
        self.section, self.pending, self.floor = 0.0, None, token.value
        self.big_floor = self.scale = token.value
        return True

    def _multiplied(self, token: Token, count: float | None) -> float | None:
        if count is not None:
            return count
        if self.awaited is not None:
            count, self.awaited = self.awaited, None
            return count
        if token.alone == "none" or self._is_begun:
            return None
        self.is_vague |= token.alone == "vague"
        return 1.0

    def result(self) -> Number | None:
        """The number, or None where there was none to read ("several" alone)."""
        value = self.total + self.section + (self.pending or 0)
        is_lone = self.first is self.last and self.first.alone == "lead"
        if self.awaited is not None or is_lone or (not value and self.first.role != "digits"):
            return None
        return Number(self.first.start, self.last.end, value, self.is_vague, self.scale)


def numbers(tokens: Iterable[Token], text: str) -> Iterator[Number]:
    """The numbers that tokens make which stand side by side in the text, in order."""
    reading: _Reading | None = None
    for token in tokens:
        if reading and _adjoins(text[reading.last.end : token.start], reading.last) and reading.take(token):
            continue
        if reading and (number := reading.result()):
            yield number
        begun = _Reading(token)
        reading = begun if begun.take(token) else None
    if reading and (number := reading.result()):
        yield number


def _adjoins(between: str, last: Token) -> bool:
    return bool(GAP.fullmatch(between)) or (last.role in {"small", "big"} and between.strip() in LINKS)


def _magnitude(value: float) -> float:
    digits = str(int(value))
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))
