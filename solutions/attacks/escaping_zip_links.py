"""A zip and a folder with links in the place of notebooks, to other submissions and to devices.

Aim: marks for another student's notebook, or a grader that reads what it must not, or never ends reading.
Defence: intake
Control: none: a link in a zip is a short text, and a link out of a folder is left out
Part: function_gan
"""

import os
import zipfile


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    targets = [
        f"{ARENA}/other/submission.ipynb",
        f"{ARENA}/secret.txt",
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/environ",
    ]
    with zipfile.ZipFile(handed_in / "links.zip", "w") as archive:
        for number, target in enumerate(targets):
            link = zipfile.ZipInfo(f"{number}.ipynb")
            link.create_system, link.external_attr = 3, 0o120777 << 16
            archive.writestr(link, target)
            os.symlink(target, handed_in / f"link-{number}.ipynb")
    os.symlink("loop.ipynb", handed_in / "loop.ipynb")
    os.symlink(".", handed_in / "itself")
    os.symlink(ARENA, handed_in / "arena")
    os.mkfifo(handed_in / "pipe.ipynb")  # opening it would wait for a writer
    (handed_in / "folder.ipynb").mkdir()
    return handed_in
