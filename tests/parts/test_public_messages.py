"""What public tests say of a wrong answer: its cause, and nothing that is not so."""

from __future__ import annotations

import textwrap
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from gangrade.corpus.cases import read_cases
from gangrade.intake.submission import code_of
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gankit import grader
from keras import layers, ops

REPOSITORY = Course.find(Path(__file__).parent)

WRONG = [
    (
        "shape_gan",
        "fold_scale",
        """
        def fold_scale(generator, mean, scale):
            kernel, bias = generator.layers[-1].get_weights()
            kernel = kernel * scale[:, None]
            generator.layers[-1].set_weights([kernel, bias * scale + mean])
            return generator
        """,
        ["stopped with ValueError in fold_scale", "could not be broadcast"],
        ["fold_scale raises a ValueError"],
    ),
    (
        "shape_gan",
        "fold_scale",
        """
        def fold_scale(generator, mean, scale):
            raise ValueError("There is no last layer.")
        """,
        ["fold_scale raises a ValueError for a network whose last layer is Dense"],
        ["stopped with"],
    ),
    (
        "shape_gan",
        "fold_scale",
        """
        def fold_scale(generator, mean, scale):
            generator.layers[-1].set_weights([scale])
            return generator
        """,
        ["stopped with ValueError in fold_scale"],
        ["fold_scale raises a ValueError"],
    ),
    (
        "shape_gan",
        "replay",
        Path("views.py"),
        ["has changed with it. Keep copies"],
        ["Other seeds give the same samples", "Equal seeds give different samples"],
    ),
    (
        "shape_gan",
        "minibatch_features",
        """
        def minibatch_features(features, kernel):
            m = ops.tensordot(features, kernel, 1)
            apart = ops.sum(ops.abs(m[:, None] - m[None]), axis=-1)
            return ops.sum(ops.exp(-apart / 3), axis=1)

        def batch_spread(features):
            return ops.mean(ops.std(features, axis=0))
        """,
        ["Yours is [2.0, 2.0, 1.0]", "For a single sample"],
        ["1 equal samples"],
    ),
    (
        "autoencoder",
        "filters",
        """
        def first_layer_filters(encoder):
            kernel = encoder.layers[1].get_weights()[0]
            return kernel.reshape(kernel.shape[-1], *encoder.input_shape[1:]) / np.float32(3)
        """,
        ["the first of yours is [[0.0, -0.333, 0.333], [-0.667, 0.667, -1.0]]"],
        [],
    ),
    (
        "autoencoder",
        "filters",
        "def first_layer_filters(encoder): pass",
        ["None. Is there a `return`"],
        ["NaN"],
    ),
    (
        "autoencoder",
        "autoencoder_networks",
        """
        def make_encoder(latent_dim, image_shape):
            hidden = layers.Dense(4, activation="relu")
            return keras.Sequential(
                [keras.Input(image_shape), layers.Flatten(), hidden, layers.Dense(latent_dim)]
            )

        def make_conv_encoder(latent_dim, image_shape):
            return keras.Sequential([layers.Flatten(), layers.Dense(latent_dim)])

        make_decoder = make_conv_decoder = make_conv_encoder
        """,
        ["The network of make_conv_encoder does not know the shape of its inputs"],
        [],
    ),
    (
        "evaluation",
        "frechet",
        """
        def moments(features):
            return features.mean(axis=0), np.atleast_2d(np.cov(features, rowvar=False))

        def matrix_root(m):
            return m

        def frechet_distance(mean1, cov1, mean2, cov2):
            return np.nan
        """,
        ["is 0, not NaN. NaN is the root of a number below 0"],
        ["never be below 0"],
    ),
    (
        "evaluation",
        "concepts_game",
        "def concepts_game(): print('c')",
        ["concepts_game gives None. Is there a `return`"],
        ["NoneType"],
    ),
    (
        "gan_theory",
        "equilibrium",
        """
        def saddle_points(values):
            return [(1, 1)]

        def exploitability(values, g_mix, d_mix):
            return 0.0
        """,
        ["are [(0, 1)]; saddle_points says [(1, 1)]"],
        [],
    ),
]


def mutant(root: Path, part: str, question: str, name: str) -> str:
    """Return the answer of a known wrong one."""
    course = Course(root)
    questions = {q.name: q for q in Autograder(course.autograder_zip(part)).automatic}
    cases = {case.name: case for case in read_cases(course, part, [*questions])}
    cells = cases[f"mutants/{question}/{name}"].submission.cells
    return code_of(cells, questions[question].functions)


def report(
    course: Path, part: str, question: str, *, code: str | Path, folder: Path
) -> grader.Report:
    """Check what ``code``, or a known mutant, defines by a question's tests in a student's zip."""
    if isinstance(code, Path):
        code = mutant(course, part, question, name=code.stem)
    with zipfile.ZipFile(Course(course).student_zip(part)) as archive:
        archive.extract(f"tests/{question}.py", folder)
    names: dict[str, Any] = {"np": np, "keras": keras, "layers": layers, "ops": ops, "tf": tf}
    exec(textwrap.dedent(code), names)
    return grader.check(question, names)


@pytest.mark.parametrize(
    ("part", "question", "code", "says", "never"),
    WRONG,
    ids=[f"{question}-{number}" for number, (_, question, *_) in enumerate(WRONG, 1)],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_public_test_says_the_cause(
    part: str,
    question: str,
    code: str | Path,
    says: list[str],
    never: list[str],
    released_course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grader, "TESTS", tmp_path / "tests")
    found = repr(report(released_course, part, question, code=code, folder=tmp_path))
    for text in says:
        assert text in found
    for text in never:
        assert text not in found
