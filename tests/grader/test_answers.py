"""The pages for markers: prose that is inert, answers shown together, tables that are kept."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import make_answers
import pytest
from conftest import MakePart
from gangrade.cli import app
from gangrade.intake.find import find_submissions
from gangrade.intake.written import Answer, Figure, Piece
from gangrade.marking import answers, marks
from gangrade.marking import key as merge
from gangrade.marking.answers import Entry, alike, grouped
from gangrade.reports import prose
from make_answers import PART, SECRET
from make_results import Page
from typer.testing import CliRunner

# --- prose -----------------------------------------------------------------------------------

PICTURE = Figure(b"\x89PNG")


def shown(text: str, **attached: Figure) -> Page:
    """Return what a text becomes, after a look at whether it could do anything."""
    rendered = str(prose.render(text, attached))
    page = Page(re.sub(r"<hr>", "", rendered))
    for tag, attributes in page.elements:
        assert tag in ALLOWED, tag
        for name, value in attributes.items():
            assert name in {"class", "title", "dir", "start", "alt", "src", "decoding"} | FORMULA
            assert name != "src" or str(value).startswith("data:image/png;base64,")
            assert name != "class" or value in {"math", "absent", "heading", "link"}
    return page


ALLOWED = {
    "p", "ul", "ol", "li", "em", "strong", "s", "code", "pre", "blockquote", "table", "thead",
    "tbody", "tr", "th", "td", "br", "img", "span", "math", "mrow", "mi", "mn", "mo", "mtext",
    "mspace", "mfrac", "msqrt", "msub", "msup", "msubsup", "munderover", "mtable", "mtr", "mtd",
    "mstyle", "mover",
}  # fmt: skip
FORMULA = {"display", "stretchy", "fence", "form", "columnalign", "columnspacing", "rowspacing",
           "displaystyle", "scriptlevel", "width", "mathvariant", "linethickness"}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        make_answers.HOSTILE,
        make_answers.MARKDOWN,
        "<b onclick=alert(1)>bold</b>",
        "[x](javascript:alert(1)) [y](data:text/html;base64,PHNjcmlwdD4=) <javascript:alert(1)>",
        "![x](data:image/png;base64,AAAA) ![y](https://example.com/a.png)",
        "[a]: https://example.com 'title'\n\n[a] ![a]",
        '```"><script>\n</code></pre><script>\n```',
        "| a |\n| :-: |\n| <script> |",
        "$\\text{<script>alert(1)</script>}$",
        "$\\text{&lt;script&gt;}$ $\\unicode{x3c}$",
        "$\\href{javascript:alert(1)}{x} \\style{position:fixed}{y} \\class{card}{z}$",
        "$\\operatorname{<img>}$ $$\\begin{align} <b> & </b> \\end{align}$$",
        "&lt;script&gt; &#60;script&#62;",
        "<!-- comment --> <![CDATA[ x ]]> <?php ?>",
        "- [ ] <input>",
    ],
)
def test_nothing_in_a_text_can_act(text: str) -> None:
    shown(text)


def test_html_is_shown_as_text() -> None:
    assert shown("<b>bold</b> & more").text == "<b>bold</b> & more"


def test_links_are_shown_with_their_address() -> None:
    assert shown("[here](https://example.com/a)").text == "here (https://example.com/a)"
    assert shown("<https://example.com/a>").text == "https://example.com/a"


def test_pictures_come_from_the_notebook_only() -> None:
    name = "my drawing.png"
    page = shown("![mine](attachment:my%20drawing.png)", **{name: PICTURE})
    assert page.attributes("img") == [{"src": PICTURE.address, "alt": "mine", "decoding": "async"}]
    page = shown("![far](https://example.com/a.png)", **{name: PICTURE})
    assert "picture “far”: https://example.com/a.png is not in the notebook" in page.text
    assert [image["alt"] for image in page.attributes("img")] == [name]  # shown nonetheless
    damaged = Figure(problem="it is damaged")
    assert "it is damaged" in shown("![a](attachment:b)", b=damaged).text


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("$x^2$", "msup"),
        ("so \\(\\frac{1}{2}\\) then", "mfrac"),
        ("\\\\(\\sqrt{2}\\\\)", "msqrt"),
        ("\\[x_1\\]", "msub"),
        ("$$\nx_1^2\n$$", "msubsup"),
        ("\\begin{align}\na &= b \\\\\n&= c\n\\end{align}", "mtable"),
        ("- a list\n- with $x^2$", "msup"),
        ("| a |\n| --- |\n| $x^2$ |", "msup"),
        ("عربي $x^2$", "msup"),
    ],
)
def test_formulas_become_mathml(text: str, tag: str) -> None:
    page = shown(text)
    assert page.attributes("math") and page.attributes(tag)


@pytest.mark.parametrize(
    "latex",
    ["\\frac{1", "\\left( x", "x^a^b", "{" * 900, "x" * 2001, "\\sqrt" * 60,
     "\\sideset{}{}{x}", "\\sideset1{}{x}",
     "\\newcommand{\\a}{\\b\\b}\\a", "\\def\\a{\\a\\a}\\a", "\\begin{align} x", "\\color"],
)  # fmt: skip
def test_other_formulas_are_shown_as_their_source(latex: str) -> None:
    page = shown(f"before ${latex}$ after")
    assert not page.attributes("math")
    assert latex in page.text


@pytest.mark.parametrize(
    ("begin", "end"),
    [("\\sideset{}{}{", "}"), ("{", "}"), ("\\frac{1}{", "}"), ("\\left(", "\\right)"),
     ("\\begin{matrix}", "\\end{matrix}"), ("\\\\{", "}")],
)  # fmt: skip
def test_deep_formulas_are_refused_before_they_are_converted(
    monkeypatch: pytest.MonkeyPatch, begin: str, end: str
) -> None:
    monkeypatch.delattr(prose, "convert_to_element")  # it might never come to an end
    depth = prose.MAX_DEPTH + 1
    latex = f"{begin * depth}x{end * depth}"
    assert not shown(f"${latex}$").attributes("math")
    assert prose._depth(latex) >= depth
    assert prose._depth("\\{" * depth + "\\leftarrow" * depth) == 0


@pytest.mark.parametrize(
    "latex",
    ["\\hspace{-60em}x", "\\kern{-50em}x", "\\hspace{99em}x", "\\!" * 400],
)
def test_a_formula_stays_where_it_is(latex: str) -> None:
    spaces = shown(f"${latex}$").attributes("mspace")
    assert spaces and not [space for space in spaces if "width" in space]
    assert shown("$a\\quad b\\,c$").attributes("mspace") == [{"width": "1em"}, {"width": "0.167em"}]


def test_money_is_no_formula() -> None:
    assert not shown("It costs $5 or $6.").attributes("math")


def test_signs_that_look_like_html_stay_in_formulas() -> None:
    page = shown("$a < b \\;\\&\\; c > d$")
    assert [word for word in page.words if word in {"<", "&", ">"}] == ["<", "&", ">"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["[", "![", "*a ", "**a", "_a_ ", "`", "> ", "- ", "|", "<", "\\(", "\\[", "$", "$$\n", "$$a\n",
     "\\begin{align}\n", "[a](", "![a](b", "[a]: b\n", "&", "~~", "1. ", "\n    a", "a\n=\n",
     "|a|b|\n|-|-|\n", "$a$", "$\\frac{1}{2}$", "\u202e", "\\\\", "\0", "# "],
)  # fmt: skip
def test_no_text_is_too_much(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    shown(text)
    assert len(prose.render(text)) < 100 * len(text)


# --- which answers are shown together --------------------------------------------------------

APART = [
    "The first step is 3.2 lr, with the correction 1 lr.",
    "Without the correction the first step is about 3.2 lr; with it it is exactly lr.",
    "It is 3.2 times lr. The correction makes it 1 lr. With beta_1 = 0.5 it is about 16 lr.",
    "3.2 lr without, 1 lr with correction; 16 lr with beta_1 = 0.5.",
    "The step is 3.2 lr at first, since m = 0.1 g and v = 0.001 g². With the correction it is lr.",
    "Since m is 0.1 g and v is 0.001 g², the first step has the length 3.2 lr. The correction "
    "gives lr. For beta_1 = 0.5 we get 16 lr. Later both factors go to 1.",
    "m = 0.1 g, v = 0.001 g², so |m|/sqrt(v) = 3.2 and the step is 3.2 lr, not lr. With 0.5 it is "
    "0.5/0.0316 = 16. The mistake fades because beta^t goes to 0.",
    "Yes. Shuffle the X2 values among the points: both histograms stay, but the points leave the "
    "curve. Two discriminators would only learn the two marginal distributions.",
    "They can still be wrong: if we shuffle X2, then each histogram stays the same, but (0.5, 0) "
    "may occur. With two discriminators the generator learns only the marginals.",
    "The histograms are the marginals only. The relation of X1 and X2 may be wrong, for example "
    "when X2 is drawn independently of X1. Two discriminators never see the relation.",
]
"""Right answers that were written apart."""
NEAR = [
    (
        "They can still be wrong: if we shuffle X2, then each histogram stays the same, but (0.5, "
        "0) may occur. With two discriminators the generator learns only the marginals.",
        "They could still be wrong: if one shuffles X2, then each histogram stays the same, but "
        "(0.5, 0) can occur. With two discriminators the generator learns only the marginals.",
    ),
    (
        "The histograms are the marginals only. The relation of X1 and X2 may be wrong, for "
        "example when X2 is drawn independently of X1. Two discriminators never see the relation.",
        "the histograms are the marginals only! The relation between X1 and X2 may be wrong — for "
        "instance when X2 is drawn independently of X1. Two discriminators never see it.",
    ),
    (
        "Each layer multiplies the mean square by $\\frac{1}{2}$, because $v = \\frac{1}{n}$ and "
        "the ReLU takes half. After 20 layers $2^{-20}$ is left, which is what the figure shows.",
        "Each layer multiplies the mean square by $\\frac{1}{2}$ since $v = \\frac{1}{n}$, and "
        "the ReLU takes one half. After 20 layers $2^{-20}$ is left, as in the figure.",
    ),
]
"""Copies with some words changed."""


def test_answers_that_were_written_apart_are_apart() -> None:
    assert len(set(alike(APART))) == len(APART)


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_copies_with_some_words_changed_are_together(one: str, other: str) -> None:
    labels = alike([*APART[:7], one, other])
    assert labels[-1] == labels[-2]
    assert len(set(labels)) == 8


def test_the_limit_is_far_from_both() -> None:
    from rapidfuzz.distance import Indel

    def share(one: str, other: str) -> float:
        return Indel.normalized_similarity(answers._words(one), answers._words(other))

    apart = [share(a, b) for n, a in enumerate(APART) for b in APART[:n]]
    assert max(apart) < answers.ALIKE - 0.1
    assert min(share(*pair) for pair in NEAR) > answers.ALIKE


def test_short_answers_must_be_equal() -> None:
    texts = ["3.2 lr, then 16 lr", "3.2 LR  then 16 lr.", "3.2 lr, then 1.6 lr", "16 lr"]
    assert alike(texts) == [alike(texts)[0]] * 2 + alike(texts)[2:]
    assert len(set(alike(texts))) == 3


def test_what_has_no_words_is_alone() -> None:
    assert len(set(alike(["", "![]()", ""]))) == 3
    assert alike([]) == []


def test_a_chain_is_one_group_however_many_rows_are_compared_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "_ROWS", 2)
    words = [f"word{number}" for number in range(60)]
    chain = [" ".join(["other"] * n + words[n:]) for n in range(0, 40, 4)]
    labels = alike(["before this", *chain, "after this"])
    assert len(set(labels[1:-1])) == 1
    assert len(set(labels)) == 3


def test_few_answers_are_compared_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    similarity = answers.Indel.normalized_similarity

    class Counted:
        @staticmethod
        def normalized_similarity(*texts: Any) -> float:
            compared.append(texts)
            return float(similarity(*texts))

    monkeypatch.setattr(answers, "Indel", Counted)
    draw = random.Random(0)
    words = [f"word{number}" for number in range(300)]
    apart = [" ".join(draw.choices(words, k=150)) for _ in range(100)]
    copies = [f"{apart[0]} and {number}" for number in range(100)]
    labels = alike([*apart, *copies])
    assert len(set(labels)) == 100 and len(set(labels[100:])) == 1
    assert len(compared) == 100  # once for each copy; what is in a group already is not compared


def entry(code: str, text: str = "", state: Any = "given") -> Entry:
    return Entry(code, Answer(state, (Piece("text", text),) if text else (), content=text))


def together(*pieces: Piece) -> bool:
    """Whether answers of one piece each, all of them different, are one group."""
    found = [
        Entry(str(number), Answer("given", (piece,), content=str(number)))
        for number, piece in enumerate(pieces)
    ]
    return len(grouped(found)) == 1


def test_pictures_alone_are_together_only_if_they_are_equal() -> None:
    for text in (
        "![image.png](attachment:image.png)",
        "![](attachment:embedded-1)",
        "See ![my long description of this](attachment:a%20picture%20of%20the%20histogram.png)",
        '<img src="attachment:image.png" width="300">',
    ):
        photo = Piece("text", text, attached={"image.png": PICTURE})
        assert not together(photo, photo)
        same = Answer("given", (photo,), content="the same")
        assert len(grouped([Entry("A", same), Entry("B", same)])) == 1
    text = "Each layer halves the mean square, twenty of them are enough to destroy the signal."
    assert together(
        Piece("text", f"{text} ![a](attachment:a.png)", attached={"a.png": PICTURE}),
        Piece("text", f"{text} ![b](attachment:b.png)", attached={"b.png": PICTURE}),
    )


def test_equal_code_with_other_results_is_not_the_same() -> None:
    code = (
        "values = [untrained_distance(seed) for seed in range(10)]\nplot(sorted(values), 1, 2, 3)"
    )
    assert together(Piece("code", code), Piece("code", code))
    assert not together(Piece("code", code, "1"), Piece("code", code, "2"))
    assert not together(*[Piece("code", code, figures=(PICTURE,))] * 2)


def test_groups_stand_where_their_first_code_does() -> None:
    entries = [
        entry("E", "same"), entry("D", state="empty"), entry("C", "other"), entry("B", "same"),
        entry("A", state="placeholder"), entry("F", "third"),
    ]  # fmt: skip
    codes = [[entry.code for entry in group] for group in grouped(entries)]
    assert codes == [["B", "E"], ["C"], ["F"], ["A", "D"]]


# --- the pages -------------------------------------------------------------------------------


class Class:
    """The synthetic class, and the pages about it."""

    def __init__(self, root: Path, count: int = 60) -> None:
        make_answers.write(root / "submissions", count)
        self.autograder = make_answers.part(root / "part")
        self.out = root / "pages"
        self.out.mkdir()
        self.sources = find_submissions([root / "submissions"])
        self.seen: list[tuple[str, int, int]] = []
        self.summary = answers.write(self.autograder, self.sources, self.out, self.see)

    def see(self, *doing: Any) -> None:
        self.seen.append(doing)

    def html(self, question: str) -> str:
        return (self.out / f"{question}.html").read_text(encoding="utf-8")

    def page(self, question: str) -> Page:
        html = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", self.html(question), flags=re.DOTALL)
        return Page(re.sub(r"<(input|hr)[^>]*>", "", html))

    def code(self, question: str, kind: str) -> list[str]:
        """The codes of the answers of a kind."""
        place = make_answers.names(make_answers.given()).index(question)
        return [
            marks.code(SECRET, PART, question, f"student_{number:04d}")
            for number in range(60)
            if make_answers.kind_of(number, place) == kind
        ]


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Class:
    return Class(tmp_path_factory.mktemp("sixty"))


QUESTIONS = make_answers.names(make_answers.given())


def test_there_is_a_page_for_each_question(sixty: Class) -> None:
    pages = {path.name for path in sixty.out.glob("*.html")}
    assert pages == {"index.html", *(f"{question}.html" for question in QUESTIONS)}
    assert sixty.seen == [
        *[("reading", number, 62) for number in range(1, 63)],
        *[("comparing", number, len(QUESTIONS)) for number in range(1, len(QUESTIONS) + 1)],
    ]
    assert set(sixty.summary.unreadable) == {"cut_off", "essay"}
    for states in sixty.summary.states.values():
        assert states == {"given": 56, "placeholder": 2, "empty": 1, "missing": 1}
    index = Page((sixty.out / "index.html").read_text(encoding="utf-8"))
    assert [link["href"] for link in index.attributes("a")] == [f"{q}.html" for q in QUESTIONS]
    assert "60 of 62 submissions could be read." in index.text
    assert "This is not a notebook but a PDF file." in index.text


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page_has_all_answers_once_and_no_name(sixty: Class, question: str) -> None:
    page = sixty.page(question)
    codes = [str(article["data-code"]) for article in page.attributes("article")]
    assert sorted(codes) == sorted(
        marks.code(SECRET, PART, question, f"student_{number:04d}") for number in range(60)
    )
    html = sixty.html(question)
    for source in sixty.sources:
        assert source.name not in html


def test_each_question_has_an_order_of_its_own(sixty: Class) -> None:
    key = json.loads(sixty.summary.key.read_text(encoding="utf-8"))["questions"]
    orders = set()
    for question in QUESTIONS:
        articles = sixty.page(question).attributes("article")
        orders.add(tuple(key[question][str(a["data-code"])]["submission"] for a in articles))
    assert len(orders) == len(QUESTIONS)
    assert not [order for order in orders if order == tuple(sorted(order))]


def test_copies_are_together_and_nothing_else_is(sixty: Class) -> None:
    for question in QUESTIONS:
        sections = re.findall(
            r'<section class="group">(.*?)</section>', sixty.html(question), re.DOTALL
        )
        found = [set(re.findall(r'data-code="(\w+)"', section)) for section in sections]
        original = marks.code(SECRET, PART, question, f"student_{make_answers.ORIGINAL:04d}")
        copies = {*sixty.code(question, "copied"), *sixty.code(question, "nearly copied")}
        nothing = {
            code for kind in ("placeholder", "empty", "deleted")
            for code in sixty.code(question, kind)
        }  # fmt: skip
        assert {original} | copies in found
        assert found[-1] == nothing
        # Those who wrote the same in Arabic or Hebrew are one each; nobody else is alike.
        assert len(found) == 2


def test_what_is_marked_by_stands_on_the_page(sixty: Class) -> None:
    text = sixty.page("adam_written").text
    assert "A student forgets the bias correction" in text
    assert "About 3.2 lr against 1 lr, about 16 lr, and that beta^t goes to 0." in text
    assert "the step is 3.2 lr. With the correction" in text
    assert "_Points:_" not in text


def test_no_answer_can_act(sixty: Class) -> None:
    for question in QUESTIONS:
        html = sixty.html(question)
        assert len(re.findall(r"<script", html)) == 2
        assert len(re.findall(r"<style", html)) == 1
        assert not re.search(r"<(iframe|base|svg|object|embed)|javascript:(?!alert)", html)
        page = sixty.page(question)
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")]
            assert "style" not in attributes and "formaction" not in attributes
            if tag == "img":
                assert str(attributes["src"]).startswith("data:image/")
            if tag == "a":
                assert attributes["href"] in {"#answers", "index.html"}
        assert "default-src 'none'" in html.split("<title>")[0]


def test_figures_of_students_are_on_the_page(sixty: Class) -> None:
    for question in QUESTIONS:
        alts = [image["alt"] for image in sixty.page(question).attributes("img")]
        code = "A figure of this answer's code"
        assert sorted(map(str, alts)) == [code, code, "my drawing", "photo"]


def test_a_part_without_written_questions(make_part: MakePart, tmp_path: Path) -> None:
    autograder = make_part({"double": "def test_it():\n    pass"})
    with pytest.raises(answers.NothingToMark, match="small has no question that a person marks"):
        answers.write(autograder, [], tmp_path)


def test_an_autograder_of_an_earlier_version(make_part: MakePart, tmp_path: Path) -> None:
    autograder = make_part({"why": ""}, {"why": {"manual": True}})
    with pytest.raises(answers.NothingToMark, match="Run `gangrade release` again"):
        answers.write(autograder, [], tmp_path)


def data(out: Path, question: str) -> dict[str, Any]:
    """What a page's script knows."""
    text = (out / f"{question}.html").read_text(encoding="utf-8")
    found = re.search(r'id="data">(.*?)</script>', text)
    assert found
    known: dict[str, Any] = json.loads(found[1])
    return known


def test_a_browser_can_tell_runs_apart(few: Class, tmp_path: Path) -> None:
    first = [data(few.out, question) for question in QUESTIONS]
    assert len({known["key"] for known in first}) == len(QUESTIONS)
    run = json.loads(few.summary.key.read_text(encoding="utf-8"))["run"]
    assert all(run in known["key"] for known in first)
    answers.write(few.autograder, few.sources[:1], few.out)
    assert [data(few.out, question) for question in QUESTIONS] == first
    (tmp_path / "other").mkdir()
    answers.write(few.autograder, few.sources, tmp_path / "other")
    other = [data(tmp_path / "other", question)["key"] for question in QUESTIONS]
    assert not {known["key"] for known in first} & {*other}


@pytest.mark.parametrize(
    "before", ["{", "[]", "3", '{"run": 3}', '{"run": "", "part": "function_gan"}']
)
def test_a_damaged_key_is_written_anew(few: Class, before: str) -> None:
    few.summary.key.write_text(before, encoding="utf-8")
    answers.write(few.autograder, few.sources, few.out)
    run = json.loads(few.summary.key.read_text(encoding="utf-8"))["run"]
    assert re.fullmatch(r"[0-9a-f]{16}", run)


def test_a_folder_of_another_part_is_left_alone(few: Class) -> None:
    few.summary.key.write_text('{"part": "image_gan"}', encoding="utf-8")
    with pytest.raises(answers.NothingToMark, match="holds answers to image_gan"):
        answers.write(few.autograder, few.sources, few.out)


def test_keys_for_all_kinds_of_levels() -> None:
    numbers = [12, 10, 2.5, 2, 1.5, 0]
    levels = [answers.Level(number, "") for number in numbers]
    assert [key for key, _ in answers._keys(levels)] == ["a", "d", "e", "2", "f", "0"]
    many = [answers.Level(number / 8, "") for number in range(80)]
    keys = [key for key, _ in answers._keys(many)]
    assert len(set(keys)) - 1 == len([key for key in keys if key])
    assert not set(keys) & set("bcgjklnpsu?")


# --- tables ----------------------------------------------------------------------------------


@pytest.fixture
def few(tmp_path: Path) -> Class:
    return Class(tmp_path, 3)


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def fill_in(path: Path, place: int, **values: str) -> None:
    rows = lines(path)
    rows[place] |= values
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, marks.MARKS)
        table.writeheader()
        table.writerows(rows)


def test_the_table_has_a_line_for_each_answer(sixty: Class) -> None:
    rows = lines(sixty.out / "marks.csv")
    assert len(rows) == 60 * len(QUESTIONS)
    known = merge.read_answers(sixty.out, PART)
    for row in rows:
        assert row["version"] == known[row["question"]][row["answer"]].version
        assert not row["points"] and not row["comment"] and not row["who"]
    for question in QUESTIONS:
        order = [str(a["data-code"]) for a in sixty.page(question).attributes("article")]
        assert order == [row["answer"] for row in rows if row["question"] == question]


def test_an_untouched_table_is_written_anew(few: Class) -> None:
    (few.out / "marks.csv").write_text(marks.write_marks([("gone", "A", "b")]), encoding="utf-8")
    summary = answers.write(few.autograder, few.sources, few.out)
    assert (summary.begun, summary.marks) == ((), few.out / "marks.csv")
    assert len(lines(few.out / "marks.csv")) == 3 * len(QUESTIONS)


def test_a_table_that_a_spreadsheet_has_saved_is_untouched(few: Class) -> None:
    table = few.out / "marks.csv"
    text = table.read_text(encoding="utf-8").replace(",", ";").replace("\n", ";;\r\n")
    table.write_text(text, encoding="utf-8", newline="")
    assert answers.write(few.autograder, few.sources, few.out).begun == ()


def test_a_table_with_a_column_of_notes_is_never_touched(few: Class) -> None:
    table = few.out / "marks.csv"
    first, *others = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([f"{first},notes", *others, ""]), encoding="utf-8")
    before = table.read_bytes()
    assert answers.write(few.autograder, few.sources, few.out).begun == (table,)
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    "values", [{"points": "1"}, {"comment": "hm"}, {"points": "none"}, {"who": "Eve"}]
)
def test_a_table_that_was_begun_is_never_touched(few: Class, values: dict[str, str]) -> None:
    table = few.out / "marks.csv"
    fill_in(table, 4, **values)
    before = table.read_bytes()
    summary = answers.write(few.autograder, few.sources, few.out)
    assert table.read_bytes() == before
    assert (summary.begun, summary.marks) == ((table,), few.out / "marks-new.csv")
    left = lines(few.out / "marks-new.csv")
    assert len(left) == 3 * len(QUESTIONS) - bool({"1", "hm"} & {*values.values()})


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"points\n1\n", b'question,"'])
def test_a_table_that_cannot_be_read_is_never_touched(few: Class, content: bytes) -> None:
    table = few.out / "marks.csv"
    table.write_bytes(content)
    summary = answers.write(few.autograder, few.sources, few.out)
    assert summary.begun == (table,)
    (problem,) = summary.problems
    assert problem.startswith(str(table))
    assert table.read_bytes() == content


def test_a_third_table(few: Class) -> None:
    first, second = few.out / "marks.csv", few.out / "marks-new.csv"
    fill_in(first, 0, points="1")
    answers.write(few.autograder, few.sources, few.out)
    fill_in(second, 0, points="2")
    summary = answers.write(few.autograder, few.sources, few.out)
    assert summary.begun == (first, second)
    assert summary.marks == few.out / "marks-new-2.csv"
    assert len(lines(few.out / "marks-new-2.csv")) == 3 * len(QUESTIONS) - 2


def test_nothing_is_left_to_mark(few: Class) -> None:
    for place in range(3 * len(QUESTIONS)):
        fill_in(few.out / "marks.csv", place, points="1")
    summary = answers.write(few.autograder, few.sources, few.out)
    assert (summary.begun, summary.marks) == ((few.out / "marks.csv",), None)
    assert not (few.out / "marks-new.csv").exists()


def test_a_changed_answer_is_to_be_marked_again(few: Class, tmp_path: Path) -> None:
    for place in range(3 * len(QUESTIONS)):
        fill_in(few.out / "marks.csv", place, points="1")
    notebook = make_answers.submission(20)
    path = tmp_path / "submissions/student_0001.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    answers.write(few.autograder, few.sources, few.out)
    rows = lines(few.out / "marks-new.csv")
    codes = [marks.code(SECRET, PART, question, "student_0001") for question in QUESTIONS]
    assert [row["answer"] for row in rows] == codes


# --- the command line ------------------------------------------------------------------------


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def command(tmp_path: Path) -> list[object]:
    make_answers.part(tmp_path / "part")
    make_answers.write(tmp_path / "submissions", 2)
    return ["answers", "--part", PART, "--out", tmp_path / "out", "--autograder", tmp_path / "part"]


def test_the_command_says_where_the_pages_are(command: list[object], tmp_path: Path) -> None:
    folder = tmp_path / "submissions"
    code, said = run(*command, folder / "student_0000.ipynb", folder / "student_0001.ipynb")
    assert code == 0, said
    assert "adam_written: 2 answered, 0 did not" in said
    assert f"Pages: {tmp_path / 'out/index.html'}" in said
    assert f"Table: {tmp_path / 'out/marks.csv'}" in said
    assert "Markers need the pages of the questions only." in said
    assert f"{tmp_path / 'out/answers.json'} tells whose answers they are" in said


def test_the_command_says_what_could_not_be_read(command: list[object], tmp_path: Path) -> None:
    code, said = run(*command, tmp_path / "submissions")
    assert code == 1
    assert "essay: This is not a notebook but a PDF file." in said
    assert (tmp_path / "out/adam_written.html").exists()


def test_the_command_keeps_a_table_that_was_begun(command: list[object], tmp_path: Path) -> None:
    student = tmp_path / "submissions/student_0000.ipynb"
    run(*command, student)
    fill_in(tmp_path / "out/marks.csv", 0, points="1")
    code, said = run(*command, student)
    assert code == 0
    assert "marks.csv has been begun and stays as it is." in said
    assert "Table: " in said and "marks-new.csv" in said


def test_the_command_says_why_a_table_cannot_be_read(command: list[object], tmp_path: Path) -> None:
    student = tmp_path / "submissions/student_0000.ipynb"
    run(*command, student)
    table = tmp_path / "out/marks.csv"
    fill_in(table, 0, points="2", comment="Schön erklärt")
    table.write_bytes(table.read_text(encoding="utf-8").encode("cp1252"))  # as Excel's plain CSV
    code, said = run(*command, student)
    assert code == 0
    assert (
        f'{table}: Line 2 is not UTF-8. Save the table as "CSV UTF-8", so that names stay right.'
        in said
    )
    assert "Mend that and run the same command again" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--part": "image_gan"}, "grades the part function_gan, not image_gan"),
        ({"--autograder": "nowhere.zip"}, "nowhere.zip is missing"),
        ({"submissions": "nowhere"}, "There is no file or folder nowhere"),
    ],
)
def test_wrong_usage(
    command: list[object], tmp_path: Path, change: dict[str, str], said: str
) -> None:
    for option, value in change.items():
        if option in command:
            command[command.index(option) + 1] = value
    submissions = change.get("submissions", tmp_path / "submissions")
    code, output = run(*command, submissions)
    assert code == 2
    assert said in output
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written(command: list[object], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    code, said = run(*command, tmp_path / "submissions")
    assert code == 2
    assert said.strip().endswith("out is not a folder. Choose another one for --out.")
