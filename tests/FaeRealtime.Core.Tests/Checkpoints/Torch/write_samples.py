"""Writes Samples/*.pt with PyTorch itself. The files are committed; run this only to add one: python3 write_samples.py"""
import argparse
import collections
import pathlib

import numpy
import torch

here = pathlib.Path(__file__).parent / "Samples"
here.mkdir(exist_ok=True)


def ramp(*shape, dtype=torch.float32):
    return torch.arange(int(numpy.prod(shape)), dtype=torch.float32).reshape(shape).sub(2).to(dtype)


def save(name, value, **options):
    torch.save(value, here / name, **options)


def both(name, value):
    save(f"{name}.pt", value)
    save(f"{name}.legacy.pt", value, _use_new_zipfile_serialization=False)


net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
with torch.no_grad():
    for i, value in enumerate(net.state_dict().values()):
        value.copy_(ramp(*value.shape) + i)

base = ramp(4, 6)
both("module", net.state_dict())
both("dtypes", {str(t)[6:]: ramp(5, dtype=t) for t in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8)}
     | {"uint8": torch.tensor([0, 1, 255], dtype=torch.uint8), "bool": torch.tensor([True, False, True])})
both("views", {"whole": base, "transposed": base.t(), "columns": base[:, 1:6:2], "row": base[2], "scalar": base[1, 3], "empty": base[4:], "none": torch.zeros(0, 3),
               "last": ramp(2, 1, 3).permute(2, 1, 0), "parameter": torch.nn.Parameter(ramp(2)), "buffer": torch.nn.Parameter(ramp(2), requires_grad=False)})
both("training", {"model": {"w": ramp(2)}, "ema": collections.OrderedDict(w=ramp(2) + 10), "opt": torch.optim.AdamW([torch.nn.Parameter(ramp(2))]).state_dict(),
                  "epoch": 3, "lr": 1e-4, "name": "größe", "none": None, "flags": [True, (1, 2), {3, 4}], "big": 1 << 80, "shape": torch.Size([2, 3]), "dtype": torch.float16})
both("students", {"student": {"backbone": {"w": ramp(2)}}, "teacher": {"backbone": {"w": ramp(2) + 5}, "blocks": [{"b": ramp(1)}, {"b": ramp(1) + 1}]}})
both("arguments", {"ema": {"w": ramp(2)}, "args": argparse.Namespace(model="SiT-XL/2")})
both("numpy", {"ema": {"w": ramp(2)}, "loss": numpy.float64(0.5)})
save("expanded.pt", {"w": torch.ones(1, 3).expand(4, 3)})
save("complex.pt", {"w": torch.ones(2, dtype=torch.complex64)})
save("quantized.pt", {"w": torch.quantize_per_tensor(ramp(2), 0.5, 0, torch.qint8)})
save("sparse.pt", {"w": torch.eye(2).to_sparse()})
save("whole_module.pt", torch.nn.Linear(2, 2))
save("protocol4.pt", net.state_dict(), pickle_protocol=4)
save("single.pt", ramp(2))
