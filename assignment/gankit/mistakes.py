"""Errors of TensorFlow and Keras that have one usual cause, and what that is.

Their own words tell what went wrong inside the library. A student needs to know what to change.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A cause of errors, and by what these are known."""

    sentence: str
    """What went wrong and what to do, for a student."""
    words: str
    """What such an error says: a regular expression."""
    uses: frozenset[str] = frozenset()
    """Names that the student's function uses, at least one of them; empty: any function."""
    lacks: frozenset[str] = frozenset()
    """Names that it does not use."""
    quoted: bool = False
    """Whether the error's own words tell more, such as two shapes."""


_IS_NONE = (
    r"Attempt to convert a value \(None\)|'NoneType' object (has no attribute|is not iterable)"
    r"|'NoneType' object is not (subscriptable|callable)"
    r"|operand type.*'NoneType'|not optional, but None was passed"
)

GRADIENTS = frozenset({"gradient", "jacobian", "batch_jacobian"})
UPDATES = frozenset({"apply", "apply_gradients"})

MISTAKES = {
    "no gradients": Mistake(
        "The loss does not depend on the weights that should move, so they have no gradients. "
        "Inside the `with tf.GradientTape()` block make the fake data, compute the logits and the "
        "loss, all with Keras or TensorFlow operations; and ask the tape for the weights of the "
        "network that this loss is for.",
        r"No gradients provided for any variable",
    ),
    "other weights": Mistake(
        "This optimizer got weights of another network than before. An optimizer belongs to one "
        "network: use g_optimizer for the generator's weights only, and d_optimizer for the "
        "discriminator's.",
        r"Unknown variable:.*optimizer can only be called for the variables",
    ),
    "other gradients": Mistake(
        "The optimizer got gradients and weights that do not belong together. Give it the "
        "gradients of the very weights that you name: `apply(tape.gradient(loss, weights), "
        "weights)`.",
        r"Incompatible shapes: .*vs\.",
        uses=UPDATES,
    ),
    "gradient is None": Mistake(
        "A gradient is None: the tape did not follow what it is asked for. Call `tape.watch(x)` "
        "inside the `with` block for a tensor x that is no variable, and compute what you take the "
        "gradient of inside the block too.",
        _IS_NONE,
        uses=GRADIENTS,
        lacks=UPDATES,
    ),
    "None in a step": Mistake(
        "Something that is computed with here is None: a gradient, if the tape was not told to "
        "follow what it is asked for (`tape.watch(x)` for a tensor x that is no variable), or else "
        "what a function without a `return` gives.",
        _IS_NONE,
        uses=GRADIENTS,
    ),
    "tape used twice": Mistake(
        "One tape gives gradients only once. Ask for all of them in one call of `tape.gradient`, "
        "use a tape for each loss, or make it with `tf.GradientTape(persistent=True)`.",
        r"non-persistent GradientTape can only be used",
    ),
    "loss is a number": Mistake(
        "The loss is a plain number (of Python or NumPy), so it has no gradient. Leave out "
        "`float`, `.numpy()` and NumPy's functions, and compute it with Keras or TensorFlow "
        "operations.",
        r"argument `type_value`: [-\d.]|'(numpy\.)?float\d*' object has no attribute '_id'",
    ),
    "loss is None": Mistake(
        "The loss is None. Is there a `return` at the end of the function that computes it?",
        r"`target` should be a list or nested structure.*received None",
    ),
    "history": Mistake(
        "This is the History object that Keras' `fit` returns. The dict with the lists of losses "
        "is its attribute `history`: `fit(...).history`.",
        r"'History' object (is not|has no attribute)|type 'History'|not History$|numpy.*'History'",
    ),
    "numpy in a step": Mistake(
        "NumPy is used on a tensor in code that Keras compiles. In `train_step` and in all that it "
        "calls, use Keras or TensorFlow operations: `ops.mean` in place of `np.mean`, "
        "`keras.random.normal` in place of NumPy's numbers.",
        r"Cannot convert a symbolic (tf\.Tensor|Keras)|symbolic.* to a numpy",
    ),
    "value in a step": Mistake(
        "A tensor has no value yet while Keras compiles the code. In `train_step` and in all that "
        "it calls, leave out `float()`, `int()`, `.numpy()` and `.item()`: compute with the "
        "tensor, and return it as it is.",
        r"SymbolicTensor' object has no attribute '(numpy|item|tolist|assign)'"
        r"|argument must be .*not 'SymbolicTensor'|'SymbolicTensor' object cannot be interpreted",
    ),
    "if in a step": Mistake(
        "Python's `if`, `while` or `for` asks for the value of a tensor, and it has none yet while "
        "Keras compiles the code. Use an operation such as `ops.where` or `ops.maximum`.",
        r"[Uu]sing a symbolic `?tf\.Tensor`? as a Python `?bool|Iterating over a symbolic",
    ),
    "made in a step": Mistake(
        "Something with weights or a state (a network, a layer, an optimizer, a metric) is made in "
        "every training step. Make it once, before the training: in `__init__`, `compile` or the "
        "function that trains.",
        r"tf\.function only supports singleton tf\.Variables|tried to create variables on non-first"
        r"|cross-replica context",
    ),
    "unknown size": Mistake(
        "The number of rows of a batch is not known while Keras compiles the code: `x.shape[0]` is "
        "None there. Use `ops.shape(x)[0]`.",
        r"Failed to convert elements of \(None,|Expected int32, but got None|partially known "
        r"TensorShape \(None|'NoneType' object cannot be interpreted as an integer",
    ),
    "no super().compile": Mistake(
        "Keras does not know that the model was compiled. The class's own `compile` has to call "
        "`super().compile(**kwargs)`.",
        r"You must call `compile\(\)` before using",
    ),
    "no super().__init__": Mistake(
        "The class's `__init__` has to begin with `super().__init__()`, before it keeps anything "
        "in `self`.",
        r"forgot to call `super\(\)\.__init__\(\)`",
    ),
    "step without losses": Mistake(
        'train_step should return a dict of its losses, {"d_loss": ..., "g_loss": ...}.',
        r"'(tuple|list|SymbolicTensor|EagerTensor)' object has no attribute 'items'"
        r"|'OptionalFromValue' Op passed list of length 0",
    ),
    "assignment": Mistake(
        "Parts of a tensor cannot be set. Compute a new tensor, with `ops.where` or "
        "`ops.concatenate` for example, or work in a NumPy array.",
        r"Tensor' object does not support item assignment",
    ),
    "float64": Mistake(
        "Numbers of type float64 and float32 are mixed, which TensorFlow does not do. NumPy's "
        "arrays "
        'are float64 by default: convert them with `.astype("float32")`.',
        r"expected to be a (double|float) tensor but is a (double|float) tensor"
        r"|must have the same dtype|have type float\d\d that does not match type float\d\d",
    ),
    "labels and logits": Mistake(
        "Labels and logits have different shapes. Make labels of the logits' own shape, with "
        "`ops.ones_like(logits)` or `ops.zeros_like(logits)`.",
        r"`logits` and `labels` must have the same shape|`target` and `output` must have the same",
        quoted=True,
    ),
    "layer's input": Mistake(
        "A network got inputs of another size than it was made for. Does the generator get "
        "latents, and the discriminator points or images?",
        r"is incompatible with the layer: expected",
        quoted=True,
    ),
    "shapes": Mistake(
        "Two arrays or tensors are combined whose shapes do not fit. Compare their shapes: is a "
        "sum or a mean over a wrong axis, or missing, or does one have an axis more?",
        r"Incompatible shapes: |could not be broadcast together|[Ss]hapes? .*(must be|are) (equal|"
        r"incompatible)|Dimensions must be equal|Matrix size-incompatible|mismatch in its core",
        quoted=True,
    ),
    "a loss for each sample": Mistake(
        "This is not one number but an array of several. Is there a mean missing at the end of a "
        "loss?",
        r"only (length-1|size-1|0-dimensional) arrays can be converted"
        r"|can only convert an array of size 1",
    ),
    "complex numbers": Mistake(
        "There are complex numbers where there should be real ones. A root is complex if what it "
        "is taken of is below 0, and rounding makes that of a number that should be 0: take the "
        "root of `np.maximum(values, 0)`. Where numbers come out complex with imaginary parts that "
        "are mere rounding, take `.real` of them.",
        r"\bcomplex(\d+)?\b",
    ),
    "no plain value": Mistake(
        "The grader takes numbers, texts, lists, dicts whose keys are texts, and arrays of "
        "numbers. Turn what you return into one of these, and print it to see what it is.",
        r"is not a number, text, list or array|an array holds values of type|a key that is not a "
        r"text",
    ),
    "no network": Mistake(
        "There is no network here. Nothing can be downloaded when a notebook is graded: use what "
        "gankit brings, or compute it in the notebook.",
        r"Temporary failure in name resolution|Name or service not known|nodename nor servname",
    ),
    "none": Mistake(
        "Something that is computed with here is None. Is there a function without a `return`, or "
        "one that is not solved yet?",
        _IS_NONE,
    ),
}
"""By name, the more special first."""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
"""Keras prints parts of its messages in bold."""


def name_of(message: str, uses: Collection[str] = ()) -> str:
    """Return the name of the mistake that an error tells of; an empty text if none is known.

    ``uses`` are names that the student's function uses in which the error was raised.

    >>> name_of("No gradients provided for any variable.")
    'no gradients'
    >>> name_of("'NoneType' object has no attribute 'shape'", uses=["gradient", "shape"])
    'gradient is None'
    >>> name_of("division by zero")
    ''
    """
    for name, mistake in MISTAKES.items():
        fits = not mistake.uses or not mistake.uses.isdisjoint(uses)
        if fits and mistake.lacks.isdisjoint(uses) and re.search(mistake.words, message, re.DOTALL):
            return name
    return ""


def said(message: str, name: str) -> str:
    """Return what a student reads about an error with this ``message``: our sentence, or its own.

    >>> said("No gradients provided for any variable.", "no gradients")[:40]
    'The loss does not depend on the weights '
    """
    if name not in MISTAKES:
        return message
    mistake = MISTAKES[name]
    quoted = mistake.quoted and message
    return f"{mistake.sentence} ({message})" if quoted else mistake.sentence


def plain(error: BaseException) -> str:
    """Return an error's own words, without colours, and of Keras' long ones what matters.

    >>> plain(ValueError("  not so  "))
    'not so'
    """
    try:
        text = COLOURS.sub("", str(error)).strip()
    except Exception:  # a class of the student's whose __str__ fails
        return ""
    if text.startswith("Exception encountered when calling"):
        paragraphs = [p for p in text.split("\n\n")[1:] if not p.startswith("Arguments received")]
        text = " ".join(paragraphs)
    if text.startswith("in user code:"):
        text = text.splitlines()[-1].strip()
    return re.sub(r"\{\{function_node \S+\}\} |\[Op:\w+\]( name:)?", "", text).strip()
