"""What a training showed crosses from a worker's process."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from gangrade.results.result import Evidence
from gangrade.subjects import SUBJECTS


@pytest.mark.parametrize("name", ["curve", "ring", "digits"])
def test_evidence_crosses_to_another_process(name: str) -> None:
    subject = SUBJECTS[name]
    for target in (subject.fixed_target(), subject.draw(np.random.default_rng(1))):
        samples = np.zeros((3, *subject.shape(target)), np.float32)  # type: ignore[attr-defined]
        seen = Evidence("gan", name, target, samples=samples, losses={"d_loss": [1.0, 2.0]})
        other = pickle.loads(pickle.dumps(seen))
        assert subject.described(other.target) == subject.described(target)
        assert np.array_equal(other.samples, samples)
        assert (other.losses, other.lengths) == (seen.losses, seen.lengths)
