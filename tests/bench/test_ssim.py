"""The similarity measure finds what was made worse, and does not take damage for similarity."""

import numpy as np
import pytest

from bench.ssim import ssim


def test_the_same_is_one_and_more_noise_is_less():
    chance = np.random.default_rng(1)
    drawn = np.add.outer(np.arange(64.0), 2 * np.arange(80.0)) + chance.normal(0, 6, (64, 80))
    worse = [ssim(drawn, drawn + chance.normal(0, noise, drawn.shape)) for noise in (2, 8, 32)]
    brighter = ssim(drawn, drawn + 40)
    assert ssim(drawn, drawn) == pytest.approx(1)
    assert 1 > worse[0] > worse[1] > worse[2] > 0
    assert worse[1] < brighter < 1, "brightness alone harms less than noise that hides what is shown"
