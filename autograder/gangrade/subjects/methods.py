"""What a training is: which networks it gives, and which losses it keeps."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from gankit import probes
from gankit.networks import Network
from gankit.probes.trainings import SURROUNDINGS
from numpy.typing import NDArray

from gangrade import instruments
from gangrade.subjects.base import Fitted, Generated, Subject, Values

MAX_LATENTS = 1000

Kind = TypeVar("Kind", bound=Subject[Any])
"""The kind of subjects that a method can be used on."""


@dataclass(frozen=True)
class Look:
    """How a training is looked at: what its discriminators see of the samples."""

    kind: str = "plain"
    """"plain": all; "narrow": one direction; "blank": nothing."""
    bias: float = 0.0
    """What is added to the last bias of a new discriminator."""
    number: int = 0
    """Other numbers draw other views for one seed."""


PLAIN = Look()


@dataclass(frozen=True)
class Loss:
    """One list of a history."""

    name: str
    label: str
    """In pictures."""
    balance: tuple[str, float] | None = None
    """Its value when no network wins, in words and as a number; a picture shows it."""
    words: str = ""
    """What its mean is, before a value in a table; its name if empty."""
    sentence: str = ""
    """What a student reads if its mean is outside of its band: has {value}, {low} and {high}."""
    relative: bool = False
    """Whether its mean is divided by the largest of its values: how large they are says nothing."""


@dataclass(frozen=True)
class Limit:
    """A number that says how well what was seen of a training fits together."""

    name: str
    best: float
    """Where it is in a training that is exactly what the text says."""
    worst: float
    """Where it is in one that is not at all."""
    of: str = ""
    """The number, if it has another name: it may have a limit on either side."""
    blank: bool = False
    """Whether it is read where the discriminator sees nothing; else where it sees all."""

    @property
    def number(self) -> str:
        """The name of the number."""
        return self.of or self.name

    def use(self, value: float, limit: float) -> float:
        """Return the share of the allowance that a value uses up; above 1 it is outside.

        >>> jump = Limit("jump", best=0, worst=1)
        >>> jump.use(0.1, 0.5), jump.use(1, 0.5), jump.use(-1, 0.5)
        (0.2, 2.0, 0.0)
        """
        return max(0.0, (value - self.best) / (limit - self.best))


class Method(ABC, Generic[Kind]):
    """A way to train networks: how it is run, what it gives, and which losses its history has."""

    name: ClassVar[str]
    """As a master gives it."""
    subjects: type[Kind]
    """What it can be used on."""
    makers: ClassVar[tuple[str, ...]] = ()
    """Networks whose makers a master may name, all or none of them: functions of the notebook that
    instruments stand in for."""
    answer: ClassVar[str] = ""
    """What the second of these networks says of a sample."""
    made_up: ClassVar[str] = ""
    """What a student reads whose history is none of a training where nothing is seen: has {gap}."""
    losses: ClassVar[tuple[Loss, ...]]
    fewest: ClassVar[int]
    """Values that each list of a history has at least."""
    result: ClassVar[str]
    """What a training gives, in messages."""
    early: ClassVar[str]
    """What a student reads who knows the target too soon: has {steps} and {noun}."""
    limits: ClassVar[tuple[Limit, ...]] = ()
    """Of what instruments see of a training whose makers are named. Calibration puts each halfway
    between best and the nearest of the mutants that say that they break it."""
    losses_caption: ClassVar[str]
    losses_top: ClassVar[float] = 1e-6
    """Up to where an axis of losses goes at least."""

    @abstractmethod
    def train(
        self,
        function: Any,
        subject: Kind,
        target: Any,
        *,
        steps: int,
        seed: int,
        makers: Mapping[str, str],
        look: Look = PLAIN,
        surroundings: int = SURROUNDINGS,
    ) -> dict[str, Any]:
        """Train in the candidate; return its networks, and each loss by its name.

        ``makers`` are the notebook's functions that make the networks, where they are known: then
        the training is looked at as ``look`` says, and what was seen is in what comes back.
        ``surroundings`` seeds all that the training itself does not seed; ``dice`` in what comes
        back tells whether it seeded anything.
        """

    @abstractmethod
    def networks(self, run: Mapping[str, Any]) -> list[Network]:
        """Return the networks that a training gave, in the order in which they are run."""

    @abstractmethod
    def shapes(self, subject: Kind, target: Any) -> list[tuple[str, tuple[int, ...]]]:
        """Return for each of the networks its name, and the shape of what it gives for one input.

        The shape is without the batch.
        """

    @abstractmethod
    def inputs(
        self, subject: Kind, target: Any, *, first: Network, random: np.random.Generator
    ) -> NDArray[np.float32]:
        """Draw what the first network gets.

        Raises:
            AssertionError: with a message for the student, if it cannot take any.
        """

    def joined(self, subject: Kind, stages: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:  # noqa: ARG002
        """Return the samples, of the inputs and of what each of the networks made of them."""
        return stages[-1]

    def bands(self, values: Sequence[Values]) -> dict[str, list[float]]:  # noqa: ARG002
        """Return bands of the mean losses, from right runs whose samples are right."""
        return {}


class Gan(Method[Generated[Any]]):
    """A generator and a discriminator that train each other; the generator is judged.

    >>> Gan().name, [loss.name for loss in Gan.losses], Gan.makers
    ('gan', ['d_loss', 'g_loss'], ('generator', 'discriminator'))
    """

    name = "gan"
    subjects = Generated
    makers = ("generator", "discriminator")
    answer = "logit"
    made_up = (
        "In a training whose discriminator gives all samples the same logit, g_loss follows from "
        "that logit, but in a fifth of the training your history differs by {gap:.0%}. The "
        "history should hold the losses of the training steps."
    )
    losses: ClassVar[tuple[Loss, ...]] = (
        Loss(
            "d_loss",
            "discriminator",
            ("2 ln 2", 2 * math.log(2)),
            words="mean d_loss over the last fifth (2 ln 2 = 1.39 is balance)",
            sentence="Over the last fifth of the training d_loss is {value:.2f} on average; "
            "between {low:.2f} and {high:.2f} neither network has won (2 ln 2 = 1.39 is balance).",
        ),
        Loss(
            "g_loss",
            "generator",
            ("ln 2", math.log(2)),
            words="mean g_loss over the last fifth (ln 2 = 0.69 is balance)",
            sentence="Over the last fifth of the training g_loss is {value:.2f} on average; "
            "between {low:.2f} and {high:.2f} neither network has won (ln 2 = 0.69 is balance).",
        ),
    )
    fewest = 25
    result = "generator"
    early = (
        "After only {steps} training steps your generator knows {noun} already, so it did not "
        "learn it by training against a discriminator."
    )
    limits: ClassVar[tuple[Limit, ...]] = (
        Limit("updates", best=1, worst=0),
        Limit("moves", best=1, worst=0),
        Limit("most_moves", best=1, worst=30, of="moves"),  # as if the shortest were the longest
        Limit("latents", best=1, worst=0),
        Limit("jump", best=0, worst=1),
        Limit("gap", best=0, worst=1),
        Limit("history", best=0, worst=1, blank=True),
        Limit("moved", best=0, worst=1, blank=True),
    )
    losses_caption = "Losses while it learned. Dotted: their values when neither net wins."
    losses_top = 1.6

    def train(
        self,
        function: Any,
        subject: Generated[Any],
        target: Any,
        *,
        steps: int,
        seed: int,
        makers: Mapping[str, str],
        look: Look = PLAIN,
        surroundings: int = SURROUNDINGS,
    ) -> dict[str, Any]:
        """Train in the candidate; return its networks, and each loss by its name."""
        asked = (function, subject.arguments(target), steps, seed)
        losses = [loss.name for loss in self.losses]
        if not makers:
            return dict(probes.trained(*asked, surroundings=surroundings, losses=losses))
        # The view and the sums say nothing of the target: the seed alone decides about them.
        random = np.random.default_rng([seed, look.number])
        views = {"plain": subject.view, "narrow": subject.narrow_view}
        view = (
            views[look.kind](target, random) if look.kind in views else subject.blank_view(target)
        )
        marks = int(random.integers(2**31))
        run = instruments.watched(
            *asked,
            names=dict(makers),
            view=view,
            bias=look.bias,
            marks=marks,
            surroundings=surroundings,
            losses=losses,
        )
        return {**run, "marks": marks}

    def networks(self, run: Mapping[str, Any]) -> list[Network]:
        """Return the generator."""
        return [run["generator"]]

    def shapes(self, subject: Generated[Any], target: Any) -> list[tuple[str, tuple[int, ...]]]:
        """Return the shape of one sample."""
        return [("generator", subject.shape(target))]

    def inputs(
        self,
        subject: Generated[Any],
        target: Any,  # noqa: ARG002
        *,
        first: Network,
        random: np.random.Generator,
    ) -> NDArray[np.float32]:
        """Return standard normal latents.

        Raises:
            AssertionError: if the generator does not take rows of latents, or takes too many.
        """
        latent = first.input_shape
        assert len(latent) == 1, "The generator should take latents of shape (n, k)."
        assert latent[0] <= MAX_LATENTS, f"The generator should take at most {MAX_LATENTS} latents."
        return random.standard_normal((subject.samples, latent[0])).astype(np.float32)

    def bands(self, values: Sequence[Values]) -> dict[str, list[float]]:
        """Return bands of the mean losses in which neither network has won.

        Twofold beyond what right runs show where the discriminator is ahead; where the generator
        is, around balance (2 ln 2 and ln 2), unless right runs go further.
        """
        d, g = ([run[loss.name] for run in values] for loss in self.losses)
        return {
            "d_loss": [round(min(d) / 2, 2), round(max(1.5, 1.1 * max(d)), 2)],
            "g_loss": [round(min(0.55, min(g) / 1.1), 2), round(2 * max(g), 2)],
        }


class Wgan(Gan):
    """A Wasserstein GAN: a critic's scores tell how far generated samples are from real ones.

    >>> Wgan().name, [loss.name for loss in Wgan.losses], Wgan.makers
    ('wgan', ['distance'], ('generator', 'critic'))
    """

    name = "wgan"
    makers = ("generator", "critic")
    answer = "score"
    made_up = (
        "In a training whose critic gives all samples the same score, the distance is 0, but in a "
        "fifth of the training your history says {gap:.2g} on average. The history should hold the "
        "distances of the training steps."
    )
    losses = (
        Loss(
            "distance",
            "distance",
            words="mean distance over the last fifth, as a share of its largest value",
            sentence="Over the last fifth of the training the distance is {value:.2f} of its "
            "largest value on average; it should have fallen, to between {low:.2f} and {high:.2f}.",
            relative=True,
        ),
    )
    early = (
        "After only {steps} training steps your generator knows {noun} already, so it did not "
        "learn it by training against a critic."
    )
    limits = (
        *(limit for limit in Gan.limits if limit.name != "history"),
        Limit("history", best=0, worst=0.1, blank=True),  # distances, of data of size 1
    )
    losses_caption = "The distance that the critic measured while it learned."
    losses_top = 1e-6

    def bands(self, values: Sequence[Values]) -> dict[str, list[float]]:  # noqa: ARG002
        """Return none: a distance has no balance, and its subjects say how far it falls."""
        return {}


class Fit(Method[Fitted[Any]]):
    """Networks in a row, fitted to data with one loss; what the last one gives is judged.

    >>> METHODS["fit"].name, [loss.name for loss in Fit.losses]
    ('fit', ['loss'])
    """

    name = "fit"
    subjects = Fitted
    losses = (
        Loss(
            "loss",
            "loss",
            words="mean loss over the last fifth",
            sentence="Over the last fifth of the training the loss is {value:.3g} on average; it "
            "should be between {low:.3g} and {high:.3g}.",
        ),
    )
    fewest = 10
    result = "model"
    early = (
        "After only {steps} training steps your model knows {noun} already, so it did not learn it "
        "in the training."
    )
    losses_caption = "The loss while it learned."

    def train(
        self,
        function: Any,
        subject: Fitted[Any],
        target: Any,
        *,
        steps: int,
        seed: int,
        makers: Mapping[str, str],  # noqa: ARG002
        look: Look = PLAIN,  # noqa: ARG002
        surroundings: int = SURROUNDINGS,
    ) -> dict[str, Any]:
        """Train in the candidate; return its networks, and each loss by its name."""
        shapes = [list(shape) for shape in subject.shapes(target)[:-1]]
        return dict(
            probes.fitted(
                function,
                subject.arguments(target),
                steps,
                seed=seed,
                input_shapes=shapes,
                surroundings=surroundings,
            )
        )

    def networks(self, run: Mapping[str, Any]) -> list[Network]:
        """Return them as the student's function did."""
        return list(run["networks"])

    def shapes(self, subject: Fitted[Any], target: Any) -> list[tuple[str, tuple[int, ...]]]:
        """Return for each network its name and the shape of what it gives."""
        return list(zip(subject.networks, subject.shapes(target)[1:], strict=True))

    def inputs(
        self,
        subject: Fitted[Any],
        target: Any,
        *,
        first: Network,  # noqa: ARG002
        random: np.random.Generator,
    ) -> NDArray[np.float32]:
        """Return data that the networks have not seen."""
        return subject.inputs(target, random)

    def joined(
        self, subject: Fitted[Any], stages: Sequence[NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Return the samples as the subject makes them."""
        return subject.joined(stages)


METHODS: dict[str, Method[Any]] = {method.name: method for method in (Gan(), Wgan(), Fit())}
"""By the name that a master gives in a question's ``training``."""
