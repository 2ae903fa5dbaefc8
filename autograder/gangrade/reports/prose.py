"""Markdown and LaTeX of strangers, as HTML that can do nothing but be read.

No link leads anywhere, no address is loaded from, HTML stays text, and formulas become MathML of
known elements. Questions and model answers go the same way.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from gangrade.intake.written import MAX_TEXT, Figure

__all__ = ["picture", "render"]

MAX_FORMULA = 2000
"""Characters of a formula that is converted; a longer one is shown as its source."""
MAX_DEPTH = 40
"""Elements of a formula within each other."""
MAX_ADDRESS = 300
"""Characters of an address that are shown."""

_ELEMENTS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup",
    "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded",
    "mphantom", "menclose",
}  # fmt: skip
_ATTRIBUTES = {
    "display", "mathvariant", "stretchy", "fence", "form", "accent", "largeop", "movablelimits",
    "minsize", "maxsize", "linethickness", "columnalign", "columnspacing", "rowspacing",
    "displaystyle", "scriptlevel", "width", "notation",
}  # fmt: skip
_GROWS = re.compile(
    r"\\(\w*def|\w*command|\w*environment|DeclareMathOperator|let|sideset)(?![A-Za-z])"
)
"""What can be made to grow without end: macros, and what the converter writes down twice."""
_NESTS = re.compile(r"\\[\\{}]|(\{|\\left(?![a-z])|\\begin)|(\}|\\right(?![a-z])|\\end)")
"""What begins or ends something within a formula; not the braces that are shown."""
_LENGTHS = {"width", "minsize", "maxsize", "linethickness", "columnspacing", "rowspacing"}
_LENGTH = re.compile(r"\+?(\d?(\.\d+)?(em|ex)?|\d\d?(\.\d+)?(mu|pt|px))")
"""A small one. Others, and negative ones, could move a formula over what is beside it."""
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2}
"""What of a wrong formula has fewer is no formula."""
_BRACKETS = re.compile(r"(\\{1,2})([(\[])")


def render(text: str, attached: Mapping[str, Figure] = MappingProxyType({})) -> Markup:
    """Return a text in Markdown as HTML, with the pictures ``attached`` to its cell."""
    text = text[:MAX_TEXT]
    env: dict[str, Any] = {"attached": attached, "shown": set()}
    try:
        html_text = _MARKDOWN.render(text, env)
    except Exception:  # no text may keep a page from being written
        html_text = f"<pre>{escape(text)}</pre>"
    rest = [picture(figure, name) for name, figure in attached.items() if name not in env["shown"]]
    return Markup(html_text) + Markup("").join(rest)


def picture(figure: Figure, alt: str) -> Markup:
    """Return a figure, or why it cannot be shown."""
    if figure.problem:
        return Markup('<span class="absent">[picture “{}”: {}]</span>').format(alt, figure.problem)
    return Markup('<img src="{}" alt="{}" decoding="async">').format(figure.address, alt)


class _Inert(RendererHTML):
    """Writes no link, no address to load from, and of all attributes the first number of a list."""

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802 - markdown-it's name
        start = token.attrGet("start")
        return f' start="{start}"' if isinstance(start, int) else ""

    def heading_open(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return '<p class="heading">'  # the headings of the page are others

    def heading_close(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "</p>\n"

    def link_open(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
    ) -> str:
        bare = tokens[idx].markup == "autolink"  # its text is the address
        env["address"] = "" if bare else str(tokens[idx].attrGet("href"))
        return '<span class="link">'

    def link_close(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType
    ) -> str:
        address = env["address"][:MAX_ADDRESS]
        return f"</span> ({escape(address)})" if address else "</span>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        alt = self.renderInlineAsText(tokens[idx].children, options, env)
        address = str(tokens[idx].attrGet("src"))
        name = unquote(address).removeprefix("attachment:")
        if address.startswith("attachment:") and name in env["attached"]:
            env["shown"].add(name)
            return picture(env["attached"][name], alt or name)
        return picture(Figure(problem=f"{address[:MAX_ADDRESS]} is not in the notebook"), alt)


def _brackets(state: StateInline, silent: bool) -> bool:
    r"""Take a formula in \(…\) or \[…\], also with the two backslashes that Jupyter wants."""
    match = _BRACKETS.match(state.src, state.pos)
    if match is None:
        return False
    inline = match[2] == "("
    end = state.src.find(match[1] + (")" if inline else "]"), match.end(), state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("math_inline" if inline else "math_inline_double", "math", 0)
        token.content = state.src[match.end() : end]
    state.pos = end + len(match[1]) + 1
    return True


def _formula(
    _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[idx]
    latex = token.content.strip()
    markup = _mathml(latex, "inline" if token.type == "math_inline" else "block")
    tag = "p" if token.block else "span"
    if markup is None:
        return f'<{tag} class="math" dir="ltr"><code>{escape(latex)}</code></{tag}>'
    return f'<{tag} class="math" dir="ltr" title="{escape(latex)}">{markup}</{tag}>'


def _mathml(latex: str, display: str) -> str | None:
    """Return a formula as MathML; None if it is too long or cannot be converted."""
    if len(latex) > MAX_FORMULA or _GROWS.search(latex) or _depth(latex) > MAX_DEPTH:
        return None
    try:
        formula = _known(convert_to_element(latex, display=display))
    except Exception:  # whatever a wrong formula happens to cause in the converter
        return None
    return tostring(formula, encoding="unicode", short_empty_elements=False)


def _depth(latex: str) -> int:
    """Return how many things begin within each other: known before anything is converted."""
    opens = (bool(match[1]) - bool(match[2]) for match in _NESTS.finditer(latex))
    return max(itertools.accumulate(opens), default=0)


def _known(element: Element, depth: int = 0) -> Element:
    r"""Return a copy with known elements and attributes only.

    The converter makes characters such as &#x2211; of what it knows, and unescapes its result, so
    that \text{<script>} would become an element. Here all text is text.
    """
    complete = len(element) == _CHILDREN.get(element.tag, len(element))
    if element.tag not in _ELEMENTS or not complete or depth > MAX_DEPTH:
        raise ValueError(element.tag)
    targets = {
        key: value
        for key, value in element.attrib.items()
        if key in _ATTRIBUTES and (key not in _LENGTHS or _are_small(value))
    }
    copy = Element(element.tag, targets)
    copy.text = html.unescape(element.text or "")
    copy.extend([_known(child, depth + 1) for child in element])
    return copy


def _are_small(lengths: str) -> bool:
    return all(_LENGTH.fullmatch(length) for length in lengths.split())


def _markdown() -> MarkdownIt:
    options = {"html": False, "xhtmlOut": False}
    markdown = MarkdownIt("commonmark", options, renderer_cls=_Inert)
    markdown.enable(["table", "strikethrough"])
    dollarmath_plugin(
        markdown,
        allow_labels=False,
        allow_digits=False,  # “$5 and $6” is no formula
        allow_blank_lines=False,
        double_inline=True,
    )
    amsmath_plugin(markdown)
    markdown.inline.ruler.before("escape", "math_brackets", _brackets)
    for kind in ("math_inline", "math_inline_double", "math_block", "amsmath"):
        markdown.add_render_rule(kind, _formula)
    return markdown


_MARKDOWN = _markdown()
