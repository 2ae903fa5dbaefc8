"""Rubrics: how the configuration of a question becomes levels."""

from __future__ import annotations

import re
from typing import Any

import pytest
from gangrade.errors import InputError
from gangrade.part import rubric
from gangrade.part.course import Course
from gangrade.part.rubric import Level
from gangrade.release.master import read_master

LEVELS = [
    {"points": 2, "earns": "Both."},
    {"points": 0.5, "earns": "One,\n  in part."},
    {"points": 0, "earns": "Neither."},
]


def test_levels_are_read_and_shown() -> None:
    levels = rubric.read(LEVELS, 2)
    assert levels == (Level(2, "Both."), Level(0.5, "One, in part."), Level(0, "Neither."))
    assert rubric.read(rubric.dump(levels), 2) == levels
    assert rubric.table(levels).splitlines() == [
        "| Points | What earns them |",
        "| --- | --- |",
        "| 2 | Both. |",
        "| 0.5 | One, in part. |",
        "| 0 | Neither. |",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "a question that a person marks needs a rubric"),
        ("2: all", "a question that a person marks needs a rubric"),
        (LEVELS[:1], "a question that a person marks needs a rubric"),
        ([LEVELS[0], "none"], "a level of the rubric has points and earns, nothing else: none"),
        ([*LEVELS, {"points": 0}], "a level of the rubric has points and earns"),
        ([{"points": "2", "earns": "x"}, LEVELS[2]], "should be a number, 0 or more: 2"),
        ([{"points": True, "earns": "x"}, LEVELS[2]], "should be a number, 0 or more: True"),
        ([LEVELS[0], {"points": -1, "earns": "x"}], "should be a number, 0 or more: -1"),
        ([{"points": 2, "earns": " "}, LEVELS[2]], "what the level with 2 points needs"),
        ([{"points": 2, "earns": "$|x|$"}, LEVELS[2]], r"write \vert instead of |: $|x|$"),
        (LEVELS[::-1], "go from the most points to the least"),
        ([*LEVELS, LEVELS[2]], "go from the most points to the least"),
        (LEVELS[:2], "go from 2 points to 0"),
        (LEVELS[1:], "go from 2 points to 0"),
    ],
)
def test_a_wrong_rubric_is_told(value: Any, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        rubric.read(value, 2)


def test_all_written_questions_have_one(course: Course) -> None:
    written = [
        question
        for part in course.parts()
        for question in read_master(course.master(part)).questions
        if question.manual
    ]
    assert len(written) > 5
    for question in written:
        assert question.rubric[0].points == question.points
