"""Stage III's step in PyTorch eager: a LightningDiT (SwiGLU, RoPE, RMSNorm, adaLN) with AdamW, clipping and a moving average.

Prints its parameter count and version, then for every line "n" on stdin the seconds that n steps took.
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

THREADS, BATCH, CHANNELS, SIDE, WIDTH, DEPTH, HEADS, CLASSES = map(int, sys.argv[1:])
torch.set_num_threads(THREADS)
torch.manual_seed(0)


class RMSNorm(nn.Module):
    def __init__(self, width, eps=1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def rope_table(head_width, side):
    """cos and sin for interleaved pairs: the first half of a head turns with the row, the second with the column."""
    half = head_width // 2
    frequencies = 10000.0 ** (-torch.arange(0, half, 2).float() / half)
    places = torch.arange(side).float()[:, None] * frequencies
    rows = places[:, None, :].expand(side, side, half // 2)
    columns = places[None, :, :].expand(side, side, half // 2)
    angles = torch.cat([rows, columns], -1).reshape(side * side, half).repeat_interleave(2, -1)
    return angles.cos(), angles.sin()


def rotate(x, cos, sin):
    a, b = x.unflatten(-1, (-1, 2)).unbind(-1)
    return x * cos + torch.stack([-b, a], -1).flatten(-2) * sin


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        hidden = int(2 / 3 * int(4 * WIDTH))
        self.norm1, self.norm2 = RMSNorm(WIDTH), RMSNorm(WIDTH)
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.w12, self.w3 = nn.Linear(WIDTH, 2 * hidden), nn.Linear(hidden, WIDTH)
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(WIDTH, 6 * WIDTH))

    def forward(self, x, c, rope):
        shift1, scale1, gate1, shift2, scale2, gate2 = self.modulation(c)[:, None].chunk(6, -1)
        h = self.norm1(x) * (1 + scale1) + shift1
        q, k, v = self.qkv(h).unflatten(-1, (3, HEADS, -1)).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, *rope), rotate(k, *rope)
        weights = (q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])).softmax(-1)
        x = x + gate1 * self.proj((weights @ v).transpose(1, 2).flatten(-2))
        h = self.norm2(x) * (1 + scale2) + shift2
        a, b = self.w12(h).chunk(2, -1)
        return x + gate2 * self.w3(F.silu(a) * b)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(CHANNELS, WIDTH, 1)
        self.time = nn.Sequential(nn.Linear(256, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH))
        self.labels = nn.Embedding(CLASSES + 1, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.norm = RMSNorm(WIDTH)
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(WIDTH, 2 * WIDTH))
        self.out = nn.Linear(WIDTH, CHANNELS)
        self.register_buffer("positions", torch.randn(1, SIDE * SIDE, WIDTH) * 0.02)
        self.register_buffer("frequencies", 10000.0 ** (-torch.arange(128).float() / 128))
        cos, sin = rope_table(WIDTH // HEADS, SIDE)
        self.register_buffer("cos", cos)
        self.register_buffer("sin", sin)

    def forward(self, x, t, y):
        angles = t[:, None] * self.frequencies
        c = self.time(torch.cat([angles.cos(), angles.sin()], -1)) + self.labels(y)
        h = self.embed(x).flatten(2).transpose(1, 2) + self.positions
        for block in self.blocks:
            h = block(h, c, (self.cos, self.sin))
        shift, scale = self.modulation(c)[:, None].chunk(2, -1)
        return self.out(self.norm(h) * (1 + scale) + shift).transpose(1, 2).unflatten(-1, (SIDE, SIDE))


network = Generator()
average = [p.detach().clone() for p in network.parameters()]
optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.0)
latents = torch.randn(BATCH, CHANNELS, SIDE, SIDE)
labels = torch.arange(BATCH) % CLASSES


def step():
    noise, t = torch.randn_like(latents), torch.rand(BATCH)
    mix = t[:, None, None, None]
    loss = (network((1 - mix) * latents + mix * noise, t, labels) - (noise - latents)).pow(2).mean()
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
