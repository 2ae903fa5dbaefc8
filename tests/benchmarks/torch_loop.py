"""The nets of part 1 on x² in PyTorch, eagerly: python torch_loop.py BLOCKS STEPS, in its own venv.

Prints the seconds that each block of steps took.
"""

from __future__ import annotations

import json
import sys
import time

import torch
from torch import nn
from torch.nn.functional import softplus

BATCH = 128


def main() -> None:
    """Train; the first block is a warm-up and is left out."""
    blocks, steps = map(int, sys.argv[1:])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    x = torch.rand(64000, 1) - 0.5
    real = torch.cat([x, x**2], dim=1)
    generator = nn.Sequential(nn.Linear(5, 15), nn.ReLU(), nn.Linear(15, 2))
    discriminator = nn.Sequential(nn.Linear(2, 25), nn.ReLU(), nn.Linear(25, 1))
    for net in (generator, discriminator):
        nn.init.kaiming_uniform_(net[0].weight)
    g_adam = torch.optim.Adam(generator.parameters(), 1e-3, betas=(0.5, 0.999))
    d_adam = torch.optim.Adam(discriminator.parameters(), 1e-3, betas=(0.5, 0.999))
    seconds = []
    for _ in range(blocks + 1):
        started = time.perf_counter()
        for _ in range(steps):
            batch = real[torch.randint(len(real), (BATCH,))]
            fake = generator(torch.randn(BATCH, 5)).detach()
            d_loss = softplus(-discriminator(batch)).mean() + softplus(discriminator(fake)).mean()
            d_adam.zero_grad()
            d_loss.backward()
            d_adam.step()
            g_loss = softplus(-discriminator(generator(torch.randn(BATCH, 5)))).mean()
            g_adam.zero_grad()
            g_loss.backward()
            g_adam.step()
        seconds.append(time.perf_counter() - started)
    print(json.dumps(seconds[1:]))


if __name__ == "__main__":
    main()
