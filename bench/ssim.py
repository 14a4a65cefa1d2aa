"""Structural similarity: how like two pictures are to an eye that looks at shapes more than at brightness."""

import numpy as np

_REACH, _SIGMA = 5, 1.5  # the window of 11 px of Wang et al., 2004
_WINDOW = np.exp(-(np.arange(-_REACH, _REACH + 1) ** 2) / (2 * _SIGMA**2))
_WINDOW /= _WINDOW.sum()
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def ssim(one: np.ndarray, other: np.ndarray) -> float:
    """Structural similarity of two pictures in grey, 0 to 255, both of one size; 1 is the same."""
    mean_one, mean_other = _blurred(one), _blurred(other)
    spread_one = _blurred(one * one) - mean_one**2
    spread_other = _blurred(other * other) - mean_other**2
    together = _blurred(one * other) - mean_one * mean_other
    above = (2 * mean_one * mean_other + _C1) * (2 * together + _C2)
    below = (mean_one**2 + mean_other**2 + _C1) * (spread_one + spread_other + _C2)
    return float((above / below).mean())


def _blurred(grey: np.ndarray) -> np.ndarray:
    for _ in range(2):  # along one side, then along the other
        length = len(grey) - 2 * _REACH
        along = np.zeros_like(grey[:length])
        for at, weight in enumerate(_WINDOW):
            along += grey[at : at + length] * weight
        grey = np.ascontiguousarray(along.T)
    return grey
