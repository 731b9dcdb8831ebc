"""Writes what a short training run needs and no machine lacks, with the standard library alone.

training.py FOLDER RECIPE   FOLDER/data: pictures of discs in three classes; FOLDER/encoder.safetensors: a small ViT of random weights in timm's keys;
                            FOLDER/fp32.json and bf16.json: RECIPE's stages over them in either precision
"""
import array
import json
import os
import random
import struct
import sys
import zlib

folder, recipe = sys.argv[1], json.load(open(sys.argv[2]))
CLASSES, PICTURES, SIDE = 3, 48, 64
WIDTH, DEPTH, HIDDEN, PATCH, GRID = 64, 2, 128, 16, 14
chance = random.Random(1)


def png(pixels):
    """An 8-bit RGB picture of SIDE x SIDE."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + pixels[3 * SIDE * y:3 * SIDE * (y + 1)] for y in range(SIDE))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def disc():
    x0, y0, radius = chance.uniform(16, 48), chance.uniform(16, 48), chance.uniform(6, 16)
    colour, ground = [bytes(chance.randrange(256) for _ in range(3)) for _ in range(2)]
    return b"".join(colour if (x - x0) ** 2 + (y - y0) ** 2 < radius**2 else ground for y in range(SIDE) for x in range(SIDE))


for label in range(CLASSES):
    for i in range(PICTURES):
        place = os.path.join(folder, "data", "val" if i % 8 == 0 else "train", f"class{label}")
        os.makedirs(place, exist_ok=True)
        open(os.path.join(place, f"{i:03d}.png"), "wb").write(png(disc()))

tensors = {"cls_token": (1, 1, WIDTH), "pos_embed": (1, 1 + GRID * GRID, WIDTH), "patch_embed.proj.weight": (WIDTH, 3, PATCH, PATCH), "patch_embed.proj.bias": (WIDTH,)}
for i in range(DEPTH):
    for name, rows, columns in (("attn.qkv", 3 * WIDTH, WIDTH), ("attn.proj", WIDTH, WIDTH), ("mlp.fc1", HIDDEN, WIDTH), ("mlp.fc2", WIDTH, HIDDEN)):
        tensors[f"blocks.{i}.{name}.weight"], tensors[f"blocks.{i}.{name}.bias"] = (rows, columns), (rows,)
    for name in ("norm1", "norm2"):
        tensors[f"blocks.{i}.{name}.weight"] = tensors[f"blocks.{i}.{name}.bias"] = (WIDTH,)
tensors["norm.weight"] = tensors["norm.bias"] = (WIDTH,)

header, data = {}, b""
for name, shape in tensors.items():
    count = 1
    for side in shape:
        count *= side
    unit = "norm" in name and name.endswith("weight")
    values = array.array("f", [1.0] * count if unit else [chance.gauss(0, 0.08) for _ in range(count)]).tobytes()
    header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
    data += values
head = json.dumps(header).encode()
head += b" " * (-len(head) % 8)
open(os.path.join(folder, "encoder.safetensors"), "wb").write(struct.pack("<Q", len(head)) + head + data)

model = recipe["model"]
model["encoder"].update(name="random", patchSize=PATCH, pretrainedGrid=GRID, width=WIDTH, depth=DEPTH, heads=2, mlpHidden=HIDDEN, featureBlocks=[1, DEPTH])
model["generator"]["classes"] = CLASSES
recipe["samples"] = CLASSES
recipe["cadence"] = {"log": 10, "validate": 100000, "sheet": 100000, "saveMinutes": 1000}
for precision in ("fp32", "bf16"):
    for stage in ("ia", "ib", "ii", "iii", "iv"):
        if stage in recipe:
            recipe[stage]["optimisation"]["precision"] = precision
    json.dump(recipe, open(os.path.join(folder, f"{precision}.json"), "w"))
