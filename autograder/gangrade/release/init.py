"""Begin a course's folder, or bring what a newer kit ships into one.

What kits ship is kept on a branch of its own, so that an upgrade is a merge: Git knows what the
course has changed since, and what the kit.
"""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gangrade import writing
from gangrade.errors import InputError
from gangrade.release import kit
from gangrade.release.boilerplate import templates

BRANCH = "kit"
"""What the kit shipped, version by version; the course's own work is on other branches."""
EMAIL = "gangrade@localhost"
AUTHOR = ("-c", "user.name=gangrade", "-c", f"user.email={EMAIL}")
MESSAGE = "What gankit {version} ships"


@dataclass(frozen=True)
class Begun:
    """What ``begin`` did."""

    parts: tuple[str, ...]
    upgrade: bool
    """Whether there was a course already, into which the branch must be merged now."""
    news: str = ""
    """Of an upgrade: the files that changed, as Git counts them; empty if there is nothing new."""


def begin(folder: Path, parts: Sequence[str] = ()) -> Begun:
    """Make a course of the kit's parts (all if none is named) in ``folder``, a Git repository.

    In a folder that was made so before, only the branch of the kit is renewed: by what the
    installed kit ships of the course's parts, and of others that are named.

    Raises:
        InputError: if there is no such part or no Git, if the folder holds something else, or
            if it lies in another repository.
    """
    if unknown := [part for part in parts if part not in kit.KIT.parts()]:
        names = ", ".join(kit.KIT.parts())
        raise InputError(f"The kit has no part {', '.join(unknown)}. Its parts: {names}.")
    if is_course(folder):
        if not _has_branch(folder):  # a clone, say, or the branch was deleted
            git(folder, "branch", "--no-track", BRANCH, shipped(folder))
        here = git(folder, "ls-tree", "--name-only", BRANCH, "assignment/").split()
        there = [Path(name).stem for name in here]
        chosen = [part for part in kit.KIT.parts() if part in {*there, *parts}]
        return Begun(tuple(chosen), upgrade=True, news=_renew(folder, _files(chosen)))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already and is no course. Choose a new folder.")
    chosen = list(parts) or kit.KIT.parts()
    _refuse_inside_repository(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        git(folder, "init", "--quiet", f"--initial-branch={BRANCH}")
        _write(folder, _files(chosen))
        _commit(folder)
        git(folder, "switch", "--quiet", "--create", "main")
        _give_letters(folder)
    except BaseException:  # a full disk, say: what is half a course would be in the way
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Begun(tuple(chosen), upgrade=False)


def _give_letters(folder: Path) -> None:
    """Give multiple-choice questions letters of the course's own, in a commit of its own."""
    path = folder / kit.KIT.environment.relative_to(kit.KIT.root)
    text = path.read_text(encoding="utf-8")
    own = text.replace('letters = ""', f'letters = "{secrets.token_hex(4)}"')
    writing.replace(path, own, mode=0o644)
    message = "Letters of multiple-choice questions"
    git(folder, *AUTHOR, "commit", "--quiet", "--no-verify", "--all", "--message", message)


def _files(parts: Sequence[str]) -> dict[str, bytes]:
    """Return a course's files by their paths."""
    shipped = kit.KIT
    files = {path: text for part in parts for path, text in kit.part_files(part).items()}
    for path in (*sorted(shipped.attacks.rglob("*.py")), shipped.environment):
        files[path.relative_to(shipped.root).as_posix()] = path.read_bytes()
    for path in sorted((shipped.root / "docs").iterdir()):
        if path.name != kit.PROMISES:  # a course writes its own
            files[path.relative_to(shipped.root).as_posix()] = path.read_bytes()
    files["autograder/image/config.toml"] = _settings(parts).encode()
    environment = shipped.environment
    files[environment.relative_to(shipped.root).as_posix()] = environment.read_bytes()
    values = {"parts": parts, "version": kit.version()}
    readme = templates.get_template("course_folder/README.md.j2").render(values)
    for name in ("gitignore", "gitattributes"):
        files[f".{name}"] = templates.get_template(f"course_folder/{name}").render().encode()
    return {**files, "README.md": readme.encode()}


def _settings(parts: Sequence[str]) -> str:
    """Return the image's settings, with the tables of these parts only."""
    text = (kit.KIT.image / "config.toml").read_text(encoding="utf-8")
    common, *tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    mine = [table for table in tables if table[1:].split("]")[0].strip() in parts]
    return "".join([common, *mine]).rstrip() + "\n"


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        writing.replace(folder / name, content, mode=0o644)


def _renew(folder: Path, files: Mapping[str, bytes]) -> str:
    """Commit the kit's files to its branch, without a touch on what lies in the folder."""
    if git(folder, "branch", "--show-current").strip() == BRANCH:
        raise InputError(f"{folder} is on the branch {BRANCH}: go back with `git switch main`.")
    with tempfile.TemporaryDirectory(prefix="gangrade-kit-") as temporary:
        tree = Path(temporary) / "tree"
        git(folder, "worktree", "add", "--quiet", str(tree), BRANCH)
        try:
            git(tree, "rm", "-r", "--quiet", "--ignore-unmatch", ".")
            _write(tree, files)
            _commit(tree)
        finally:
            git(folder, "worktree", "remove", "--force", str(tree))
    return git(folder, "diff", "--stat", f"HEAD...{BRANCH}")


def _commit(tree: Path) -> None:
    """Commit all that has changed, if anything has."""
    git(tree, "add", "--all")
    if git(tree, "status", "--porcelain"):
        message = MESSAGE.format(version=kit.version())
        git(tree, *AUTHOR, "commit", "--quiet", "--no-verify", "--message", message)


def is_course(folder: Path) -> bool:
    """Return whether ``begin`` has made this folder, or one that it is a clone of."""
    return bool(shipped(folder))


def shipped(folder: Path) -> str:
    """Return where Git has what the kit shipped last; empty in a folder that is no course.

    Clones have no branches of their own but the one that is checked out, so the commit counts:
    of several the one that no other follows, since commits of one second have no order in time.
    """
    if not (folder / ".git").exists():
        return ""
    if _has_branch(folder):
        return BRANCH
    named = [f"--author={EMAIL}", f"--grep=^{MESSAGE.format(version='.*')}$"]
    return git(
        folder, "log", "--all", "--topo-order", "--max-count=1", "--format=%H", *named
    ).strip()


def _has_branch(folder: Path) -> bool:
    return bool(git(folder, "branch", "--list", BRANCH).strip())


def _refuse_inside_repository(folder: Path) -> None:
    above = next(path for path in folder.absolute().parents if path.is_dir())
    run = ["git", "-C", str(above), "rev-parse", "--show-toplevel"]
    found = _run(run)
    if found.returncode == 0:
        raise InputError(
            f"{folder} would lie inside the Git repository {found.stdout.strip()}. A course is a "
            "repository of its own: choose a folder outside."
        )


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder and return what it printed.

    Raises:
        InputError: with its own words, if it fails.
    """
    done = _run(["git", "-C", str(folder), *arguments])
    if done.returncode != 0:
        raise InputError(f"git {arguments[0]} failed in {folder}: {done.stderr.strip()}")
    return done.stdout


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise InputError("A course is kept in Git, and there is no git here: install it.") from None
