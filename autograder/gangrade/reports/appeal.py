"""The page for an appeal: how one answer fares when its question is graded again and again."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.stats import binomtest

from gangrade import writing
from gangrade.reports import html, pictures
from gangrade.results import sentences
from gangrade.results.result import QuestionResult, Result, Scale


@dataclass(frozen=True)
class TestCount:
    """How often one test passed."""

    title: str
    passed: int
    message: str
    """What it said most often where it failed."""


@dataclass(frozen=True)
class Measure:
    """A value that the tests measured, over all gradings."""

    words: str
    low: float
    median: float
    high: float
    count: int
    limits: str
    """Between which it should lie, in words; empty where there are none."""
    inside: int
    """How often it did."""


@dataclass(frozen=True)
class Appeal:
    """One question of one submission, graded several times."""

    part: str
    submission: str
    question: str
    results: Sequence[Result]
    """The first is graded with the draws of the original grading, the others with new ones."""
    thresholds: Mapping[str, Sequence[float]]
    """Low and high limit by the measure's name."""

    @property
    def gradings(self) -> list[QuestionResult]:
        """What each grading gave."""
        return [question for result in self.results for question in result.questions]

    @property
    def passed(self) -> int:
        """In how many gradings all tests passed."""
        return sum(question.complete for question in self.gradings)

    @property
    def interval(self) -> tuple[float, float]:
        """Within which the share of gradings that pass lies, at 95 % (Wilson's)."""
        found = binomtest(self.passed, len(self.gradings)).proportion_ci(method="wilson")
        return float(found.low), float(found.high)

    @property
    def tests(self) -> list[TestCount]:
        """How often each test passed, the weakest first."""
        titles = dict.fromkeys(test.title for q in self.gradings for test in q.tests)
        counts = []
        for title in titles:
            tests = [test for q in self.gradings for test in q.tests if test.title == title]
            said = Counter(test.message for test in tests if not test.passed)
            most = said.most_common(1)
            counts.append(
                TestCount(title, sum(test.passed for test in tests), most[0][0] if most else "")
            )
        return sorted(counts, key=lambda count: count.passed)

    @property
    def measures(self) -> list[Measure]:
        """The measured numbers, those first that lie outside of their limits most often."""
        names = dict.fromkeys(name for q in self.gradings for name in q.values)
        found = []
        for name in names:
            seen = [q.values[name] for q in self.gradings if name in q.values]
            values = [v for v in seen if isinstance(v, int | float) and not isinstance(v, bool)]
            if not values:
                continue
            scales = [q.scales[name] for q in self.gradings if name in q.scales]
            scale = scales[0] if scales else Scale("")
            if any(scale.limits for scale in scales):  # what the test itself compared it with
                limits = next(scale.limits for scale in scales if scale.limits)
                inside = sum(scale.met is not False for scale in scales)
            else:
                low, high = self.thresholds.get(name.rpartition(": ")[2]) or (None, None)
                limits = sentences.limits(low, high)
                inside = sum(
                    (low is None or low <= value) and (high is None or value <= high)
                    for value in values
                )
            found.append(
                Measure(
                    sentences.measured(name, scale.words, target=scale.target),
                    min(values),
                    statistics.median(values),
                    high=max(values),
                    count=len(values),
                    limits=limits,
                    inside=inside,
                )
            )
        return sorted(found, key=lambda m: (not m.limits, m.inside / m.count))

    def page(self) -> str:
        """Return the page: HTML in one file, without scripts."""
        gradings = list(enumerate(self.results, 1))
        shown = [gradings[0], *(g for g in gradings[1:] if not g[1].questions[0].complete)]
        drawn = [
            (number, picture)
            for number, result in shown[:3]
            if self.question in result.evidence
            for picture in pictures.draw(result.evidence[self.question])
        ]
        return html.templates.get_template("reports/appeal.html").render(
            appeal=self, pictures=drawn, **html.assets("reports/feedback.css")
        )

    def numbers(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it."""
        return {
            "part": self.part,
            "submission": self.submission,
            "question": self.question,
            "gradings": [
                {
                    "passed": question.complete,
                    "points": question.score,
                    "failed": [test.title for test in question.tests if not test.passed],
                    "values": writing.plain(question.values),
                }
                for question in self.gradings
            ],
        }
