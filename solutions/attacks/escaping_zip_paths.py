"""A zip whose members have names that lead out of the folder it is unpacked to.

Aim: files outside: upwards, absolute, with a drive, with a NUL, through a link that was unpacked before.
Defence: intake
Control: none: nothing is ever unpacked to disk
Part: function_gan
"""

import json
import zipfile


def make(folder, notebook):
    path = folder / "attack.zip"
    text = json.dumps(notebook)
    names = ["function_gan.ipynb"]
    names += [depth * "../" + "attack-up.ipynb" for depth in (1, 3, 20)]
    names += [
        f"{ARENA}/results/attack-absolute.ipynb",
        "/tmp/attack-absolute.ipynb",
        "//tmp/attack-double.ipynb",
    ]
    names += [
        "..\\..\\attack-back.ipynb",
        "C:\\attack-drive.ipynb",
        "C:attack-drive.ipynb",
        "\\\\host\\share\\a.ipynb",
    ]
    names += [
        "a/../../attack-inner.ipynb",
        "./attack-here.ipynb",
        "link/attack-through.ipynb",
        "CON.ipynb",
        "a:b.ipynb",
    ]
    names += [
        "~/attack-home.ipynb",
        "$HOME/attack.ipynb",
        "%TEMP%/attack.ipynb",
        "attack\0.ipynb",
        " .ipynb",
        "....ipynb",
    ]
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, ARENA)
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), text)
    return path
