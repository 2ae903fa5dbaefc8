"""The class report in a browser: what it shows, how it is worked, and that nothing gets out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gangrade.reports import class_page
from gangrade.results.failure import Failure
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, TestResult
from make_class import HOSTILE, PICTURES, QUESTIONS, known, record, records, refused
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.slow

Open = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """A function that writes the report of records and opens it; nothing may go wrong there."""
    wrong: list[str] = []
    contexts = []

    def opened(submissions: Any, **options: Any) -> Page:
        path = tmp_path / "report.html"
        class_page.write(submissions, path, (), known())
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("request", lambda request: wrong.append(f"request: {request.url}"))
        page.on(
            "dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.log(e.violatedDirective))"
        )
        page.goto(path.as_uri())
        assert wrong == [f"request: {path.as_uri()}"]
        wrong.clear()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def rows(page: Page) -> Locator:
    return page.locator("#table tbody tr")


def column(page: Page, number: int) -> list[str]:
    """Return the texts of a column of the table."""
    return page.locator(f"#table tbody tr > :nth-child({number + 1})").all_inner_texts()


def head(page: Page, title: str) -> Locator:
    return page.locator("#table thead button", has_text=re.compile(f"^{title}$"))


def names(page: Page) -> list[str]:
    return page.locator("#table tbody th button").all_inner_texts()


# --- the table -------------------------------------------------------------------------------


def test_columns_sort_in_both_directions(show: Open) -> None:
    page = show(records(60))
    assert names(page)[:2] == ["submission_1-gan", "submission_2-gan"]
    assert names(page)[9] == "submission_10-gan"
    for number, title in enumerate(["Total", *QUESTIONS, "Seconds"], 1):
        for direction in ("descending", "ascending"):
            head(page, title).click()
            assert head(page, title).locator("..").get_attribute("aria-sort") == direction
            texts = column(page, number)
            values = [float(text) for text in texts if text not in {"–", "not graded"}]
            assert len(values) >= 57
            assert values == sorted(values, reverse=direction == "descending")
            if title != "Seconds":  # what has no marks comes last
                assert set(texts[:57]).isdisjoint({"–", "not graded"})
    assert page.locator("#table th[aria-sort=none]").count() == len(QUESTIONS) + 2
    head(page, "Submission").click()
    head(page, "Submission").click()
    assert names(page)[:2] == ["submission_60-gan", "submission_59-gan"]


def test_search_and_filter(show: Open) -> None:
    page = show([*records(60), record("Ümit Çelik", -3), refused("<b>", "The zip is damaged.")])
    search, shown = page.get_by_label("Search"), page.locator("#shown")
    for words, count in [("", 62), ("ÜMIT", 1), ("zip dam", 1), ("pdf", 2), ("no such", 0)]:
        search.fill(words)
        expect(rows(page)).to_have_count(count)
        expect(shown).to_contain_text(f"{count} submission")
    search.fill("")
    page.locator("#filter").select_option(label="not graded (4)")
    expect(rows(page)).to_have_count(4)
    search.fill("b>")
    assert names(page) == ["<b>"]
    expect(shown).to_have_text("1 submission of 62")


def test_numbers_lead_to_the_submissions_they_count(show: Open) -> None:
    page = show(records(31))
    for button in page.locator("main button[data-group]").all():
        button.click()
        expect(rows(page)).to_have_count(int(button.inner_text()))
    options = page.locator("#filter option")
    for label in options.all_inner_texts()[1:]:
        page.locator("#filter").select_option(label=label)
        (count,) = re.findall(r"\((\d+)\)$", label)
        expect(rows(page)).to_have_count(int(count))
    assert {"shares code (2)", "not graded (2)"} <= set(options.all_inner_texts())


def test_pages(show: Open) -> None:
    page = show(records(201))
    expect(rows(page)).to_have_count(100)
    expect(page.locator("#shown")).to_have_text("Rows 1 to 100 of 201 submissions")
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="Next page").click()
    expect(rows(page)).to_have_count(1)
    assert names(page)[-1] == "submission_201-gan"
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.get_by_label("Search").fill("submission_2-")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Previous page")).to_be_hidden()


def test_three_thousand_submissions(show: Open) -> None:
    page = show(records(3000))
    expect(rows(page)).to_have_count(100)
    page.get_by_label("Search").fill("submission_2999")
    assert names(page) == ["submission_2999-gan"]
    page.get_by_label("Search").fill("")
    head(page, "Total").click()
    assert set(column(page, 1)) == {"42"}
    head(page, "Total").click()
    rows(page).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("0 of 42 points")
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    expect(rows(page)).to_have_count(3000)


# --- the details -----------------------------------------------------------------------------


def test_the_keyboard_is_enough(show: Open) -> None:
    page = show([record(), record("bob"), record("eve")])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to all submissions"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("e")
    expect(rows(page)).to_have_count(3)  # all are graded
    page.keyboard.press("Control+A")
    page.keyboard.type("eve")
    expect(rows(page)).to_have_count(1)
    for _ in range(3 + len(QUESTIONS) + 3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "eve"
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="eve")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "eve"


def test_focus_can_be_seen(show: Open) -> None:
    page = show([record()])
    page.get_by_label("Search").focus()
    page.keyboard.press("Shift+Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_a_click_on_a_row_opens_it_and_focus_returns(show: Open) -> None:
    page = show([record(), record("bob", -3)])
    rows(page).nth(1).locator("td").nth(3).click()
    dialog = page.get_by_role("dialog", name="bob")
    expect(dialog).to_contain_text("✗ Failed Test")
    expect(dialog).to_contain_text("The limit should be 0.577")
    expect(dialog).to_contain_text("Marked by a person")
    dialog.get_by_role("button", name="Previous").click()
    expect(page.get_by_role("dialog", name="ada")).to_contain_text("42 of 42 points")
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("document.activeElement.textContent") == "bob"


def test_the_details_have_what_was_seen(show: Open) -> None:
    page = show(records(60))
    page.get_by_role("button", name="submission_2-gan").last.click()
    dialog = page.get_by_role("dialog", name="submission_2-gan")
    expect(dialog).to_contain_text("Shares code with")
    dialog.get_by_role("button", name="submission_3-gan").click()
    expect(page.get_by_role("dialog", name="submission_3-gan")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("main section[aria-labelledby=misconceptions] button").first.click()
    rows(page).first.click()
    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"Resembles most: Fails test \d"))


def test_pictures_have_alternative_texts(show: Open) -> None:
    page = show([record()])
    rows(page).first.click()
    dialog = page.get_by_role("dialog")
    pictures = dialog.get_by_role("img")
    expect(pictures).to_have_count(2 * len(PICTURES))
    texts = [str(picture.get_attribute("aria-label")) for picture in pictures.all()]
    assert texts[0].startswith("Points that the generator made, over the real curve.")
    assert texts[2].startswith("Points that the generator made, and the modes")
    assert texts[4] == "12 images that the generator made."
    for text in texts[1::2]:
        assert re.match(r"Losses over the training: discriminator from 1\.\d+ to 1\.\d+; gen", text)
    curve, ring = pictures.nth(0), pictures.nth(2)
    assert 200 < curve.locator("circle.dot").count() <= 250
    assert curve.locator("path.real").count() == 1
    assert ring.locator("circle.real").count() == 8
    # The digits are drawn: their canvas is neither black nor white.
    shades = "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    assert pictures.nth(4).evaluate(shades) > 20


def test_the_points_lie_on_the_curve(show: Open) -> None:
    page = show([record()])
    rows(page).first.click()
    found = page.locator("dialog svg").first.evaluate(
        """(svg) => {
            const line = svg.querySelector("path.real");
            const places = Array.from({length: 500}, (_, n) =>
                line.getPointAtLength(line.getTotalLength() * n / 499));
            return [...svg.querySelectorAll("circle.dot")].map((dot) => Math.min(...places.map(
                (p) => Math.hypot(p.x - dot.cx.baseVal.value, p.y - dot.cy.baseVal.value))));
        }"""
    )
    assert sum(found) / len(found) < 12


def test_the_link_leads_to_the_students_page(show: Open, tmp_path: Path) -> None:
    name = "ä b#c?d%41&'\"<x>"
    (tmp_path / name).mkdir()
    (tmp_path / name / "feedback.html").write_text("<title>found</title>")
    page = show([record(name)])
    rows(page).first.click()
    address = page.get_by_role("link", name="The student's page").evaluate("a => a.href")
    other = page.context.new_page()
    other.goto(address)
    assert other.title() == "found"


# --- safety ----------------------------------------------------------------------------------


def test_hostile_names_are_inert(show: Open) -> None:
    submissions: list[Record] = []
    for text in HOSTILE:
        evil = record(text, -3, message=text, warnings=(text,), manual=(text,))
        submissions += [replace(evil, fingerprint=tuple(range(99))), refused(text + " !", text)]
    page = show(submissions)
    assert len(names(page)) == 2 * len(HOSTILE)
    for button in page.locator("#table tbody th button").all():
        button.click()
        name = button.inner_text()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.locator("#dialog-name").inner_text() == name
        page.keyboard.press("Escape")
    assert page.locator("img, iframe, object, script:not([type])").count() == 1
    for text in HOSTILE:
        page.get_by_label("Search").fill(text[:60])
    assert page.title() == "Class report: image_gan"


def test_a_script_that_is_not_ours_would_not_run(show: Open, tmp_path: Path) -> None:
    page = show([record()])
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    evil = "<script>window.evil = 1</script><img src=x onerror='window.evil = 1'>"
    (tmp_path / "evil.html").write_text(html.replace("<main>", "<main>" + evil), encoding="utf-8")
    other = page.context.browser.new_page()  # type: ignore[union-attr]
    other.goto((tmp_path / "evil.html").as_uri())
    assert other.evaluate("window.evil") is None
    expect(rows(other)).to_have_count(1)
    other.close()


# --- looks -----------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21: WCAG 2.2, "contrast ratio"."""

    def luminance(colour: str) -> float:
        shares = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
        linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


BACKGROUND = """(element) => {
    for (let e = element; e; e = e.parentElement) {
        const colour = getComputedStyle(e).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)") return [getComputedStyle(element).color, colour];
    }
}"""


def test_light_and_dark_can_both_be_read(show: Open) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        page = show([record("ada", 0), refused("bob", "The file is empty.")], color_scheme=scheme)
        seen[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        rows(page).first.click()
        for kind in (
            "p",
            "th",
            "td",
            "h2",
            ".soft",
            ".good",
            ".bad",
            "button.link",
            "a",
            ".verdict",
        ):
            element = page.locator(f"{kind}:visible").first
            assert contrast(*element.evaluate(BACKGROUND)) >= 4.5, (scheme, kind)
        for kind in ("bar", "real", "dot"):  # graphics need less
            fill = f"e => getComputedStyle(e).{'stroke' if kind == 'real' else 'fill'}"
            colour = page.locator(f"svg .{kind}").first.evaluate(fill)
            assert contrast(colour, page.locator("dialog").evaluate(BACKGROUND)[1]) >= 3
    assert seen["light"] != seen["dark"]


def test_paper_has_all_rows(show: Open) -> None:
    page = show(records(201))
    page.emulate_media(media="print")
    expect(rows(page)).to_have_count(201)
    expect(page.get_by_label("Search")).to_be_hidden()
    unfolded = page.get_by_text("40 to below 42")
    expect(unfolded).to_be_visible()
    page.emulate_media(media="screen")
    expect(unfolded).to_be_hidden()
    expect(rows(page)).to_have_count(100)


@pytest.mark.parametrize("width", [400, 1280])
def test_no_width_needs_scrolling_sideways(show: Open, width: int) -> None:
    page = show(
        [record("x" * 200), record("a_" * 100), *records(30)],
        viewport={"width": width, "height": 800},
    )
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= width
    rows(page).first.click()
    assert page.evaluate("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('dialog'))")


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_no_column_is_cut_on_a_desktop(show: Open, width: int) -> None:
    page = show(records(60), viewport={"width": width, "height": 900})
    cut = """() => { const box = document.getElementById('table').closest('.scroll');
        return box.scrollWidth - box.clientWidth; }"""
    assert page.evaluate(cut) <= 1


def test_no_column_but_of_the_submissions_is_cut_on_a_phone(show: Open) -> None:
    names = ("wasserstein", "convolutions", "optimal_discriminator", "minibatch_features")
    questions = tuple(
        QuestionResult(n, 10, 10, (TestResult("It is.", None, hidden=False),)) for n in names
    )
    right = Result("ada", "part", None, questions)
    wrong = [
        replace(q, score=0, tests=(TestResult("It is.", Failure("No."), hidden=False),))
        for q in questions
    ]
    page = show(
        [Record(right), Record(replace(right, name="bob", questions=tuple(wrong)))],
        viewport={"width": 390, "height": 800},
    )
    cut = """boxes => boxes.filter(box => !box.querySelector('#table'))
        .map(box => box.scrollWidth - box.clientWidth)"""
    over = page.locator(".scroll").evaluate_all(cut)
    assert len(over) > 1 and max(over) <= 0


def test_the_first_column_stays_on_a_phone(show: Open) -> None:
    page = show(records(20), viewport={"width": 390, "height": 800})
    first = page.locator("#table tbody th").first
    before = first.bounding_box()
    page.evaluate("document.getElementById('table').closest('.scroll').scrollLeft = 200")
    after = first.bounding_box()
    assert before is not None and after is not None
    assert abs(after["x"] - before["x"]) <= 1
    assert after["width"] < 390 / 2  # marks are seen beside it


def test_what_failed_comes_first_with_the_code_of_the_answer(show: Open, tmp_path: Path) -> None:
    work = next(r for r in records(60) if 0 < r.result.score < r.result.possible)
    name, questions = work.result.name, work.result.questions
    lost = [question.name for question in questions if not question.complete]
    code = "def answer():\n    return '</script><b>1</b>'"
    graded = [replace(work, answers={lost[0]: code}, source="/work/ada.ipynb.txt")]
    page = show(graded)
    page.locator("#table tbody button").click()  # it could not be opened: no dead link
    expect(page.get_by_role("link", name="The student's page")).to_be_visible()
    expect(page.get_by_role("link", name="What was handed in")).to_have_count(0)
    (tmp_path / name).mkdir()
    (tmp_path / name / "submitted.ipynb.txt").write_text("", encoding="utf-8")
    page = show(graded)
    page.locator("#table tbody button").click()
    dialog = page.locator("dialog")
    headings = dialog.locator(".heading h3").all_inner_texts()
    assert headings[: len(lost)] == lost and len(headings) == len(questions)
    link = dialog.get_by_role("link", name="What was handed in")
    assert link.get_attribute("href") == f"./{name}/submitted.ipynb.txt"
    dialog.get_by_text("The code of this answer").click()
    assert dialog.locator("pre").inner_text() == code
