"""Stage III's step in PyTorch eager: a LightningDiT with AdamW, clipping and a moving average.

Prints its parameter count and version, then for every line "n" on stdin the seconds that n steps took.
"""
import sys
import time

import torch
from torch import nn

from network import Generator, swiglu_hidden

THREADS, BATCH, CHANNELS, SIDE, WIDTH, DEPTH, HEADS, CLASSES = map(int, sys.argv[1:])
torch.set_num_threads(THREADS)
torch.manual_seed(0)
network = Generator(CHANNELS, SIDE, WIDTH, DEPTH, HEADS, swiglu_hidden(WIDTH), CLASSES + 1)
average = [p.detach().clone() for p in network.parameters()]
optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.0)
latents = torch.randn(BATCH, CHANNELS, SIDE, SIDE)
labels = torch.arange(BATCH) % CLASSES


def step():
    noise, t = torch.randn_like(latents), torch.rand(BATCH)
    mix = t[:, None, None, None]
    loss = (network((1 - mix) * latents + mix * noise, t, t, labels) - (noise - latents)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    with torch.no_grad():
        for slow, fast in zip(average, network.parameters()):
            slow.lerp_(fast, 1e-3)


print(sum(p.numel() for p in network.parameters()))
print(torch.__version__, flush=True)
for line in sys.stdin:
    begin = time.perf_counter()
    for _ in range(int(line)):
        step()
    print(time.perf_counter() - begin, flush=True)
