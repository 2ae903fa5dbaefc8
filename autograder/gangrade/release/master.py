"""Read the master notebook of a part and say what is wrong with it, cell by cell.

otter-grader splits the master; it accepts much that would go wrong later and often does not say
where an error is. So a master is checked here first, by otter's own rules for what a cell is.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from otter.assign.blocks import (
    BlockType,
    get_cell_config,
    is_assignment_config_cell,
    is_block_boundary_cell,
)
from otter.assign.solutions import OTTER_INCLUDE_TAG as INCLUDE_TAG
from otter.assign.solutions import replace_solutions
from otter.assign.utils import is_ignore_cell

from gangrade import writing
from gangrade.errors import GangradeError, InputError
from gangrade.part import choices as chosen
from gangrade.part import rubric as rubrics
from gangrade.part.environment import Environment
from gangrade.part.training import Training
from gangrade.release.boilerplate import REQUIRED, closing_cells, configuration, setup_cells
from gangrade.release.limits import MARK

PLAIN = Environment()
"""Of a notebook that is read and not given to students."""

SECONDS = 60
"""CPU time that the tests of a question get unless its configuration says otherwise."""

OTTER_KEYS = {"name", "manual", "points", "check_cell", "export", "all_or_nothing"}
OWN_KEYS = {"bonus", "choices", "needs", "rubric", "seconds", "training"}
"""Keys of a question that are ours; otter ignores what it does not know, and so misses typos."""

SOLUTION_MARK = re.compile(r"#\s*((begin|end)\s+solution\b|solution(\s+no\s+prompt)?\s*$)", re.I)
"""A line that marks a solution, also where otter does not know that spelling."""
HIDDEN_MARK = re.compile(r"\s*#\W*hidden\W*$", re.I)
SETUP = "# SETUP"
"""The raw cell in whose place a release puts the cells that set the notebook up."""
BOUNDARY = re.compile(
    r"#+\s*(?:(?:begin|end)\s+(?:question|prompt|solution|tests)|assignment\s+config|setup)\s*$",
    re.I,
)
"""The first line of a cell that belongs to otter or us, whatever kind the cell has."""
IGNORE_MARK = re.compile(r"#+\s*ignore\s*#*\s*$", re.I)


class ReleaseError(GangradeError):
    """A part cannot be released; ``problems`` says why, one text for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the problems; the exception's text is one line for each."""
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class MasterCell:
    """A cell of the master with its number as otter counts: from 1, over cells of all types."""

    number: int
    node: Any

    @property
    def source(self) -> str:
        """The text of the cell."""
        return str(self.node.source)

    def __str__(self) -> str:
        """Name the cell so that an instructor finds it."""
        first = next((line.strip() for line in self.source.splitlines() if line.strip()), "empty")
        return f"cell {self.number} ({first if len(first) <= 60 else first[:59] + '…'})"


@dataclass(frozen=True)
class Test:
    """One test function."""

    __test__ = False  # not a pytest class

    cell: MasterCell
    function: ast.FunctionDef
    hidden: bool

    @property
    def title(self) -> str:
        """The first line of the docstring, or the function's name."""
        return (ast.get_docstring(self.function) or self.function.name).splitlines()[0]

    @property
    def lines(self) -> list[str]:
        """The code of the body without the docstring, as otter writes it."""
        body = self.function.body[1:] if ast.get_docstring(self.function) else self.function.body
        return [line.strip() for node in body for line in ast.unparse(node).splitlines()]


@dataclass
class MasterQuestion:
    """One question with what its configuration says."""

    cell: MasterCell
    name: str
    points: float = 0
    manual: bool = False
    needs: list[str] = field(default_factory=list)
    by_test: bool = False
    """Whether each test that passes gives its share of the points."""
    bonus: bool = False
    """Whether its points come on top of those that can be had."""
    seconds: float = SECONDS
    training: dict[str, Any] | None = None
    """What ``gangrade.part.training.Training`` takes."""
    rubric: tuple[rubrics.Level, ...] = ()
    """Of a manual question."""
    choices: tuple[chosen.Choice, ...] = ()
    """Of a question whose answers are letters; the right ones stand first."""
    prompts: list[MasterCell] = field(default_factory=list)
    """The cells above its solution, which say what is asked."""
    solutions: list[MasterCell] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)


@dataclass
class Master:
    """The questions of a part, and the cells that students see as they are."""

    path: Path
    cells: list[MasterCell]
    questions: list[MasterQuestion] = field(default_factory=list)
    open_cells: list[MasterCell] = field(default_factory=list)
    config: dict[str, Any] = field(default_factory=dict)
    """What it says in an ``# ASSIGNMENT CONFIG`` of its own."""
    environment: Environment = PLAIN
    """What its notebook tells students of the grader."""

    @property
    def cells_for_otter(self) -> list[MasterCell]:
        """The cells that otter gets: with its configuration and the set-up, by our numbers."""
        part = self.path.stem
        config = nbformat.v4.new_raw_cell(configuration(part, self.config))  # type: ignore[no-untyped-call]
        cells = [MasterCell(0, config)]
        for cell in self.cells:
            if _is_setup(cell):
                cells += _setup(cell, part, self.environment)
            elif not is_assignment_config_cell(cell.node):
                cells.append(cell)
        return cells if "export_cell" in self.config else [*cells, *_closing()]


def read_master(path: Path, environment: Environment = PLAIN) -> Master:
    """Read and check a master; its notebook tells of an environment.

    Raises:
        ReleaseError: with all problems found, in the order of the cells.
    """
    try:
        with warnings.catch_warnings():
            # nbformat warns about cells without an id, or with the same one.
            warnings.simplefilter("error")
            text = path.read_text(encoding="utf-8")
            notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
            nbformat.validate(notebook)
    except OSError as error:
        raise ReleaseError([f"{path.name} cannot be read: {error.strerror}."]) from error
    except Exception as error:  # nbformat, json, jsonschema and warnings: no common type
        if lines := _conflicts(path):
            raise ReleaseError(
                [
                    f"{path.name} holds both sides of a merge (line {lines[0]}"
                    + (f" and {len(lines) - 1} more" if len(lines) > 1 else "")
                    + "): open it in an editor for plain text, choose at each <<<<<<<, and save."
                ]
            ) from error
        reason = str(error).strip().split("\n")[0]
        if isinstance(error, UnicodeDecodeError):
            reason = "it is not UTF-8"
        raise ReleaseError(
            [
                f"{path.name} is not a valid notebook: {reason}. "
                "Open it in JupyterLab, save it, and try again."
            ]
        ) from error
    return _Reader(path, notebook, environment).read()


def _conflicts(path: Path) -> list[int]:
    """Return the lines at which Git has left both sides of a merge."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return [number for number, line in enumerate(lines, 1) if line.startswith("<<<<<<< ")]


def clear_outputs(path: Path) -> bool:
    """Save a master without what running it left; return whether there was any.

    A file that is no notebook is left to ``read_master``, which says what is wrong.
    """
    try:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except Exception:
        return False
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    run = [cell for cell in cells if cell.outputs or cell.execution_count]
    for cell in run:
        cell.outputs, cell.execution_count = [], None
    if run:
        text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        writing.replace(path, f"{text.rstrip()}\n", mode=0o644)
    return bool(run)


def syntax_error(code: str) -> str:
    """Return what is wrong with the syntax of a code cell (magics are fine), or an empty text."""
    try:
        manager = TransformerManager()  # type: ignore[no-untyped-call]
        ast.parse(manager.transform_cell(code))
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno}"
    return ""


class _Reader:
    """Walks over the cells once and collects questions and problems."""

    def __init__(self, path: Path, notebook: Any, environment: Environment) -> None:
        cells = [MasterCell(number, node) for number, node in enumerate(notebook.cells, start=1)]
        self.master = Master(path, cells, environment=environment)
        self.language = notebook.metadata.get("kernelspec", {}).get("language")
        self.problems: list[tuple[int, str]] = []
        self.configured = self.set_up = False
        self.question: MasterQuestion | None = None
        self.block: tuple[BlockType, MasterCell] | None = None

    def problem(self, cell: MasterCell | None, text: str) -> None:
        """Note what is wrong with a cell, or with the notebook as a whole."""
        number, where = (cell.number, str(cell)) if cell else (0, self.master.path.name)
        self.problems.append((number, f"{where}: {text}"))

    def read(self) -> Master:
        for cell in self.master.cells:
            self.read_cell(cell)
        self.close_block()
        self.close_question()
        self.check_notebook()
        if self.problems:
            raise ReleaseError([text for _, text in sorted(self.problems, key=lambda p: p[0])])
        return self.master

    def check_notebook(self) -> None:
        if self.language != "python":
            self.problem(None, "has no Python kernel; choose “Python 3” in Jupyter and save")
        if not self.set_up:
            self.problem(
                None,
                f"has no raw cell {SETUP}; add it where the cells for Colab and the imports belong",
            )
        run = [
            cell
            for cell in self.master.cells
            if cell.node.get("outputs") or cell.node.get("execution_count")
        ]
        if run:
            more = f" (and {len(run) - 1} more)" if len(run) > 1 else ""
            self.problem(run[0], f"has been run{more}; clear the outputs of all cells and save")

    def read_cell(self, cell: MasterCell) -> None:
        kind = cell.node.cell_type
        if kind != "raw" and _meant_raw(cell):
            self.problem(
                cell,
                f"is a {kind.capitalize()} cell: make it Raw (in Jupyter, in the list of kinds "
                "above the notebook)",
            )
            # It is read as what was meant, so that nothing else is told than what is to be mended.
            cell = MasterCell(cell.number, nbformat.v4.new_raw_cell(cell.source.strip()))  # type: ignore[no-untyped-call]
            kind = "raw"
        if "```otter" in cell.source:
            self.problem(cell, "configurations belong in raw cells here, not in “```otter” fences")
        elif is_ignore_cell(cell.node):
            if not IGNORE_MARK.match(cell.source.split("\n")[0]):
                self.problem(
                    cell,
                    "otter leaves out cells that begin with “# ignore”; word it in another way",
                )
        elif is_assignment_config_cell(cell.node):
            self.read_assignment(cell)
        elif _is_setup(cell):
            if self.set_up or self.question or self.master.questions:
                self.problem(cell, f"keep one {SETUP} only, above all questions")
            self.set_up = True
            self.master.open_cells += _setup(cell, self.master.path.stem, self.master.environment)
        elif (boundary := _boundary(cell)) is not None:
            block, end = boundary
            self.end(cell, block) if end else self.begin(cell, block)
        elif kind == "raw":
            self.problem(
                cell,
                "a raw cell that otter does not know; is BEGIN or END, or the block’s name, "
                "misspelt? Ordinary text belongs in a Markdown cell",
            )
        else:
            self.read_content(cell)

    # Blocks

    def begin(self, cell: MasterCell, block: BlockType) -> None:
        if block is BlockType.QUESTION:
            self.close_block()
            self.close_question()
            self.question = self.read_question(cell)
        elif self.question is None:
            self.problem(cell, "this block is outside a question; add # BEGIN QUESTION above it")
        else:
            self.close_block()
            self.block = (block, cell)

    def end(self, cell: MasterCell, block: BlockType) -> None:
        if block is BlockType.QUESTION and self.question is not None:
            self.close_block()
            self.finish_question(self.question)
            self.question = None
        elif self.block is not None and self.block[0] is block:
            self.block = None
        else:
            name = block.value.upper()
            self.problem(cell, f"no # BEGIN {name} belongs to this END; add it, or remove the END")

    def close_block(self) -> None:
        """Report a block that is still open where another thing begins."""
        if self.block is not None:
            block, cell = self.block
            self.problem(cell, f"has no END; add # END {block.value.upper()} after its last cell")
            self.block = None

    def close_question(self) -> None:
        if self.question is not None:
            self.problem(self.question.cell, "has no END; add # END QUESTION after its last cell")
            self.finish_question(self.question)
            self.question = None

    # Configurations

    def read_config(self, cell: MasterCell) -> dict[str, Any]:
        try:
            config = get_cell_config(cell.node)
        except Exception as error:  # PyYAML's errors
            self.problem(cell, "is not valid YAML: " + " ".join(str(error).split()))
            return {}
        if not isinstance(config, dict):
            self.problem(cell, "should hold lines of the form “key: value”")
            return {}
        return config

    def read_assignment(self, cell: MasterCell) -> None:
        if self.configured:
            self.problem(cell, "is a second # ASSIGNMENT CONFIG; keep one only")
        self.configured = True
        config = self.master.config = self.read_config(cell)
        for key, value in {"name": self.master.path.stem, **REQUIRED}.items():
            if config.get(key, value) != value:
                content = json.dumps(config[key], default=str)
                self.problem(cell, f"{key} should be {json.dumps(value)}; it is {content}")

    def read_question(self, cell: MasterCell) -> MasterQuestion:
        config = self.read_config(cell)
        for key in sorted(config.keys() - OTTER_KEYS - OWN_KEYS, key=str):
            keys = ", ".join(sorted(OTTER_KEYS | OWN_KEYS))
            self.problem(cell, f"unknown key “{key}”; the keys are {keys}")
        question = MasterQuestion(cell, name=str(config.get("name", "")))
        earlier = {q.name: q for q in self.master.questions}
        if not re.fullmatch(r"[a-z][a-z0-9_]*", question.name):
            self.problem(
                cell, "needs a name: small letters, digits and underscores, such as name: he_init"
            )
        elif question.name in earlier:
            self.problem(
                cell,
                f"the name “{question.name}” is taken by cell {earlier[question.name].cell.number}"
                "; choose another",
            )
        for key in ("manual", "all_or_nothing", "bonus", "check_cell", "export"):
            if not isinstance(config.get(key, False), bool):
                self.problem(cell, f"{key} should be true or false")
        question.manual = config.get("manual") is True
        question.by_test = config.get("all_or_nothing") is False
        question.bonus = config.get("bonus") is True
        if question.by_test and (question.manual or "training" in config):
            self.problem(
                cell,
                "all_or_nothing: false gives each test a share of the points, and what a person or "
                "a training decides has none; leave the line out",
            )
        points: Any = config.get("points")
        if not _positive(points) and (points != 0 or isinstance(points, bool)):
            self.problem(
                cell, "needs points, such as points: 4; a question for practice has points: 0"
            )
        elif points == 0 and (question.manual or question.bonus):
            self.problem(
                cell, "for practice (points: 0) there is neither a person's mark nor a bonus"
            )
        else:
            question.points = points
        if not _positive(config.get("seconds", SECONDS)):
            self.problem(cell, "seconds should be a number above 0: the CPU time of its tests")
        else:
            question.seconds = config.get("seconds", SECONDS)
        self.read_needs(question, config.get("needs", []), earlier)
        self.read_training(question, config.get("training"))
        self.read_rubric(question, config.get("rubric"))
        self.read_choices(question, config.get("choices"))
        return question

    def read_choices(self, question: MasterQuestion, value: Any) -> None:
        if value is None:
            return
        try:
            question.choices = chosen.read(value)
            chosen.shuffled(question.choices, "")
        except InputError as error:
            self.problem(question.cell, str(error))
        if question.manual:
            self.problem(question.cell, "a question that a person marks has no choices")

    def read_training(self, question: MasterQuestion, training: Any) -> None:
        if training is None:
            return
        try:
            if not isinstance(training, dict):
                raise InputError("training should be keys with values, such as subject: curve")
            Training.of(training)
        except InputError as error:
            self.problem(question.cell, str(error))
        else:
            question.training = training

    def read_rubric(self, question: MasterQuestion, levels: Any) -> None:
        if question.manual:
            try:
                question.rubric = rubrics.read(levels, question.points)
            except InputError as error:
                self.problem(question.cell, str(error))
        elif levels is not None:
            self.problem(question.cell, "only questions with manual: true have a rubric")

    def read_needs(
        self, question: MasterQuestion, needs: Any, earlier: dict[str, MasterQuestion]
    ) -> None:
        if not isinstance(needs, list):
            self.problem(question.cell, "needs should be a list, such as needs: [gan_losses]")
            return
        for name in needs:
            if name not in earlier or earlier[name].manual:
                self.problem(
                    question.cell, f"needs “{name}”, but no automatic question above has that name"
                )
            else:
                question.needs.append(name)

    def finish_question(self, question: MasterQuestion) -> None:
        if not any(p.node.cell_type == "markdown" and _says(p.source) for p in question.prompts):
            self.problem(
                question.cell,
                "has no text; say in a Markdown cell above the solution what is asked (a heading "
                "alone does not)",
            )
        elif question.manual:
            self.check_begin(question)
        self.master.questions.append(question)
        if not question.solutions:
            self.problem(
                question.cell, "has no solution; add a # BEGIN SOLUTION … # END SOLUTION block"
            )
        if question.choices and not any(chosen.MARK in p.source for p in question.prompts):
            self.problem(
                question.cell,
                f"its text does not say what can be chosen; put a line {chosen.MARK} into it",
            )
        if question.training and not any(MARK in prompt.source for prompt in question.prompts):
            self.problem(
                question.cell,
                f"its text does not say what a training must reach; put a line {MARK} into it, "
                "where a release writes the limits",
            )
        if question.manual and question.tests:
            self.problem(
                question.cell,
                "is manual but has tests, so otter would mark it by machine; make the written "
                "answer a question of its own",
            )
        elif not question.manual and not any(not test.hidden for test in question.tests):
            self.problem(
                question.cell,
                "has no public test; add one in a # BEGIN TESTS … # END TESTS block, "
                "or set manual: true",
            )

    # Contents

    def read_content(self, cell: MasterCell) -> None:
        block = self.block[0] if self.block else None
        code = cell.node.cell_type == "code"
        if code and (wrong := syntax_error(cell.source)):
            self.problem(cell, f"syntax error: {wrong}")
        elif self.question is not None and block is BlockType.TESTS:
            self.read_test(cell, self.question)
        elif self.question is not None and block is BlockType.SOLUTION:
            self.question.solutions.append(cell)
            if code:
                self.check_solution(cell)
        else:
            self.master.open_cells.append(cell)
            if self.question is not None and block is None and not self.question.solutions:
                self.question.prompts.append(cell)
            if code and _marked(cell.source.splitlines()):
                self.problem(
                    cell,
                    "marks a solution but is outside a SOLUTION block, so students would see it; "
                    "put raw cells # BEGIN SOLUTION and # END SOLUTION around it",
                )

    def check_solution(self, cell: MasterCell) -> None:
        lines = cell.source.splitlines()
        try:
            template = replace_solutions(lines, "python")
        except AssertionError as error:
            self.problem(cell, str(error).split(" in [")[0] + "; every BEGIN needs its END")
            return
        if template == lines:
            self.problem(
                cell,
                "has no solution mark, so students would see all of it; mark the lines with "
                "# SOLUTION, or put # BEGIN SOLUTION and # END SOLUTION around them",
            )
        elif mark := _marked(template):
            self.problem(
                cell,
                f"otter does not know the mark in “{mark.strip()}”; write # SOLUTION, "
                "# BEGIN SOLUTION or # END SOLUTION, exactly so",
            )
        elif wrong := syntax_error("\n".join(template)):
            self.problem(
                cell,
                f"what is left of it for students has a syntax error: {wrong}; "
                "leave out NO PROMPT, or keep a line outside the solution",
            )

    def check_begin(self, question: MasterQuestion) -> None:
        """A written answer is found in a submission by how its question begins."""
        begin = question.prompts[0].source.split("\n")[0].strip()
        for other in self.master.questions:
            first = other.prompts[0].source.split("\n")[0].strip() if other.prompts else ""
            if other.manual and first == begin:
                self.problem(
                    question.prompts[0],
                    f"begins like {other.name}, and answers are found by that line; begin with "
                    f"### Question `{question.name}`",
                )

    def read_test(self, cell: MasterCell, question: MasterQuestion) -> None:
        if cell.node.cell_type != "code":
            self.problem(cell, "only code cells belong in a TESTS block; move it above the block")
            return
        nodes = ast.parse(cell.source).body
        calls = nodes[1:]
        if (
            not nodes
            or not isinstance(nodes[0], ast.FunctionDef)
            or len(calls) > 1
            or not all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Call) for n in calls)
        ):
            self.problem(
                cell,
                "a test cell holds one function and at most one call of it: otter drops the rest. "
                "Put imports inside the function and every test in a cell of its own",
            )
            return
        function = nodes[0]
        lines = cell.source.splitlines()
        is_hidden = bool(re.match(r"\s*#.*\bhidden\b", lines[0], re.I))
        if any(HIDDEN_MARK.match(line) for line in lines[1:]):
            self.problem(cell, "# HIDDEN must be its very first line, or students get the test")
        if not function.name.startswith("test_"):
            self.problem(cell, f"rename {function.name}: names of tests begin with test_")
        if not ast.get_docstring(function):
            self.problem(
                cell, f"{function.name} has no docstring; its first line is what students read"
            )
        same = [test.cell for test in question.tests if test.function.name == function.name]
        if same:
            self.problem(
                cell,
                f"the name {function.name} is taken by cell {same[0].number} of the same question, "
                "which this one would replace silently; rename one of them",
            )
        question.tests.append(Test(cell, function, is_hidden))


def _meant_raw(cell: MasterCell) -> bool:
    """Return whether a cell of another kind should be raw: it begins or ends a block, say."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    if not lines or not BOUNDARY.match(lines[0]):
        return False
    # In code there may be marks of solutions, around the lines that students do not get.
    in_code = cell.node.cell_type == "code" and "solution" in lines[0].lower()
    return len(lines) == 1 or not in_code


def _says(text: str) -> bool:
    """Return whether there is anything in a Markdown text beside headings and comments."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _is_setup(cell: MasterCell) -> bool:
    return cell.node.cell_type == "raw" and cell.source.strip() == SETUP


def _setup(cell: MasterCell, part: str, environment: Environment) -> list[MasterCell]:
    """Return the cells that stand in the place of the one that asks for them."""
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    return [
        MasterCell(cell.number, make[kind](source))  # type: ignore[no-untyped-call]
        for kind, source in setup_cells(part, environment)
    ]


def _closing() -> list[MasterCell]:
    """Return the cells that a notebook ends with; the grader skips those with code."""
    cells = []
    for number, source in enumerate(closing_cells()):
        new = nbformat.v4.new_code_cell if number % 2 else nbformat.v4.new_markdown_cell
        tags = {"tags": ["otter_ignore"]} if number % 2 else {}
        metadata = {"deletable": False, "editable": False, **tags}
        cells.append(MasterCell(0, new(source, metadata=metadata)))  # type: ignore[no-untyped-call]
    return cells


def _boundary(cell: MasterCell) -> tuple[BlockType, bool] | None:
    """Return the block that a raw cell begins (False) or ends (True)."""
    return next(
        (
            (block, end)
            for block in BlockType
            for end in (False, True)
            if is_block_boundary_cell(cell.node, block, end=end)
        ),
        None,
    )


def _positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _marked(lines: list[str]) -> str:
    """Return the first line that marks a solution, or an empty text."""
    return next((line for line in lines if SOLUTION_MARK.search(line)), "")


def split_solution(cell: MasterCell) -> tuple[list[str], list[str]]:
    """Return the lines of a solution cell that students get, and those they must not see.

    Lines are stripped, and the second ones are without marks.
    """
    lines = cell.source.splitlines()
    if cell.node.cell_type == "code":
        template = replace_solutions(lines, "python")
    else:
        template = lines if INCLUDE_TAG in cell.node.metadata.get("tags", []) else []
    template = [line.strip() for line in template]
    secret = (re.split(r"# ?(?:BEGIN |END )?SOLUTION", line)[0].strip() for line in lines)
    return template, [line for line in secret if line and line not in template]
