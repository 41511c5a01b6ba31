"""The normal distribution's quantiles, without scipy.

Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37(3): relative error about 1e-16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from kpi_tree.simulation.streams import Floats

Z90: Final = 1.2815515655446004
_SPLIT: Final = 0.425
_FAR: Final = 5.0

_A = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_B = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_C = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_D = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_E = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_F = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


def normal_quantiles(rising: Floats) -> Floats:
    """The standard normal's quantiles at ascending points of (0, 1)."""
    first, last = np.searchsorted(rising, (0.5 - _SPLIT, 0.5 + _SPLIT))
    result = np.empty_like(rising)
    middle = rising[first:last] - 0.5
    r = _SPLIT**2 - middle * middle
    result[first:last] = middle * _ratio(_A, _B, r)
    result[:first] = -_tail(rising[:first])
    result[last:] = _tail(1.0 - rising[last:])
    return result


def _tail(p: Floats) -> Floats:
    r = np.sqrt(-np.log(p))
    near = _ratio(_C, _D, r - 1.6)
    far = r > _FAR
    if far.any():
        near[far] = _ratio(_E, _F, r[far] - _FAR)
    return near


def _ratio(above: tuple[float, ...], below: tuple[float, ...], r: Floats) -> Floats:
    return _polynomial(above, r) / _polynomial(below, r)


def _polynomial(coefficients: tuple[float, ...], r: Floats) -> Floats:
    result = np.full_like(r, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        result *= r
        result += coefficient
    return result
