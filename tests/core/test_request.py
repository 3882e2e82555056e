"""Requests: single pictures with known seeds, and the way through the journal and back."""

from __future__ import annotations

from desktop_app.core.request import SEED_MAX, GenerationRequest, Reference
from desktop_app.core.seed import new_seed

REFERENCE = Reference("ab" * 32, "ab.jpg", "image/jpeg", 640, 480, "fox.jpg", "uuid")


def test_several_pictures_are_singles_with_consecutive_seeds() -> None:
    singles = list(GenerationRequest("fox", "m", seed=SEED_MAX, count=3).singles())
    assert [(each.seed, each.count) for each in singles] == [(SEED_MAX, 1), (0, 1), (1, 1)]


def test_without_a_seed_it_stays_one_request() -> None:
    request = GenerationRequest("fox", "m", count=3)
    assert list(request.singles()) == [request]


def test_the_round_trip_keeps_all() -> None:
    request = GenerationRequest("fox\nin snow", "m", 640, 480, 4, 7, "rain", 2, False, (REFERENCE,))
    assert GenerationRequest.from_json(request.to_json()) == request


def test_seeds_are_in_range_and_differ() -> None:
    seeds = {new_seed() for _ in range(100)}
    assert len(seeds) > 90
    assert all(0 <= seed <= SEED_MAX for seed in seeds)
