"""All tests, with answers that no student's code gave: right forms, wrong sizes, traps.

    python tests/fuzz_answers.py                      100,000 answers in 20 parts
    python tests/fuzz_answers.py --seed 7 --part 3    one of them, again

Whatever is answered, a test passes or fails with a sentence, within its limits. Parts that are done
are noted below build/fuzz and left out when the same seed is given again. All that is found is
printed with its part and case, and the program then ends with status 1.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gangrade.grading import judge
from gangrade.grading.judge import Exam, Judge
from gangrade.inside.network import TooMuch
from gangrade.part.part import Autograder
from gangrade.results import sentences
from gangrade.results.failure import Why
from gangrade.results.problems import Ended, OtherForm, Raised, Refused
from gangrade.verdicts.draws import Grading
from gankit import cubic
from gankit.networks import ACTIVATIONS, LAYERS, Layer, Network
from gankit.probes import forms
from gankit.probes.base import Probe, probes_in
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
ANSWERS, PARTS = 100_000, 20
SECONDS, MEMORY = 10, 400 << 20
"""Of one test: far below what it has when it is graded."""
LARGEST = 50_000
"""Numbers in an array that is drawn; larger ones hold zeros."""
LETTERS = 2500
"""Of what a student reads about one test."""
PROBES: dict[str, Probe[..., Any]] = {
    **probes_in("gankit.probes"),
    **probes_in("gangrade.instruments"),
}
Random = np.random.Generator


class Answers:
    """Makes answers; the same ones for the same random numbers."""

    def __init__(self, random: Random):
        """Take a generator; how hostile all answers of one case are is drawn from it."""
        self.random = random
        self.given = 0
        self._outputs = int(random.integers(100))
        self._trap = random.choice([0.0, 0.02, 0.1, 0.3])
        """The share of places in an answer that hold something else."""
        self._whole = random.choice([0.0, 0.0, 0.1])
        """The share of answers that are something else."""

    def one_of(self, *choices: Any) -> Any:
        """Return one of these."""
        return choices[int(self.random.integers(len(choices)))]

    def run_probe(self, function: str, name: str, arguments: dict[str, Any]) -> Any:
        """Answer as a candidate could, and take only what has its form."""
        self.given += 1
        if self.random.random() < 0.01:
            error = {
                "kind": self.one_of("exception", "wrong"),
                "type": "E" * 40,
                "message": "It is wrong.",
            }
            problem = self.one_of(Refused("a set"), Ended("it ended"), Raised(error))
            problem.function = function
            raise problem
        form = PROBES[name].form(arguments)
        if self.random.random() < self._whole:
            answer = self.trap()
        else:
            answer = self.example(form, Request(name, arguments))
        try:
            form.check(answer)
        except forms.Mismatch as mismatch:
            other = OtherForm.of(mismatch)
            other.function = function
            raise other from None
        return answer

    def run_network(
        self, network: Network | list[Network], inputs: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Give what a network could, in the process of its own that runs it."""
        if isinstance(network, list):
            return np.stack([self.run_network(one, inputs) for one in network])
        if self.random.random() < 0.05:
            raise TooMuch("The network's layer Dense does not fit (ValueError).")
        kinds = [(2,), (14, 14), (1,), (3,), (28, 28), inputs.shape[1:], (5, 5, 1)]
        shape = kinds[self._outputs % len(kinds)]  # a network gives always the same shape
        with np.errstate(all="ignore"):
            return self.numbers((len(inputs), *shape)).astype(np.float32)

    def example(self, form: forms.Form, request: Request) -> Any:
        """Return something of a form, with traps in its places."""
        if self.random.random() < self._trap * 0.2:
            return self.trap()
        match form:
            case forms.Maybe():
                return None if self.random.random() < 0.1 else self.example(form.form, request)
            case forms.Truth():
                return self.one_of(True, False)
            case forms.Number():
                return self.one_of(0, 1, 7, 1 << 40) if form.whole else self.number()
            case forms.Array():
                return self.array(form, request)
            case forms.Items():
                count = self.count(form, request)
                return [self.example(form.of, request.part(n)) for n in range(count)]
            case forms.Row():
                parts = [self.example(inner, request) for inner in form.forms]
                return self.one_of(parts, tuple(parts))
            case forms.Fields():
                fields = {name: self.example(f, request) for name, f in form.forms.items()}
                if self.random.random() < self._trap * 0.2:
                    fields.pop(self.one_of(*fields))
                return fields
            case forms.Described():
                return self.network(request)
            case forms.Anything():
                return self.anything(request)
        raise AssertionError(f"no example of {form}")

    def count(self, form: forms.Items, request: Request) -> int:
        usual = form.count if form.count is not None else self.one_of(0, 1, 1, 2, request.few)
        if self.random.random() < self._trap:
            return int(self.one_of(0, 1, usual + 1, max(0, usual - 1), 400))
        return int(usual)

    def array(self, form: forms.Array, request: Request) -> Any:
        shape = form.shape
        if shape is None:
            shape = self.one_of(*request.shapes)
        else:
            free = self.one_of(0, 1, 5, 7, 25, 400, 4000, request.size)
            shape = tuple(free if size is None else size for size in shape)
            if np.prod(shape, dtype=float) > LARGEST:
                shape = tuple(min(size, 7) for size in shape)
        if self.random.random() < self._trap:
            shape = self.one_of(
                (), (0,), (*shape, 1), (1, *shape), shape[::-1], (1, 150_000), (3,) * 5
            )
        values = self.numbers(shape)
        if self.random.random() < self._trap:
            kind = self.one_of("f8", "f2", "i8", "u1", "bool")
            with np.errstate(all="ignore"):
                return values.astype(kind)
        with np.errstate(all="ignore"):
            return values.astype(np.float32) if "f" in form.kinds else values

    def numbers(self, shape: tuple[int, ...]) -> NDArray[Any]:
        """Return numbers of a kind that tests look for, or that breaks what they compute."""
        random, kind = self.random, self.random.integers(12)
        if np.prod(shape, dtype=float) > LARGEST:
            return np.zeros(shape, np.float32)
        with np.errstate(all="ignore"):
            match kind:
                case 0:
                    return np.zeros(shape)
                case 1:
                    return np.full(shape, self.number())
                case 2:
                    return random.uniform(-1, 1, shape)
                case 3:
                    return random.uniform(-0.5, 0.5, shape)
                case 4:
                    return np.where(random.random(shape) < 0.01, self.number(), 0.7)
                case 5 if len(shape) == 2 and shape[1] == 2:
                    x = random.uniform(-0.5, 0.5, shape[0])
                    return np.column_stack([x, cubic(x)])
                case 6:
                    return random.standard_normal(shape) * self.one_of(1e-30, 1e-3, 1e3, 1e30)
        return random.standard_normal(shape)

    def number(self) -> float:
        return float(
            self.one_of(0, 1, -1, 0.69, 1.38, 25, 1e-40, 1e38, -1e300, *[np.nan, np.inf] * 2)
        )

    def anything(self, request: Request) -> Any:
        """Return what a student's function could, or could not."""
        match self.random.integers(8):
            case 0:
                return self.trap()
            case 1:
                return self.one_of("converged", "diverged", "oscillating", 0, 1, 3, 0.5)
            case 2:
                return self.numbers(self.one_of(*request.shapes)).tolist()
        values = self.numbers(self.one_of(*request.shapes))
        kind = self.one_of("f4", "f4", "f4", "f8", "u1", "i8")
        with np.errstate(all="ignore"):
            return values.astype(kind)

    def network(self, request: Request) -> Any:
        """Return a network, or what claims to be one."""
        size = int(self.one_of(1, 5, 32, request.size if request.size < 2000 else 6))
        shape = self.one_of((size,), (size,), (14, 14), (2,), (28, 28, 1), request.shapes[0])
        layers = [Layer("InputLayer", {"shape": self.one_of(shape, list(shape))}, (), ())]
        for number in range(int(self.one_of(1, 2, 2, 3))):
            units = int(self.one_of(1, 2, 15, 40, 300))
            kind = self.one_of("Dense", "Dense", "Dense", "Dense", *LAYERS)
            options = {name: self.option(name) for name in LAYERS[kind]}
            weights = (self.numbers((size, units)), self.numbers((units,)))
            if kind == "Dense":
                options |= {"units": units}
            else:
                weights = self.one_of((), weights, (self.numbers((3, 3, 1, 2)),))
            if self.random.random() < self._trap:
                weights = self.one_of(
                    (), weights[::-1], (*weights, np.zeros((1,) * 7)), weights * 8
                )
                options = self.one_of(
                    options, {}, options | {"more": 1}, dict.fromkeys(options, [0] * 9)
                )
            with np.errstate(all="ignore"):
                cast = tuple(np.asarray(w, self.one_of(*["f4"] * 9, "f8")) for w in weights)
            layers.append(Layer(kind, options, (number,), cast))
            size = units
        if self.random.random() < self._trap:
            layers = self.one_of(layers[1:], [], layers * 150, layers[:1])
        return Network(tuple(layers))

    def option(self, name: str) -> Any:
        usual = {
            "activation": "linear",
            "use_bias": True,
            "shape": (3,),
            "scale": True,
            "center": True,
        }
        if self.random.random() < self._trap:
            return self.one_of(None, -1, np.nan, "x" * 300, [[1]] * 3, {"a": 1}, 1 << 50)
        return (
            usual.get(name, 1)
            if name != "activation"
            else self.one_of(*ACTIVATIONS, *["linear"] * 9)
        )

    def trap(self) -> Any:
        """Return something that no form asks for."""
        nested: Any = 0.5
        for _ in range(int(self.random.integers(1, 12))):
            nested = [nested]
        return self.one_of(
            *(
                None,
                True,
                -1,
                (1 << 63) - 1,
                1e308,
                float("nan"),
                float("inf"),
                "",
                "\ud800<b>=1+1",
            ),
            *("x" * 5000, [], (), {}, {"": {}}, nested, [nested] * 500, [None] * 3, cubic),
            *(np.zeros(0), np.zeros((0, 2)), np.zeros((1, 150_000), "f4"), np.zeros(3, bool)),
            *(
                np.full((3, 2), np.nan),
                np.zeros(1_000_001, "u1"),
                np.array(1.5),
                np.zeros((1,) * 8),
            ),
            *([0] * 100_001, ["ab"] * 4000, Network(()), [np.zeros(2)] * 4000, {"d_loss": 1}),
        )


@dataclass(frozen=True)
class Request:
    """What was asked for, as far as answers may depend on it."""

    name: str
    arguments: dict[str, Any]
    place: int = 0

    def part(self, place: int) -> Request:
        """Return the request for one of several items."""
        return Request(self.name, self.arguments, place)

    @property
    def few(self) -> int:
        """A number of calls or steps."""
        return len(self.arguments.get("calls", ())) or 2

    @property
    def sizes(self) -> list[int]:
        """Whole numbers in the arguments."""
        return [n for n in self._call() if type(n) is int and 0 < n < 100_000] or [5]

    @property
    def size(self) -> int:
        """The first of them."""
        return self.sizes[0]

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """Shapes that the answer could have."""
        call = self._call()
        shapes = [np.shape(item) for item in call if isinstance(item, np.ndarray)]
        shapes += [tuple(item) for item in call if isinstance(item, (tuple, list)) and _sizes(item)]
        first, *others = self.sizes
        return [*shapes, (first, 2), (first, others[0] if others else 2), (), (first + 1, 2)]

    def _call(self) -> list[Any]:
        calls = self.arguments.get("calls") or [self.arguments.get("args", ())]
        call = calls[min(self.place, len(calls) - 1)]
        items = list(call.values()) if isinstance(call, dict) else list(call)
        extra = ("n", "width", "sizes", "params", "real", "logits", "input_shape")
        for name in extra:
            value = self.arguments.get(name, ())
            items += list(value) if isinstance(value, (list, tuple)) else [value]
        return items


def _sizes(items: Any) -> bool:
    return 0 < len(items) < 5 and all(type(n) is int and 0 < n < 5000 for n in items)


surprises: Counter[tuple[str, int, str]] = Counter()
"""How often a test could not deal with an answer: it fails, but not with a sentence of its own."""


def exams(autograders: list[Autograder]) -> dict[str, Exam]:
    """Return the exams of all questions with tests, by part and question."""
    return {
        f"{autograder.part}/{question.name}": Exam(
            question,
            Grading(secret=autograder.secret, code="fuzz", calibration=autograder.calibration),
        )
        for autograder in autograders
        for question in autograder.automatic
    }


def findings(found: dict[str, Exam], seed: int, part: int, answers: int) -> Iterator[str]:
    """Carry out tests until so many answers were given; yield what is wrong with how they end."""
    case = given = 0
    places = [
        (name, place)
        for name, exam in found.items()
        for place in range(len(exam.question.tests.test_cases if exam.question.tests else ()))
    ]
    judge.SECONDS, judge.MEMORY = SECONDS, MEMORY
    maker = Answers(np.random.default_rng([seed, part, case]))
    # The judge's process asks for networks too, wherever it was forked.
    for exam in found.values():
        exam.surroundings.run_network = lambda network, inputs: maker.run_network(network, inputs)
    sitting = Judge(found, lambda *request: maker.run_probe(*request))
    try:
        while given < answers:
            maker = Answers(np.random.default_rng([seed, part, case]))
            name, place = places[int(maker.random.integers(len(places)))]
            found[name].surroundings.lost = bool(maker.random.integers(2))
            wrong = _wrong(sitting, name, place)
            if wrong:
                yield f"seed {seed}, part {part}, case {case}: {name}, test {place}: {wrong}"
            given += max(1, maker.given)
            case += 1
    finally:
        sitting.close()


def _wrong(sitting: Judge, name: str, place: int) -> str:
    try:
        failure = sitting.judge(name, place).failure
    except Exception as error:
        return f"it stopped the grading with {type(error).__name__}: {error}"
    if failure is None:
        return ""
    if failure.why is Why.TOO_LARGE:
        sitting._met = 0
        return f"it took too much {failure.type}"
    if failure.why is Why.WRONG_FORM and failure.gap is None:
        if not failure.seen:
            return f"it met {failure.type}, and neither a form nor a sentence says what is wrong"
        surprises[name, place, failure.type] += 1
    sentence = sentences.failure(failure)
    if not 10 <= len(sentence) <= LETTERS:
        return f"its sentence has {len(sentence)} letters: {sentence[:100]}"
    return ""


def main() -> None:
    """Go through the parts that are not done yet."""
    parser = argparse.ArgumentParser(description="Hostile answers to the tests of released parts.")
    parser.add_argument("--answers", type=int, default=ANSWERS)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 31))
    parser.add_argument("--part", type=int, help=f"one of 1 to {PARTS}; all of them if none")
    options = parser.parse_args()
    print(
        f"Seed {options.seed}: --seed {options.seed} goes on with it, or does it again.", flush=True
    )
    zips = sorted((ROOT / "autograder" / "dist").glob("*.zip"))
    if not zips:
        sys.exit("There is no released part. Run `gangrade release` first.")
    found = exams([Autograder(path) for path in zips])
    folder = ROOT / "build" / "fuzz" / str(options.seed)
    folder.mkdir(parents=True, exist_ok=True)
    bad = 0
    for part in [options.part] if options.part else range(1, PARTS + 1):
        done = folder / f"{part}.txt"
        if done.exists() and not options.part:
            lines = done.read_text(encoding="utf-8").splitlines()
        else:
            lines = list(findings(found, options.seed, part, answers=options.answers // PARTS))
            done.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        bad += len(lines)
        print(*lines, f"Part {part} of {PARTS}: {len(lines)} findings", sep="\n", flush=True)
    for (name, place, kind), times in surprises.most_common():
        print(f"{name}, test {place} met {kind} {times} times: could it say what is wrong?")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
