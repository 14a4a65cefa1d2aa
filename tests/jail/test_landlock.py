"""Landlock in all its versions. test_worker.py tries what it refuses."""

import pytest

from held.jail import landlock
from held.jail.wall_probes import _ended_well
from held.jail.walls import walls
from held.jail.worker import no_new_privileges


def test_the_version_is_the_one_that_was_tried():
    assert landlock.landlock_abi() == walls().landlock


@pytest.mark.parametrize(("abi", "rights"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (7, 16)])
def test_every_right_that_a_version_knows_is_taken(abi, rights):
    assert landlock._all_of_files(abi) == (1 << rights) - 1


@pytest.mark.skipif(not walls().landlock, reason="this kernel has no Landlock")
@pytest.mark.parametrize("abi", range(1, walls().landlock + 1))
def test_every_version_up_to_this_kernels_can_be_used(monkeypatch, abi):
    monkeypatch.setattr(landlock, "landlock_abi", lambda: abi)
    assert _ended_well(lambda: no_new_privileges() and landlock.reach_nothing() == abi)


def test_without_it_nothing_is_refused_and_that_is_said(monkeypatch):
    monkeypatch.setattr(landlock, "landlock_abi", lambda: 0)
    assert landlock.reach_nothing() == 0
