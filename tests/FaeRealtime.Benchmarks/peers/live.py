"""A model folder's generator (or student) and decoders in PyTorch, with the folder's own weights: the live path's arithmetic and nothing else.

Arguments: folder, file of the generator, threads, mode (eager: as written; frozen: traced, frozen, optimize_for_inference; compiled: torch.compile, where PyTorch 2 is), device, and optionally
fp32 or bf16, what everything is computed in (default: fp32).
Prints PyTorch's version, then answers lines on stdin:
  generate N | decode N    the seconds that N runs took
  check FILE               writes float32: the velocity at t = 0.7, r = 0.2, class 1 of the latent in FILE.in, then the picture of that latent, to FILE.out
"""
import json
import os
import struct
import sys
import time
import warnings

import numpy as np
import torch
from torch import nn

from network import Block, Generator, RMSNorm, swiglu_hidden

FOLDER, FILE, THREADS, MODE, DEVICE = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
TYPE = torch.bfloat16 if sys.argv[6:] == ["bf16"] else torch.float32
torch.set_num_threads(THREADS)
warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
CONFIG = json.load(open(os.path.join(FOLDER, "config.json")))
LATENT = CONFIG["latent"]
CHANNELS, SIDE = LATENT["channels"], LATENT["side"]


def safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    kinds = {"F32": np.float32, "F16": np.float16}
    return {
        name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], kinds[entry["dtype"]]).astype(np.float32).reshape(entry["shape"]))
        for name, entry in header.items()
        if name != "__metadata__"
    }


def generator(weights):
    config = CONFIG["generator"]
    width = config["width"]
    network = Generator(
        CHANNELS, SIDE, width, config["depth"], config["heads"], swiglu_hidden(width, config.get("mlpRatio", 4)),
        weights["y_embedder.embedding_table.weight"].shape[0], "r_embedder.mlp.0.weight" in weights)
    load(network, {name: value for name, value in weights.items() if not name.startswith("feat_rope.")})
    for block in network.blocks:
        block.attn.cos, block.attn.sin = weights["feat_rope.freqs_cos"], weights["feat_rope.freqs_sin"]
    return network


class Decoders(nn.Module):
    def __init__(self, features, pixels):
        super().__init__()
        self.features, self.pixels = nn.Module(), nn.Module()
        config = CONFIG["featureDecoder"]
        width = config["width"]
        self.features.proj_in = nn.Linear(CHANNELS, width)
        hidden = swiglu_hidden(width, config.get("mlpRatio", 4))
        self.features.blocks = nn.ModuleList(Block(width, config["heads"], hidden, lambda: RMSNorm(width), SIDE) for _ in range(config["depth"]))
        self.features.norm = RMSNorm(width) if config.get("finalNorm", True) else nn.Identity()
        has_output = "proj_out.weight" in features
        self.features.proj_out = nn.Linear(width, features["proj_out.weight"].shape[0]) if has_output else nn.Identity()
        self.features.register_buffer("pos_embed", features["pos_embed"])
        load(self.features, features)
        config = CONFIG["pixelDecoder"]
        wide, eps = config["width"], config.get("normEpsilon", 1e-6)
        self.patch = config["imageSize"] // SIDE
        self.pixels.proj_in = nn.Linear(pixels["proj_in.weight"].shape[1], wide)
        hidden = pixels["blocks.0.mlp.w3.weight"].shape[1]
        self.pixels.blocks = nn.ModuleList(Block(wide, config["heads"], hidden, lambda: nn.LayerNorm(wide, eps)) for _ in range(config["depth"]))
        self.pixels.norm = nn.LayerNorm(wide, eps)
        self.pixels.proj_out = nn.Linear(wide, 3 * self.patch**2)
        self.pixels.pos_embed = nn.Parameter(pixels["pos_embed"])
        load(self.pixels, pixels)
        statistics = [LATENT.get("mean") or [0.0] * CHANNELS, LATENT.get("std") or [1.0] * CHANNELS]
        self.register_buffer("mean", torch.tensor(statistics[0]).float()[None, :, None, None])
        self.register_buffer("std", torch.tensor(statistics[1]).float()[None, :, None, None])

    def forward(self, z):
        h = self.features.proj_in((z * self.std + self.mean).flatten(2).transpose(1, 2)) + self.features.pos_embed
        for block in self.features.blocks:
            h = block(h)
        h = self.pixels.proj_in(self.features.proj_out(self.features.norm(h))) + self.pixels.pos_embed
        for block in self.pixels.blocks:
            h = block(h)
        p = self.patch
        return self.pixels.proj_out(self.pixels.norm(h)).reshape(-1, SIDE, SIDE, p, p, 3).permute(0, 5, 1, 3, 2, 4).reshape(-1, 3, SIDE * p, SIDE * p)


def load(module, weights):
    """Every weight has its place, and every place its weight."""
    module.load_state_dict(weights, strict=True)


def prepared(module, inputs):
    module = module.eval().requires_grad_(False).to(DEVICE, TYPE)
    if MODE == "compiled":
        module = torch.compile(module, mode="max-autotune")
    if MODE == "frozen":
        module = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(module, inputs)))
    with torch.inference_mode():
        for _ in range(5):
            module(*inputs)
    return module


def wait():
    if DEVICE != "cpu":
        torch.cuda.synchronize()


weights = {name: safetensors(os.path.join(FOLDER, name)) for name in (FILE, "feature-decoder.safetensors", "pixel-decoder.safetensors")}
latent = torch.randn(1, CHANNELS, SIDE, SIDE, device=DEVICE, dtype=TYPE)
times = [torch.tensor([value], device=DEVICE, dtype=TYPE) for value in (0.7, 0.2)]
label = torch.tensor([1], device=DEVICE)
generate = prepared(generator(weights[FILE]), (latent, *times, label))
decode = prepared(Decoders(weights["feature-decoder.safetensors"], weights["pixel-decoder.safetensors"]), (latent,))
print(torch.__version__, flush=True)
for line in sys.stdin:
    command, argument = line.split(maxsplit=1)
    with torch.inference_mode():
        if command == "check":
            path = argument.strip()
            given = torch.from_numpy(np.fromfile(path + ".in", np.float32)).reshape(latent.shape).to(DEVICE, TYPE)
            results = [generate(given, *times, label), decode(given)]
            np.concatenate([result.float().cpu().numpy().ravel() for result in results]).tofile(path + ".out")
            print("written", flush=True)
            continue
        work = (lambda: generate(latent, *times, label)) if command == "generate" else (lambda: decode(latent))
        wait()
        begin = time.perf_counter()
        for _ in range(int(argument)):
            work()
        wait()
        print(time.perf_counter() - begin, flush=True)
