"""Fills its own folder with links to others' files and with folders that cannot be entered.

Aim: a grader that follows the links when it measures or removes the folder, or cannot remove it.
Defence: ending, landlock
Control: none: that the folder goes is looked at after every attack; there is no switch
Part: function_gan
"""

import os

for name in ("secret.txt", "results", "tests"):
    try:
        os.symlink(f"{ARENA}/{name}", f"link-{name}")
        os.link(f"{ARENA}/{name}", f"hard-{name}")
    except OSError:
        pass
try:
    os.symlink("..", "up")
    os.symlink("loop", "loop")
    os.mkdir("closed", 0o300)
    os.mkdir("closed/inner")
    open("closed/inner/file", "w").write("x")
    os.mkdir("deep")
    for _ in range(200):
        os.mkdir("deep/" + "d" * 200)
        os.chdir("deep/" + "d" * 200)
        os.mkdir("deep")
except OSError:
    pass
