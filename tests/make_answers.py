"""A made-up class that answers the written questions of function_gan in many ways.

To look at its pages: python tests/make_answers.py DIRECTORY [SUBMISSIONS [figures]]
"""

from __future__ import annotations

import base64
import copy
import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gangrade.intake.find import find_submissions
from gangrade.intake.written import END, PLACEHOLDER
from gangrade.marking import answers
from gangrade.part.part import Autograder
from gangrade.release import build
from gangrade.release.master import read_master
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
PART = "function_gan"
SECRET = "5ec2e7"

KINDS = {
    2: "empty", 9: "placeholder", 10: "placeholder", 14: "long", 17: "arabic", 18: "hebrew",
    22: "latex", 26: "code", 27: "code", 30: "attachment", 31: "embedded",
    35: "hostile", 36: "markdown", 40: "deleted", 44: "in the question",
    48: "copied", 49: "copied", 52: "nearly copied", 55: "nearly copied",
}  # fmt: skip
"""What the answer to the first question is, by the submission's number; others are plain."""
ORIGINAL = 25
"""The submission that the others copied from."""

HOSTILE = """\
<script>document.title = "owned"</script></script></textarea></title>
<img src=x onerror="document.title='owned'"><svg onload=alert(1)><style>* { display: none }</style>
<!-- <iframe src="https://example.com"></iframe> <base href="https://example.com/">

$\\text{<img src=x onerror=alert(2)>}$ and $$\\href{javascript:alert(3)}{\\style{display:none}{x}}$$
"""
MARKDOWN = """\
# A heading
[a link](https://example.com/?q="><script>), <https://example.com/auto>, [bad](javascript:alert(4))

![far away](https://example.com/pixel.png) ![a file](figure.png) ![gone](attachment:gone.png)

```html onclick=alert(5)
</code></pre><script>alert(6)</script>
```

| left | right |
| :--- | ---: |
| a&lt;b | `<td>` |

3. three
4. four
"""
ARABIC = (
    "لا، تطابق المدرجين لا يكفي. إذا خلطنا قيم X2 بين النقاط بقي كل مدرج كما هو، "
    "لكن النقاط لم تعد على المنحنى."
)
HEBREW = (
    "לא. אם מערבבים את ערכי X2 בין הנקודות, שתי ההיסטוגרמות נשארות כפי שהיו, "
    "אבל הנקודות כבר אינן על העקומה $x^2$."
)
LATEX = """\
With $m_1 = (1-\\beta_1) g$ and $v_1 = (1-\\beta_2) g^2$ the first step is

$$\\frac{|m_1|}{\\sqrt{v_1}} = \\frac{1 - \\beta_1}{\\sqrt{1 - \\beta_2}} \\approx %s$$

so \\(3.2\\,\\mathrm{lr}\\), and \\[\\sum_{i=1}^{n} w_i^2 < \\infty\\]

\\begin{align}
a &= b + c \\\\
  &= \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}
\\end{align}

A wrong one: $\\frac{1$, and one in text that costs $5 or $6.
"""
DRAWING = "In my drawing the bars are what came out of it, and the dashed line is the target."
CODE = """\
import matplotlib.pyplot as plt

distances = [untrained_distance(seed) for seed in range(10)]
plt.hist(distances)  # seed %s
"""

_OPEN = [
    "I think that",
    "In my runs",
    "As far as I can see",
    "Clearly",
    "From the plot I read that",
]
_CLAIM = [
    "both histograms say nothing about the relation of the coordinates",
    "the weights are drawn at random, so every seed starts somewhere else",
    "each layer halves the mean square, twenty of them destroy the signal",
    "the losses only compare the two networks with each other",
    "the first step is about three times too long without the correction",
    "x cubed is almost flat near zero, so a line is close to it everywhere",
]
_REASON = [
    "because shuffled points keep their marginals but leave the curve",
    "because the factor one over fan in is lost again in the ReLU",
    "because one minus beta to the power t goes to one in the end",
    "because the discriminator has not learned to look at the second value",
    "which I checked with a small loop over the settings and their averages",
    "since the spread of the generated values is far too low for the target",
]
_CLOSE = [
    "So one should look at the plot as well.",
    "I am not sure about the second part.",
    "A joint discriminator would notice this.",
    "More steps did not change it for me.",
    "With a smaller rate it took longer, but it came out the same.",
]


def plain(draw: random.Random) -> str:
    """Return an answer of a few sentences, with numbers of its own."""
    sentences = []
    for _ in range(draw.randint(2, 4)):
        parts = [draw.choice(_OPEN), draw.choice(_CLAIM), draw.choice(_REASON)]
        sentences.append(f"{' '.join(parts)} (seed {draw.randint(0, 99)}: {draw.random():.3f}).")
    return " ".join([*sentences, draw.choice(_CLOSE)])


def picture(draw: random.Random, kind: str = "PNG") -> str:
    """Return a small plot as notebooks hold it."""
    image = Image.new("RGB", (320, 200), "white")
    pen = ImageDraw.Draw(image)
    pen.line([(20, 10), (20, 180), (310, 180)], "black")
    for bar in range(9):
        top = 180 - draw.randint(5, 160)
        pen.rectangle([30 + 30 * bar, top, 52 + 30 * bar, 180], fill="steelblue")
    stream = io.BytesIO()
    image.save(stream, kind)
    return base64.b64encode(stream.getvalue()).decode()


def text_cell(source: str, **fields: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **fields}


def code_cell(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(outputs)}
    return {**cell, "execution_count": 1}


def drawn(image: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"image/png": image, "text/plain": "<Figure>"}}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def cells(kind: str, draw: random.Random, original: str) -> list[dict[str, Any]]:
    """Return the cells of an answer of this kind; ``original`` is what may be copied."""
    own = plain(draw)
    made: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "empty": lambda: [text_cell("  \n")],
        "placeholder": lambda: [text_cell(PLACEHOLDER)],
        "long": lambda: [text_cell("\n\n".join(plain(draw) for _ in range(60)))],
        "arabic": lambda: [text_cell(f"{ARABIC} ({draw.randint(0, 99)})")],
        "hebrew": lambda: [text_cell(f"{HEBREW} ({draw.randint(0, 99)})")],
        "latex": lambda: [text_cell(f"{own}\n\n{LATEX % draw.randint(3, 9)}")],
        "code": lambda: [
            text_cell(own),
            code_cell(
                CODE % draw.randint(0, 99),
                printed("".join(f"step {n}: {draw.random():.4f}\n" for n in range(40))),
                drawn(picture(draw)),
            ),
        ],
        "attachment": lambda: [
            text_cell(
                f"{own} {DRAWING}\n\n![my drawing](attachment:my%20drawing.png)",
                attachments={"my drawing.png": {"image/png": picture(draw)}},
            )
        ],
        "embedded": lambda: [
            text_cell(f"{own}\n\n![photo](data:image/jpeg;base64,{picture(draw, 'JPEG')})")
        ],
        "hostile": lambda: [text_cell(HOSTILE + own), code_cell(HOSTILE, printed(HOSTILE))],
        "markdown": lambda: [text_cell(MARKDOWN + own)],
        "copied": lambda: [text_cell(original)],
        "nearly copied": lambda: [text_cell(changed(original, draw))],
        "plain": lambda: [text_cell(own)],
    }
    return made[kind]()


def changed(text: str, draw: random.Random) -> str:
    """Return a text with one of twenty words changed, and one more in front."""
    words = text.split()
    for place in draw.sample(range(len(words)), max(1, len(words) // 20)):
        words[place] = "perhaps"
    return " ".join(["Well,", *words])


def kind_of(number: int, question: int) -> str:
    """Return what submission ``number`` answers to a question; it differs between them."""
    return KINDS.get((number + 7 * question) % 60, "plain")


def given() -> dict[str, Any]:
    """The notebook that students start with."""
    notebook: dict[str, Any] = json.loads((ROOT / f"student/{PART}.ipynb").read_text("utf-8"))
    return notebook


def names(notebook: dict[str, Any]) -> list[str]:
    """The names of the written questions, in their order."""
    titles = ("".join(cell["source"]).partition("### Question `")[2] for cell in notebook["cells"])
    found = [title.partition("`")[0] for title in titles]
    return [name for name in found if name.endswith("_written")]


def submission(number: int) -> dict[str, Any]:
    """Return the notebook of one student."""
    notebook = copy.deepcopy(given())
    for place, name in enumerate(names(notebook)):
        kind = kind_of(number, place)
        sources = ["".join(cell["source"]) for cell in notebook["cells"]]
        start = next(n for n, source in enumerate(sources) if f"### Question `{name}`" in source)
        end = next(n for n, source in enumerate(sources) if n > start and END in source)
        draw = random.Random(f"{number} {name}")
        if kind == "deleted":
            del notebook["cells"][start:end]
        elif kind == "in the question":
            cell = {**notebook["cells"][start], "source": f"{sources[start]}\n\n{plain(draw)}"}
            notebook["cells"][start:end] = [cell]
        else:
            original = plain(random.Random(f"{ORIGINAL} {name}"))
            notebook["cells"][start + 1 : end] = cells(kind, draw, original)
    return notebook


def write(folder: Path, count: int = 60) -> None:
    """Write the submissions of a class, and two that cannot be read."""
    folder.mkdir(parents=True)
    for number in range(count):
        text = json.dumps(submission(number))
        (folder / f"student_{number:04d}.ipynb").write_text(text, encoding="utf-8")
    (folder / "cut_off.ipynb").write_text('{"cells": [', encoding="utf-8")
    (folder / "essay.ipynb").write_text("%PDF-1.7", encoding="utf-8")


def part(folder: Path) -> Autograder:
    """Lay out the written questions of the part as a release does, without the others' tests."""
    folder.mkdir(parents=True)
    questions = [
        {
            "name": question.name,
            "points": question.points,
            "manual": True,
            "needs": [],
            "seconds": 1,
            **build._for_markers(question),
        }
        for question in read_master(ROOT / f"assignment/{PART}.ipynb").questions
        if question.manual
    ]
    config = json.dumps({"part": PART, "questions": questions})
    (folder / "part.json").write_text(config, encoding="utf-8")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    (folder / "notebook.ipynb").write_text(json.dumps(given()), encoding="utf-8")
    return Autograder(folder)


if __name__ == "__main__":
    root = Path(sys.argv[1])
    if len(sys.argv) > 3:  # a class in which every answer has figures
        KINDS = dict.fromkeys(range(60), "code")
    write(root / "submissions", int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    (root / "pages").mkdir()
    summary = answers.write(
        part(root / "part"), find_submissions([root / "submissions"]), root / "pages"
    )
    print(summary.index)
