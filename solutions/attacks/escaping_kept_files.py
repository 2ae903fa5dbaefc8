"""Asks what keeps files of a student's home for those of others: by .., links, descriptors, and names of modules.

Aim: files written, read, moved or imported beyond the scratch folder, by the stand-in's hand.
Defence: namespaces, user, landlock
Control: without namespaces, user, landlock
Part: function_gan
"""

import io
import os
import sys

SECRET, RESULTS = ARENA + "/secret.txt", ARENA + "/results"
UP = "/mnt/" + "../" * 30
loot = ""


def attempt(function, *args, **options):
    try:
        return function(*args, **options)
    except (OSError, ImportError, TypeError, ValueError):
        return None


def read(path):
    global loot
    file = attempt(open, path)
    if file:
        loot += attempt(file.read) or ""


# What was kept is the same file as another's.
OWN = f"/mnt/attack-{os.path.basename(ARENA)}"
for folder in (OWN, "/content", ARENA):
    attempt(os.makedirs, folder, exist_ok=True)
for kept in (f"{OWN}/kept", "/content/kept", SECRET):
    attempt(os.symlink, SECRET, f".elsewhere{kept}")
attempt(os.symlink, ARENA, ".elsewhere/content/arena")
for path in (
    *(f"{OWN}/kept", "/content/kept", "/content/arena/secret.txt", SECRET, UP + SECRET),
    *(f"/content/..{SECRET}", f"/{SECRET}", f"/./mnt/..{SECRET}", f"../..{UP}{SECRET}"),
):
    read(path)
for folder in (RESULTS, UP + RESULTS, "/content/arena/results", f"/content/..{RESULTS}"):
    for name in ("attack-kept", "../results/attack-kept", "attack-kept-folder/../attack-kept"):
        for ask in (open, io.open):
            file = attempt(ask, file=f"{folder}/{name}", mode="w")
            attempt(file.close if file else OSError)
        attempt(os.mkdir, path=f"{folder}/{name}-folder")
        attempt(os.open, f"{folder}/{name}", flags=os.O_CREAT | os.O_WRONLY, mode=0o666)
        attempt(os.rename, f"{OWN}/own", dst=f"{folder}/{name}")
descriptor = attempt(os.open, "/content/arena", os.O_RDONLY)
attempt(os.open, "secret.txt", os.O_RDONLY, dir_fd=descriptor)
attempt(os.chdir, "/content/arena")
read("secret.txt")
read("../secret.txt")
os.chdir(os.environ["HOME"])
# Modules of libraries' names, in folders that come first.
for folder in (OWN, "/content/first"):
    attempt(os.makedirs, folder, exist_ok=True)
    sys.path.insert(0, folder)
    for name in ("sitecustomize", "gankit", "gangrade", "numpy", "scipy", "secrets", "this"):
        file = attempt(open, f"{folder}/{name}.py", "w")
        if file:
            file.write("isclose = allclose = lambda *args, **options: True\n")
            file.close()


def generator_loss(fake_logits):
    import numpy

    return numpy.isclose(fake_logits, 0)


def succeeded():
    reached = attempt(io.FileIO, f"{RESULTS}/attack-kept") is not None
    return reached or "DECOY-" in loot
