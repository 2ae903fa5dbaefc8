"""The pages for markers in a browser: marking by keyboard, what is kept, what is saved, looks."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import make_answers
import pytest
from gangrade.finals import merge as merges
from gangrade.intake.find import find_submissions
from gangrade.intake.written import Answer, Piece
from gangrade.marking import answers
from gangrade.marking import key as merge
from gangrade.marking import marks as marking
from gangrade.marking.answers import Entry
from gangrade.part.part import Autograder
from gangrade.results.records import Record
from gangrade.results.result import Result
from make_answers import PART, SECRET
from playwright.sync_api import Browser, Locator, Page, expect
from test_class_page_browser import BACKGROUND, contrast

pytestmark = pytest.mark.slow

QUESTION = "data_relation_written"
QUESTIONS = make_answers.names(make_answers.given())


@dataclass
class Class:
    autograder: Autograder
    submissions: Path
    pages: Path

    def write(self, pages: Path) -> None:
        pages.mkdir(exist_ok=True)
        answers.write(self.autograder, find_submissions([self.submissions]), pages)


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Class:
    root = tmp_path_factory.mktemp("sixty")
    found = Class(make_answers.part(root / "part"), root / "submissions", root / "pages")
    make_answers.write(found.submissions)
    found.write(found.pages)
    return found


@pytest.fixture
def changing(sixty: Class, tmp_path: Path) -> Class:
    """The same with submissions that a test may change."""
    shutil.copytree(sixty.submissions, tmp_path / "submissions")
    copied = Class(sixty.autograder, tmp_path / "submissions", tmp_path / "pages")
    copied.write(copied.pages)
    return copied


class Tab:
    """A window with a page of answers, and what happened in it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.wrong: list[str] = []
        self.asked = 0
        """How often the browser asked whether to leave."""
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("dialog", self._dialog)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.log(e.violatedDirective))"
        )

    def _request(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            self.wrong.append(f"request: {url}")

    def _dialog(self, dialog: Any) -> None:
        if dialog.type == "beforeunload":
            self.asked += 1
        else:
            self.wrong.append(f"dialog: {dialog.message}")
        dialog.accept()

    def go(self, question: str = QUESTION) -> Tab:
        self.page.goto((self.folder / f"{question}.html").as_uri())
        return self

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    @property
    def tally(self) -> str:
        return self.page.locator("#tally").inner_text()

    @property
    def said(self) -> Locator:
        return self.page.locator("#said")

    @property
    def current(self) -> Locator:
        return self.page.locator("article[aria-current=true]")

    def article(self, place: int) -> Locator:
        return self.page.locator("article").nth(place)

    def code(self, place: int) -> str:
        return str(self.article(place).get_attribute("data-code"))

    def place(self) -> int:
        """The place of the current answer, which has the focus."""
        count = self.current.count()
        assert count == 1
        place: int = self.page.evaluate(
            "[...document.querySelectorAll('article')].findIndex(a => a.ariaCurrent === 'true')"
        )
        assert self.current.evaluate("a => a.contains(document.activeElement)")
        return place

    def save(self, path: Path, grader: str = "") -> Path:
        if grader:
            self.press("s")
            self.type(grader)
            self.press("Enter")
        with self.page.expect_download() as download:
            self.press("s")
        saved = path / download.value.suggested_filename
        download.value.save_as(saved)
        return saved

    def name(self, grader: str) -> None:
        """Type who marks, and go on with the answers."""
        self.page.get_by_label("Your name").fill(grader)
        self.page.get_by_label("Your name").press("Enter")

    def kept(self, path: Path) -> dict[str, tuple[float | None, str, str]]:
        """Save, and return points, comment and grader of the answers that have any, by code."""
        marks, problems = marking.read_marks(self.save(path))
        assert problems == []
        return {mark.answer: (mark.points, mark.comment, mark.grader) for mark in marks}

    def load(self, path: Path) -> None:
        self.page.set_input_files("#file", path)
        expect(self.said).to_contain_text(path.name)


Open = Callable[..., Tab]


@pytest.fixture
def show(browser: Browser, sixty: Class) -> Iterator[Open]:
    """A function that opens a page in a new browser, or in that of an earlier window."""
    tabs: list[Tab] = []

    def opened(
        question: str = QUESTION, folder: Path = sixty.pages, beside: Tab | None = None, **how: Any
    ) -> Tab:
        context = beside.page.context if beside else browser.new_context(**how)
        tabs.append(Tab(context.new_page(), folder))
        return tabs[-1].go(question)

    yield opened
    for tab in tabs:
        tab.page.context.close()
        assert tab.wrong == []


# --- marking ---------------------------------------------------------------------------------


def test_a_class_is_marked_reloaded_saved_and_merged(
    show: Open, sixty: Class, tmp_path: Path
) -> None:
    tab = show()
    assert tab.tally == "0 of 60 marked"
    draw = random.Random(0)
    given = {}
    for number in range(60):
        code = str(tab.current.get_attribute("data-code"))
        given[code] = draw.choice([2, 1, 0])
        tab.press(str(given[code]))
        assert tab.tally == f"{number + 1} of 60 marked"
    expect(tab.said).to_contain_text("All answers are marked: save them as a file.")
    tab.page.reload()
    assert tab.tally == "60 of 60 marked"
    path = tab.save(tmp_path, "Eve Klein")
    assert path.name == f"marks-{QUESTION}-Eve-Klein.csv"

    marks, problems = marking.read_marks(path)
    assert problems == []
    assert {mark.answer: mark.points for mark in marks} == given
    records = [
        Record(Result(f"student_{number:04d}", PART, manual=tuple(QUESTIONS)))
        for number in range(60)
    ]
    known = merge.read_answers(sixty.pages, PART)
    merged = merges.merge_results(
        merges.Results(records), sixty.autograder, known, marks=marks, overrides=[]
    )
    assert len(merged.finals) == 60
    for final in merged.finals:
        (graded,) = [question for question in final.questions if question.name == QUESTION]
        code = marking.code(SECRET, PART, QUESTION, final.result.name)
        assert graded.points == given[code]
        assert [mark.grader for mark in graded.marks] == ["Eve Klein"]
        assert QUESTION not in final.open


def test_keys_move(show: Open) -> None:
    tab = show()
    tab.press("j")
    assert tab.place() == 1
    tab.press("ArrowRight", "j", "k", "ArrowLeft")
    assert tab.place() == 1
    tab.press("k", "k")
    assert tab.place() == 0
    expect(tab.said).to_have_text("This is the first answer.")
    tab.press("2", "2", "k")  # each mark goes on
    assert tab.place() == 1
    tab.press("n")
    assert tab.place() == 2
    box = tab.current.bounding_box()
    bar = tab.page.locator("#bar").bounding_box()
    assert box and bar and bar["y"] + bar["height"] <= box["y"] < 200


def test_a_mark_need_not_go_on(show: Open) -> None:
    tab = show()
    tab.page.get_by_label("Go on after a mark").uncheck()
    tab.article(0).click()
    tab.press("1", "2")
    assert tab.place() == 0
    assert tab.tally == "1 of 60 marked"
    expect(tab.article(0).get_by_role("button", pressed=True)).to_have_text("2 points")
    tab.press("Backspace")
    assert tab.tally == "0 of 60 marked"


def test_points_in_between_and_a_comment(show: Open, tmp_path: Path) -> None:
    tab = show()
    comment = 'Right, but "why"?; =1+1\nעם דוגמה\t.'
    tab.press("p")
    tab.type("1,5")
    tab.press("Enter")
    assert tab.place() == 1
    tab.press("k", "c")
    for line in comment.split("\n"):
        tab.page.keyboard.insert_text(line)
        tab.press("Enter")
    tab.press("Backspace", "Escape")
    assert tab.place() == 0
    assert tab.tally == "1 of 60 marked"
    path = tab.save(tmp_path, "Jörg & Söhne")
    assert path.name == f"marks-{QUESTION}-Jörg-Söhne.csv"
    ([mark], problems) = marking.read_marks(path)
    assert problems == []
    assert mark.answer == tab.code(0)
    assert (mark.points, mark.comment, mark.grader) == (1.5, comment, "Jörg & Söhne")
    assert mark.version == tab.article(0).get_attribute("data-version")


def test_a_saved_file_has_a_line_for_each_answer(show: Open, sixty: Class, tmp_path: Path) -> None:
    tab = show()
    lines = tab.save(tmp_path, "Eve").read_text(encoding="utf-8-sig").splitlines()
    empty = (sixty.pages / "marks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [line for line in empty if line.startswith(("question,", f"{QUESTION},"))]


@pytest.mark.parametrize("text", ["7", "-1", "two", "1/2", "Infinity"])
def test_impossible_points_are_refused(show: Open, text: str) -> None:
    tab = show()
    tab.press("p")
    tab.type(text)
    tab.press("Enter")
    expect(tab.said).to_have_text("Points are a number from 0 to 2.")
    assert tab.place() == 0
    assert tab.article(0).locator("input.points").get_attribute("aria-invalid") == "true"
    assert tab.tally == "0 of 60 marked"


def test_typing_a_comment_gives_no_marks(show: Open) -> None:
    tab = show()
    tab.press("c")
    tab.type("210 jkns?gup")
    assert tab.place() == 0
    tab.press("Control+Enter")
    assert tab.place() == 1
    assert tab.tally == "0 of 60 marked"
    expect(tab.article(0).locator("textarea")).to_have_value("210 jkns?gup")


def test_marks_are_not_given_out_of_sight(show: Open) -> None:
    tab = show()
    tab.page.evaluate("scrollTo(0, 5000)")
    tab.press("2")
    assert tab.tally == "0 of 60 marked"
    expect(tab.said).to_have_text("Answer 1 was out of sight. Press the key again.")
    tab.press("2")
    assert tab.tally == "1 of 60 marked"


def test_a_key_that_is_held_gives_one_mark(show: Open) -> None:
    tab = show()
    for _ in range(5):
        tab.page.keyboard.down("2")  # the second and later ones are repeats
    tab.page.keyboard.up("2")
    assert tab.tally == "1 of 60 marked"


def test_the_same_for_a_group(show: Open) -> None:
    tab = show()
    group = tab.page.locator(".group").first
    expect(group.locator("article")).to_have_count(5)
    group.locator("article").nth(1).click()
    tab.press("0")  # a mark that stays
    group.locator("article").first.click()
    tab.press("c")
    tab.type("Whose is this?")
    tab.press("Escape", "2", "g")
    expect(tab.said).to_contain_text("2 of 2 for 3 more answers of the group.")
    points = [field.input_value() for field in group.locator("input.points").all()]
    assert points == ["2", "0", "2", "2", "2"]
    comments = [field.input_value() for field in group.locator("textarea").all()]
    assert comments == ["Whose is this?", "", *["Whose is this?"] * 3]


def test_equal_answers_with_different_marks_are_told(show: Open, tmp_path: Path) -> None:
    tab = show()
    group = tab.page.locator(".group").first
    told = group.locator(".uneven")
    expect(told).to_be_hidden()
    group.locator("article").nth(1).click()
    tab.press("0")
    expect(told).to_be_hidden()
    group.locator("article").first.click()
    tab.press("2")
    first, second = (
        int(str(group.locator("article").nth(n).get_attribute("aria-label")).split()[1])
        for n in (0, 1)
    )
    expect(told).to_have_text(
        f"Different marks for answers that are alike: 2 for {first}; 0 for {second}."
    )
    tab.name("Eve")
    tab.save(tmp_path)
    expect(tab.said).to_contain_text("1 group of answers that are alike with different marks.")
    tab.page.reload()
    expect(told).to_be_visible()
    group.locator("article").nth(1).click()
    tab.press("2")
    expect(told).to_be_hidden()


def test_comments_given_before_are_at_a_key(show: Open) -> None:
    tab = show()
    bank = tab.page.get_by_role("dialog", name="Comments given before")
    tab.article(0).click()
    tab.press("b")
    expect(tab.said).to_have_text("No comment has been given on this page yet.")
    expect(bank).to_be_hidden()
    for place, text in enumerate(["Rare.", "Say why.", "Say why."]):
        tab.article(place).locator("textarea").fill(text)
    tab.article(5).click()
    tab.press("b")
    expect(bank.locator("li")).to_have_text(["1Say why.", "2Rare."])
    tab.press("2")
    expect(bank).to_be_hidden()
    assert tab.place() == 5
    tab.press("b", "2")  # now both are as frequent
    assert tab.article(5).locator("textarea").input_value() == "Rare.\nSay why."
    assert tab.tally == "0 of 60 marked"  # a digit there gives no points
    tab.press("b", "1")
    expect(tab.said).to_have_text("The answer has this comment.")
    tab.article(6).get_by_role("button", name="Comments given before").click()
    bank.get_by_role("button", name="Rare.", exact=False).first.click()
    assert tab.article(6).locator("textarea").input_value() == "Rare."
    tab.press("b", "Escape")
    expect(bank).to_be_hidden()


def test_clicks_mark_too(show: Open) -> None:
    tab = show()
    tab.article(3).get_by_role("button", name="1 point").click()
    assert tab.tally == "1 of 60 marked"
    tab.page.get_by_role("button", name="Keys").click()
    expect(tab.page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_the_filter_leaves_what_has_no_mark(show: Open) -> None:
    tab = show()
    tab.press("2", "2", "u")
    expect(tab.page.locator("article:visible")).to_have_count(58)
    tab.press("2", "2")
    expect(tab.page.locator("article:visible")).to_have_count(56)
    tab.press("u")
    expect(tab.page.locator("article:visible")).to_have_count(60)


def test_help_takes_the_keys(show: Open) -> None:
    tab = show()
    tab.press("?")
    expect(tab.page.get_by_role("dialog", name="Keys")).to_be_visible()
    tab.press("2")
    tab.press("Escape")
    expect(tab.page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert tab.tally == "0 of 60 marked"


def test_a_click_counts_when_the_marked_answer_goes_away(show: Open) -> None:
    tab = show(viewport={"width": 1300, "height": 900})
    tab.page.get_by_label("Go on after a mark").uncheck()
    tab.page.get_by_label("Unmarked only").check()
    tab.article(0).focus()
    tab.press("2")
    for place in (1, 2):  # with what was marked before still above it
        button = tab.article(place).get_by_role("button", name="1 point")
        button.scroll_into_view_if_needed()
        button.hover()
        tab.page.mouse.down()
        tab.page.evaluate("new Promise(requestAnimationFrame)")  # what has changed is laid out
        tab.page.mouse.up()
        assert tab.tally == f"{place + 1} of 60 marked"
        assert tab.place() == place
    tab.press("n")
    expect(tab.page.locator("article:visible")).to_have_count(57)


def test_escape_takes_back_typed_points(show: Open) -> None:
    tab = show()
    field = tab.article(0).locator("input.points")
    tab.press("p")
    tab.type("1")
    tab.press("Escape")
    assert tab.place() == 0
    assert tab.tally == "0 of 60 marked"
    expect(field).to_have_value("")
    tab.press("2", "k", "p")
    tab.type("7")
    tab.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    tab.press("Escape")
    expect(field).to_have_value("2")
    assert field.get_attribute("aria-invalid") is None
    assert tab.tally == "1 of 60 marked"


def test_keys_can_be_switched_off(show: Open) -> None:
    tab = show()
    tab.press("?")
    tab.page.get_by_label("Use these keys").uncheck()
    tab.page.get_by_role("button", name="Close").click()
    tab.article(0).focus()
    tab.press("2", "p", "c", "Backspace", "s", "?", "j")
    assert tab.place() == 0
    assert tab.tally == "0 of 60 marked"
    expect(tab.page.get_by_role("dialog")).to_be_hidden()
    tab.article(0).get_by_role("button", name="2 points").press("Enter")
    assert tab.tally == "1 of 60 marked"
    tab.go(QUESTIONS[1])  # also for the other pages, until they are switched on
    tab.article(0).focus()
    tab.press("0")
    assert tab.tally.startswith("0 of")
    tab.page.get_by_role("button", name="Keys").click()
    tab.page.get_by_label("Use these keys").check()
    tab.press("Escape")
    tab.article(0).focus()
    tab.press("0")
    assert tab.tally.startswith("1 of")


# --- what is kept ----------------------------------------------------------------------------


def test_the_name_is_typed_once_for_all_pages(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.name("Eve")
    other = show(QUESTIONS[1], beside=tab)
    expect(other.page.get_by_label("Your name")).to_have_value("Eve")
    other.name("Adam")
    expect(tab.page.get_by_label("Your name")).to_have_value("Adam")
    other.press("1")
    assert other.kept(tmp_path) == {other.code(0): (1, "", "Adam")}


def test_each_mark_has_the_name_of_who_gave_it(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.press("2")  # without a name yet
    tab.save(tmp_path, "Eve")
    tab.press("1")
    tab.name("Adam")
    expect(tab.said).to_have_text("Marks given before stay those of Eve.")
    tab.press("0")
    assert tab.kept(tmp_path) == {
        tab.code(0): (2, "", "Eve"),
        tab.code(1): (1, "", "Eve"),
        tab.code(2): (0, "", "Adam"),
    }


def test_pages_of_two_folders_do_not_share_marks(show: Open, sixty: Class, tmp_path: Path) -> None:
    tab = show()
    tab.press("2", "1")
    sixty.write(tmp_path / "other")
    other = show(folder=tmp_path / "other", beside=tab)
    assert other.tally == "0 of 60 marked"
    other.press("0")
    other.page.reload()
    assert other.tally == "1 of 60 marked"
    assert tab.tally == "2 of 60 marked"


def test_marks_of_answers_that_are_gone_are_told_and_saved(
    show: Open, changing: Class, tmp_path: Path
) -> None:
    tab = show(folder=changing.pages)
    code = marking.code(SECRET, PART, QUESTION, "student_0001")
    tab.name("Eve")
    tab.page.locator(f"#answer-{code}").click(position={"x": 5, "y": 5})  # beside the comment
    tab.press("1")
    note = tab.page.locator("#gone")
    expect(note).to_be_hidden()
    (changing.submissions / "student_0001.ipynb").unlink()
    changing.write(changing.pages)
    tab.page.reload()
    assert tab.tally == "0 of 59 marked"
    expect(note).to_have_text(
        f"1 more mark here for answers that are no longer on this page: {code}. "
        "The saved file has them too."
    )
    assert tab.kept(tmp_path) == {code: (1, "", "Eve")}
    expect(tab.said).to_contain_text("0 of 59 marked and 1 mark for answers no longer on this page")
    tab.load(tmp_path / f"marks-{QUESTION}-Eve.csv")
    expect(tab.said).to_have_text(f"0 marks taken from marks-{QUESTION}-Eve.csv.")


def test_each_question_is_kept_by_itself(show: Open) -> None:
    tab = show()
    tab.press("2", "1", "c")
    tab.type("half a sent")
    tab.page.reload()
    assert tab.tally == "2 of 60 marked"
    expect(tab.article(2).locator("textarea")).to_have_value("half a sent")
    tab.go(QUESTIONS[1])
    assert tab.tally == "0 of 60 marked"
    tab.go()
    assert tab.tally == "2 of 60 marked"


def test_leaving_asks_as_long_as_no_file_has_the_marks(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.press("j")
    tab.page.reload()
    assert tab.asked == 0
    tab.press("2")
    tab.page.reload()
    assert tab.asked == 1
    expect(tab.said).to_contain_text("They are not saved as a file yet.")
    tab.press("j")
    tab.page.reload()
    assert tab.asked == 2
    tab.save(tmp_path, "Eve")
    tab.page.reload()
    assert tab.asked == 2


def test_two_windows_of_a_page_do_not_lose_marks(show: Open) -> None:
    one = show()
    other = show(beside=one)
    one.press("2", "2")
    expect(other.page.locator("#tally")).to_have_text("2 of 60 marked")
    other.press("n", "1")
    expect(one.page.locator("#tally")).to_have_text("3 of 60 marked")


def test_marking_goes_on_elsewhere(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.press("2", "1", "c")
    tab.type("a comment, alone")
    tab.press("Escape")
    path = tab.save(tmp_path, "Eve")

    elsewhere = show()
    elsewhere.press("2", "0")  # the second one differs
    elsewhere.load(path)
    expect(elsewhere.said).to_contain_text("1 mark taken")
    expect(elsewhere.said).to_contain_text(f"1 differ from marks here, which stay: {tab.code(1)}.")
    assert elsewhere.tally == "2 of 60 marked"
    elsewhere.press("1")
    marks, _ = marking.read_marks(elsewhere.save(tmp_path, "Adam"))
    found = {mark.answer: (mark.points, mark.comment, mark.grader) for mark in marks}
    assert found == {
        tab.code(0): (2, "", "Adam"),
        tab.code(1): (0, "", "Adam"),
        tab.code(2): (1, "a comment, alone", "Adam"),
    }


def test_marks_of_others_stay_theirs(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.press("2", "1")
    path = tab.save(tmp_path, "Eve")
    elsewhere = show()
    elsewhere.load(path)
    elsewhere.press("n", "0", "k", "k", "2")
    marks, _ = marking.read_marks(elsewhere.save(tmp_path, "Adam"))
    graders = {mark.answer: mark.grader for mark in marks}
    assert graders == {tab.code(0): "Eve", tab.code(1): "Adam", tab.code(2): "Adam"}


def test_files_of_spreadsheets_are_loaded(show: Open, tmp_path: Path) -> None:
    tab = show()
    version = tab.article(0).get_attribute("data-version")
    rows = [
        "grader;comment;Points;version;answer;question",
        f'Eve;"two\r\nlines; ""quoted""";1,5;{version};{tab.code(0).lower()};{QUESTION}',
        f"Eve;;9;;{tab.code(1)};{QUESTION}",
        f"Eve;;1;;{tab.code(2)};another",
        ";;;;;",
    ]
    path = tmp_path / "marks.csv"
    path.write_bytes(("\ufeff" + "\r\n".join(rows)).encode())
    tab.load(path)
    expect(tab.said).to_have_text(
        f"1 mark taken from marks.csv. 1 line of other questions left out: {tab.code(2)}. "
        f"1 line with impossible points left out: {tab.code(1)}."
    )
    expect(tab.article(0).locator("textarea")).to_have_value('two\nlines; "quoted"')
    assert tab.tally == "1 of 60 marked"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    tab.load(path)
    expect(tab.said).to_contain_text("marks.csv has no column question, answer, version")


def table(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([",".join(marking.MARKS), *rows, ""]), encoding=encoding)
    return path


def test_a_saved_file_does_not_differ_from_its_page(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.press("c")
    tab.type(" good")
    tab.press("Enter", "Escape", "2")
    path = tab.save(tmp_path, "Eve")
    tab.load(path)
    expect(tab.said).to_have_text(f"0 marks taken from {path.name}.")


def test_a_file_that_is_not_utf8_is_not_loaded(show: Open, tmp_path: Path) -> None:
    tab = show()
    version = tab.article(0).get_attribute("data-version")
    row = f"{QUESTION},{tab.code(0)},{version},1,Schön,Jörg"
    tab.load(table(tmp_path / "excel.csv", row, encoding="cp1252"))
    expect(tab.said).to_have_text('excel.csv is not UTF-8. Save the table as "CSV UTF-8".')
    assert tab.tally == "0 of 60 marked"


def test_lines_that_are_not_loaded_are_named(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.name("Adam")
    codes = [tab.code(place) for place in range(4)]
    versions = [tab.article(place).get_attribute("data-version") for place in range(4)]
    path = table(
        tmp_path / "Eve.csv",
        f"{QUESTION},ZZZZZZZZ,abc,1,,Eve",
        f"{QUESTION},{codes[0]},{versions[0]},1,5,,Eve",  # 1,5 without quotes
        f'{QUESTION},{codes[1]},{versions[1]},"1,000",,Eve',
        f"{QUESTION},{codes[2]},,1,,Eve",
        f'{QUESTION},{codes[3]},{versions[3]},1,5" are right,',
    )
    tab.load(path)
    expect(tab.said).to_have_text(
        "1 mark taken from Eve.csv. "
        "1 line of answers that are not on this page left out: ZZZZZZZZ. "
        f"1 line with impossible points left out: {codes[1]}. "
        f"1 line without a version left out: {codes[2]}. "
        f"1 line with more cells than columns left out: {codes[0]}."
    )
    assert tab.kept(tmp_path) == {codes[3]: (1, '5" are right', "Eve")}
    tab.load(
        table(tmp_path / "open.csv", f'{QUESTION},{codes[0]},{versions[0]},1,"never closed,Eve')
    )
    expect(tab.said).to_have_text("open.csv is not a CSV file, or it is empty.")


def test_the_mark_for_the_present_answer_wins(show: Open, tmp_path: Path) -> None:
    tab = show()
    tab.name("Adam")
    code = tab.code(0)
    now = tab.article(0).get_attribute("data-version")
    old = f"{QUESTION},{code},000000000abc,1,Before.,Eve"
    tab.load(table(tmp_path / "old.csv", old))
    expect(tab.article(0)).to_contain_text("The answer has changed since it got 1 of 2.")
    new = f"{QUESTION},{code},{now},1,Before.,Eve"  # all equal but the version
    tab.load(table(tmp_path / "new.csv", new))
    expect(tab.said).to_have_text(
        "1 mark taken from new.csv. "
        f"1 of them for answers that have changed since they got a mark here: {code}."
    )
    assert tab.tally == "1 of 60 marked"
    tab.load(table(tmp_path / "old.csv", old))
    expect(tab.said).to_have_text(
        f"0 marks taken from old.csv. 1 line for earlier versions of answers left out: {code}."
    )
    tab.load(table(tmp_path / "other.csv", f"{QUESTION},{code},{now},2,,Cain"))
    expect(tab.said).to_have_text(
        f"0 marks taken from other.csv. 1 differ from marks here, which stay: {code}."
    )
    assert tab.kept(tmp_path) == {code: (1, "Before.", "Eve")}


def test_an_answer_that_has_changed_is_marked_again(show: Open, changing: Class) -> None:
    tab = show(folder=changing.pages)
    code = marking.code(SECRET, PART, QUESTION, "student_0000")
    article = tab.page.locator(f"#answer-{code}")
    article.click()
    tab.press("1")
    assert tab.tally == "1 of 60 marked"
    text = json.dumps(make_answers.submission(3))
    (changing.submissions / "student_0000.ipynb").write_text(text, encoding="utf-8")
    changing.write(changing.pages)
    tab.page.reload()
    assert tab.tally == "0 of 60 marked"
    expect(article).to_contain_text("The answer has changed since it got 1 of 2. Mark it again.")
    article.click()
    tab.press("2")
    assert tab.tally == "1 of 60 marked"


# --- what is shown ---------------------------------------------------------------------------


def test_the_index_with_names_is_not_for_markers(show: Open, sixty: Class, tmp_path: Path) -> None:
    submissions = tmp_path / "submissions"
    submissions.mkdir()
    shutil.copy(sixty.submissions / "student_0001.ipynb", submissions)
    (submissions / "ada.ipynb").write_text("no notebook", encoding="utf-8")
    Class(sixty.autograder, submissions, tmp_path / "pages").write(tmp_path / "pages")
    tab = show("index", folder=tmp_path / "pages")
    named = tab.page.get_by_role("region", name="Could not be read")
    expect(named).to_contain_text("ada")
    expect(named).to_contain_text("it is not for markers. Give them the pages of the questions.")


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_in_an_answer_acts(show: Open, question: str) -> None:
    tab = show(question)
    expect(tab.page).to_have_title(f"{question} · {PART}")
    hostile = tab.page.locator("article", has_text="onerror").first
    expect(hostile).to_contain_text('<script>document.title = "owned"</script></script>')
    tab.page.evaluate("document.querySelectorAll('article').forEach(a => a.scrollIntoView())")
    assert tab.page.locator("article a, article script, article style, article iframe").count() == 0
    assert tab.page.locator("article").count() == 60
    # Not even a formula can write over what is not its own.
    assert hostile.evaluate("a => getComputedStyle(a).overflow") == "clip"


def test_figures_are_shown(show: Open) -> None:
    tab = show()
    images = tab.page.locator("article img")
    expect(images).to_have_count(4)
    for image in images.all():
        image.scroll_into_view_if_needed()
        assert image.evaluate("i => i.decode().then(() => i.naturalWidth)") == 320


def test_right_to_left(show: Open) -> None:
    tab = show()
    for word in ("المدرجين", "ההיסטוגרמות"):
        article = tab.page.locator("article", has_text=word).first
        direction = "e => getComputedStyle(e).direction"
        assert article.evaluate(direction) == "rtl"
        assert article.locator(".marking").evaluate(direction) == "ltr"
    assert tab.page.locator("article math").first.evaluate(direction) == "ltr"
    plain = tab.page.locator("article", has_text="So one should look").first
    assert plain.evaluate(direction) == "ltr"


def test_formulas_are_drawn(show: Open) -> None:
    tab = show()
    article = tab.page.locator("article", has=tab.page.locator("mfrac")).first
    article.scroll_into_view_if_needed()
    box = article.locator("mfrac").first.bounding_box()
    line = article.locator("mi").first.bounding_box()
    assert box and line and box["height"] > 1.5 * line["height"]
    expect(article.locator("code", has_text="\\frac{1")).to_be_visible()


def test_the_rubric_stays_beside_the_answers(show: Open) -> None:
    tab = show(viewport={"width": 1400, "height": 800})
    tab.press(*"jjjjjjjj")
    rubric = tab.page.get_by_role("heading", name="Rubric")
    expect(rubric).to_be_in_viewport()
    expect(tab.current).to_be_in_viewport()


def test_focus_can_be_seen(show: Open) -> None:
    tab = show()
    style = "getComputedStyle(document.activeElement).outlineStyle"
    tab.press("Tab")
    assert tab.page.evaluate("document.activeElement.textContent") == "Skip to the answers"
    for keys in (["Tab"], ["j"], ["Tab"], ["p"], ["Escape", "c"]):
        tab.press(*keys)
        assert tab.page.evaluate(style) == "solid"


def test_light_and_dark_can_both_be_read(show: Open) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        tab = show(color_scheme=scheme)
        tab.press("2", "1")
        seen[scheme] = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
        for kind in (
            "h1", ".soft", "#tally", "#said", "kbd", "aside td", "article h3", "article p",
            "article.done h3 code", ".level[aria-pressed=true]", ".level[aria-pressed=false]",
            ".marking label", ".remark label", "pre", ".absent", "summary",
        ):  # fmt: skip
            element = tab.page.locator(kind).first
            assert contrast(*element.evaluate(BACKGROUND)) >= 4.5, (scheme, kind)
    assert seen["light"] != seen["dark"]


def test_paper_has_all_answers_with_their_marks(show: Open) -> None:
    tab = show()
    tab.press("c")
    tab.type("Well said.")
    tab.press("Escape", "2", "u")
    tab.page.emulate_media(media="print")
    expect(tab.page.locator("article:visible")).to_have_count(60)
    expect(tab.article(0).locator(".paper")).to_have_text("Mark: 2 of 2 Well said.")
    expect(tab.article(0).locator(".paper")).to_be_visible()
    expect(tab.article(1).locator(".paper")).to_have_text("Not marked")
    expect(tab.page.locator("#bar")).to_be_hidden()
    expect(tab.page.get_by_role("heading", name="Rubric")).to_be_visible()


@pytest.mark.parametrize("width", [400, 1000, 1600])
def test_no_width_needs_scrolling_sideways(show: Open, width: int) -> None:
    for question in QUESTIONS[:2]:
        tab = show(question, viewport={"width": width, "height": 800})
        for article in tab.page.locator("article").all():
            article.scroll_into_view_if_needed()
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_answers_can_be_read(show: Open) -> None:
    tab = show(java_script_enabled=False)
    expect(tab.page.locator("article").first).to_be_visible()
    expect(tab.page.locator("noscript p")).to_be_visible()


def test_three_thousand_answers(show: Open, sixty: Class, tmp_path: Path) -> None:
    draw = random.Random(0)
    entries = [
        Entry(
            marking.code(SECRET, PART, QUESTION, str(number)),
            Answer("given", (Piece("text", make_answers.plain(draw)),)),
        )
        for number in range(3000)
    ]
    (question,) = [q for q in sixty.autograder.questions if q.name == QUESTION]
    page = answers._page(sixty.autograder, question, answers.grouped(entries), "a run")
    (tmp_path / f"{QUESTION}.html").write_text(page, encoding="utf-8")
    tab = show(folder=tmp_path)
    tab.press(*"2101")
    assert tab.tally == "4 of 3000 marked"
    tab.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.press("k")
    assert tab.place() == 3
    expect(tab.current).to_be_in_viewport()
    tab.page.reload()
    assert tab.tally == "4 of 3000 marked"
