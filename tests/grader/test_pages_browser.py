"""All pages that people read, in a browser: nothing is cut, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import make_answers
import make_class
import make_results
import pytest
from gangrade.intake.find import find_submissions
from gangrade.marking import answers
from gangrade.part.choices import Choice, Option
from gangrade.reports import class_page, feedback
from gangrade.reports.appeal import Appeal
from gangrade.results.result import Result, Scale
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

LONG_NAME = "freifrauvonhohensteinschwarzenbergmaximilianealexandra_1005_9005_function_gan"
PIECE = 16
"""Characters of a word that nothing may break."""

CUT = r"""(most) => {
    const WORD = /[^\s_\-\u2010-\u2015\u00ad\/]+/gu;
    const cut = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const inside = node.parentElement;
        if (inside.closest("script, style, svg, math, pre, select, .hidden, .skip")) continue;
        if (!inside.checkVisibility()) continue;
        for (const { 0: word, index } of node.data.matchAll(WORD)) {
            if (word.length > most || node.data[index - 1] === "\u00ad") continue;
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const parts = [...range.getClientRects()].filter((part) => part.width > 0);
            const lines = new Set(parts.map((part) => Math.round(part.top)));
            if (lines.size > 1) cut.push(word);
        }
    }
    return cut;
}"""
"""The words that are broken between two lines, though they are short."""


def option(says: str, right: bool = False) -> Option:
    return Option(says, because="A *misconception* that takes a few words to say.", right=right)


def appeal() -> Appeal:
    """Three gradings, of which one passed, with numbers beside limits and pictures."""
    scales = {
        "x3: distance": Scale(
            "distance of the points", high=0.05, met=False, target="known target"
        ),
        "x3: excess": Scale(
            "excess in one direction", low=0.1, high=0.2, met=True, target="known target"
        ),
    }
    results = []
    for passes in (True, False, False):
        question = make_results.question(
            "cubic_gan", 8, True, passes, values={"x3: distance": 0.123456, "x3: excess": 0.15}
        )
        tests = tuple(
            replace(test, scales=scales if test.values else {}) for test in question.tests
        )
        results.append(
            Result(
                LONG_NAME,
                "function_gan",
                questions=(replace(question, tests=tests),),
                evidence={"cubic_gan": make_results.evidence()},
            )
        )
    return Appeal("function_gan", LONG_NAME, "cubic_gan", results, {"distance": (0, 0.05)})


def test_an_appeal_shows_the_limits_that_the_tests_had() -> None:
    of = {measure.words: measure for measure in appeal().measures}
    distance = of["known target: distance of the points"]
    excess = of["known target: excess in one direction"]
    assert (distance.limits, distance.inside) == ("at most 0.05", 0)
    assert (excess.limits, excess.inside, excess.count) == ("0.1 to 0.2", 3, 3)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """One page of each kind, with long names and many questions."""
    folder = tmp_path_factory.mktemp("pages")
    records = [*make_class.records(12), make_class.record(LONG_NAME, 0)]
    options = (
        option("the best discriminator", right=True),
        *map(option, ("no", "yes", "one half")),
    )
    class_page.write(
        records,
        folder / "class.html",
        known=make_class.known(),
        whose={LONG_NAME: "Freifrau von Hohenstein-Schwarzenberg, Maximiliane (1816005)"},
        missing=["Adeyemi, Tunde (1816007)"],
        choices={"concepts_collapse": [Choice("q01", "What does it say of a *real* x?", options)]},
    )
    names = ("concepts_practice", "autoencoder_networks", "untrained_generator", "pca")
    result = make_results.graded(
        *(make_results.question(name, 4, True, False) for name in names),
        make_results.question("cubic_gan", 8, False, values={"one_direction: excess": 0.5}),
        evidence={"cubic_gan": make_results.evidence()},
        manual=("collapse_written",),
        warnings=("Cell 3 stopped with a NameError: name 'x' is not defined.",),
        name=LONG_NAME,
    )
    (folder / "feedback.html").write_text(feedback.feedback_page(result), encoding="utf-8")
    (folder / "appeal.html").write_text(appeal().page(), encoding="utf-8")
    part = make_answers.part(folder / "part")
    make_answers.write(folder / "work", 12)
    answers.write(part, find_submissions([folder / "work"]), folder / "answers")
    questions = sorted(path for path in (folder / "answers").glob("*_written.html"))
    return {
        "class": folder / "class.html",
        "feedback": folder / "feedback.html",
        "appeal": folder / "appeal.html",
        "index": folder / "answers" / "index.html",
        "marking": questions[0],
    }


KINDS = ("class", "feedback", "appeal", "index", "marking")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_cut_and_nothing_lies_outside(
    browser: Browser, pages: Mapping[str, Path], kind: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, is_mobile=width < 500)
    page.goto(pages[kind].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    cut = page.evaluate(CUT, PIECE)
    assert cut == [], cut
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("innerWidth") == width  # or a phone would have made it smaller
    page.close()
