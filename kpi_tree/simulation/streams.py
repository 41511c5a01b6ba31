"""Random numbers: one stream a quantity, keyed by the seed and the quantity's own place.

A stream gives a Latin hypercube: `draws` points, one in each of `draws` equal slices of (0, 1),
in random order. Nothing that happens elsewhere in a plan changes the stream of a place.

Source: McKay, Beckman and Conover (1979), Technometrics 21(2); SFC64 by Doty-Humphrey (PractRand).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Order = NDArray[np.int64]

_SMALLEST: Final = 2.0**-54
_LARGEST: Final = 1 - 2.0**-53


def stream(place: str, seed: int) -> np.random.Generator:
    """The generator of one place of a plan, for one seed."""
    digest = blake2b(f"{seed}\n{place}".encode(), digest_size=32).digest()
    return np.random.Generator(np.random.SFC64(np.frombuffer(digest, np.uint32).tolist()))


def points(source: np.random.Generator, draws: int) -> tuple[Floats, Order]:
    """A Latin hypercube in one dimension: its points ascending, and a random order for them.

    Returns:
        Points in (0, 1), shape (draws,), ascending, one in each slice; and a permutation.
    """
    rising = source.random(draws)
    rising += np.arange(draws)
    rising /= draws
    np.clip(rising, _SMALLEST, _LARGEST, out=rising)
    return rising, source.permutation(draws)
