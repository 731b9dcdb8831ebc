"""LightningDiT and its parts in PyTorch (SwiGLU, RoPE, RMSNorm, adaLN), as both peers time them. Names are those of the checkpoints."""
import math

import torch
from torch import nn
from torch.nn import functional as F


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
    frequencies = 10000.0 ** (-torch.arange(0, half, 2).double() / half)
    places = torch.arange(side).double()[:, None] * frequencies
    rows = places[:, None, :].expand(side, side, half // 2)
    columns = places[None, :, :].expand(side, side, half // 2)
    angles = torch.cat([rows, columns], -1).reshape(side * side, half).repeat_interleave(2, -1)
    return angles.cos().float(), angles.sin().float()


def rotate(x, cos, sin):
    a, b = x.unflatten(-1, (-1, 2)).unbind(-1)
    return x * cos + torch.stack([-b, a], -1).flatten(-2) * sin


class Attention(nn.Module):
    """Rotary positions where the side of the grid is given."""

    def __init__(self, width, heads, side=None):
        super().__init__()
        self.heads = heads
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.rope = side is not None
        if self.rope:
            cos, sin = rope_table(width // heads, side)
            self.register_buffer("cos", cos, persistent=False)
            self.register_buffer("sin", sin, persistent=False)

    def forward(self, x):
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        if self.rope:
            q, k = rotate(q, self.cos, self.sin), rotate(k, self.cos, self.sin)
        if hasattr(F, "scaled_dot_product_attention"):
            mixed = F.scaled_dot_product_attention(q, k, v)
        else:
            mixed = (q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])).softmax(-1) @ v
        return self.proj(mixed.transpose(1, 2).flatten(-2))


class Gated(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.w12, self.w3 = nn.Linear(width, 2 * hidden), nn.Linear(hidden, width)

    def forward(self, x):
        a, b = self.w12(x).chunk(2, -1)
        return self.w3(F.silu(a) * b)


class Block(nn.Module):
    def __init__(self, width, heads, hidden, norm, side=None):
        super().__init__()
        self.norm1, self.norm2 = norm(), norm()
        self.attn, self.mlp = Attention(width, heads, side), Gated(width, hidden)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class ModulatedBlock(Block):
    def __init__(self, width, heads, hidden, side):
        super().__init__(width, heads, hidden, lambda: RMSNorm(width), side)
        self.adaLN_modulation = nn.Sequential(nn.SiLU(), nn.Linear(width, 6 * width))

    def forward(self, x, c):
        shift1, scale1, gate1, shift2, scale2, gate2 = self.adaLN_modulation(c)[:, None].chunk(6, -1)
        x = x + gate1 * self.attn(self.norm1(x) * (1 + scale1) + shift1)
        return x + gate2 * self.mlp(self.norm2(x) * (1 + scale2) + shift2)


class Embedder(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(256, width), nn.SiLU(), nn.Linear(width, width))
        self.register_buffer("frequencies", (10000.0 ** (-torch.arange(128).double() / 128)).float(), persistent=False)

    def forward(self, t):
        angles = t[:, None] * self.frequencies
        return self.mlp(torch.cat([angles.cos(), angles.sin()], -1))


class Generator(nn.Module):
    """One token a place of the latent; r is looked at by a few-step student only."""

    def __init__(self, channels, side, width, depth, heads, hidden, label_rows, target_time=False):
        super().__init__()
        self.side = side
        self.x_embedder = nn.Module()
        self.x_embedder.proj = nn.Conv2d(channels, width, 1)
        self.t_embedder = Embedder(width)
        self.r_embedder = Embedder(width) if target_time else None
        self.y_embedder = nn.Module()
        self.y_embedder.embedding_table = nn.Embedding(label_rows, width)
        self.blocks = nn.ModuleList(ModulatedBlock(width, heads, hidden, side) for _ in range(depth))
        self.final_layer = nn.Module()
        self.final_layer.norm_final = RMSNorm(width)
        self.final_layer.linear = nn.Linear(width, channels)
        self.final_layer.adaLN_modulation = nn.Sequential(nn.SiLU(), nn.Linear(width, 2 * width))
        self.register_buffer("pos_embed", torch.randn(1, side * side, width) * 0.02)

    def forward(self, x, t, r, y):
        c = self.t_embedder(t) + self.y_embedder.embedding_table(y)
        if self.r_embedder is not None:
            c = c + self.r_embedder(r)
        h = self.x_embedder.proj(x).flatten(2).transpose(1, 2) + self.pos_embed
        for block in self.blocks:
            h = block(h, c)
        final = self.final_layer
        shift, scale = final.adaLN_modulation(c)[:, None].chunk(2, -1)
        return final.linear(final.norm_final(h) * (1 + scale) + shift).transpose(1, 2).unflatten(-1, (self.side, self.side))


def swiglu_hidden(width, ratio=4):
    return int(2 / 3 * int(ratio * width))
