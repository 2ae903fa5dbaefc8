"""Measure what learning rates and a resting generator do to a GAN on the spiral of part shape_gan.

Runs the notebook's own `experiment`, with the solution's classes, and appends a line for each
training to autograder/calibration/shape_gan/recipes.jsonl. What is there already is not trained
again, so a run may be stopped at any time.
"""

from __future__ import annotations

import ast
import itertools
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PATH = ROOT / "autograder" / "calibration" / "shape_gan" / "recipes.jsonl"
NEEDED = {"GAN", "UnevenGAN", "sample_spiral", "experiment"}
SLOW, FAST = 3e-4, 3e-3


def settings() -> list[dict[str, Any]]:
    """Return the settings of all trainings, the most important ones first."""
    recipes: list[dict[str, Any]] = [
        {},
        {"g_every": 2},
        {"d_rate": FAST},
        {"d_rate": FAST, "g_every": 2},
        {"g_rate": FAST},
        {"g_every": 5},
        {"width": 16},
    ]
    runs = [{**recipe, "seed": seed} for recipe in recipes for seed in (1, 2, 3)]
    rates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]
    runs += [
        {"g_rate": g_rate, "d_rate": d_rate, "steps": 600, "seed": 1}
        for g_rate, d_rate in itertools.product(rates, rates)
    ]
    return runs


def definitions() -> dict[str, Any]:
    """Return what the solution notebook imports and defines of what is needed."""
    import gankit
    import keras
    import numpy as np
    import tensorflow as tf
    from keras import layers, ops

    space: dict[str, Any] = {
        "gankit": gankit,
        "keras": keras,
        "layers": layers,
        "np": np,
        "ops": ops,
        "tf": tf,
    }
    notebook = json.loads((ROOT / "solutions" / "shape_gan.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and any(f" {name}(" in source for name in NEEDED):
            body = [
                node
                for node in ast.parse(source).body
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in NEEDED
            ]
            exec(compile(ast.Module(body, []), "solution", "exec"), space)
    return space


def main(most: int) -> None:
    """Train at most so many of what is missing."""
    PATH.parent.mkdir(parents=True, exist_ok=True)
    lines = PATH.read_text(encoding="utf-8").splitlines() if PATH.exists() else []
    known = [json.loads(line)["settings"] for line in lines]
    missing = [run for run in settings() if run not in known][:most]
    experiment = definitions()["experiment"]
    for run in missing:
        _, distance, losses, *_ = experiment(**run)
        values = {name: round(value, 3) for name, value in losses.items()}
        entry = {"settings": run, "distance": round(float(distance), 4), **values}
        with PATH.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        print(entry, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
