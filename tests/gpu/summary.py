"""One line for the table of run.sh, from what an item wrote; ends with 1 where a figure is wrong.

load FILE DEVICE LDD      the JSON of `fae doctor`, and what `ldd -r` says of TorchSharp's native library
share FILE DEVICE LOG    the JSON of `fae bench --check`, which must be right
gl FILE DEVICE PNG PNG   the JSON of `fae bench --engine gl --kernels`, and the same pictures by that engine and by the CPU's
bench FILE DEVICE LOG    the JSON of `fae bench`
train FILE DEVICE FILE   log.jsonl of a training run in float32, and of one in bfloat16
soak FILE DEVICE         the JSON of `fae soak`
peer FILE DEVICE         the output of peers/live.py: version, then seconds of 10 and 100 evaluations and of 10 and 100 pictures
"""
import json
import math
import re
import struct
import sys
import zlib

kind, file, device = sys.argv[1:4]


def recordings():
    """How long CUDA graphs took to record, from the program's own lines."""
    times = [float(one) for one in re.findall(r"Recorded .* in ([0-9.]+) ms", open(sys.argv[4]).read())]
    return f"recording at most {max(times):.0f} ms" if times else "nothing recorded"


def load(report):
    """libtorch must load, and on a CUDA machine see a device."""
    found = {one["name"]: one for one in report["findings"]}
    lacking = len({word for word in re.findall(r"undefined symbol: (\S+)", open(sys.argv[4]).read())})
    torch = found["libtorch"]
    print(f"libtorch {torch['facts']}; {lacking} symbols missing; {found['TorchSharp']['facts']}; CUDA {found['CUDA']['facts']}")
    return torch["found"] and (device != "cuda" or "no CUDA" not in torch["facts"])


def share(report):
    rows, check = report["cases"], report["check"]
    drawn = report["gl"] != "none"
    host = sum(row["hostPixelBytes"] for row in rows)
    times = [row["shareMs"] for row in rows]
    print(
        f"{report['sharing']}, share {1000 * max(t['p50'] for t in times):.0f}/{1000 * max(t['p99'] for t in times):.0f} us p50/p99, {host} host bytes, "
        + (f"difference {check['largestDifference']}, misnumbered {check['misnumbered']} of {check['numbered']}, " if check else "unchecked, ")
        + f"{recordings()}; {report['sharingReason']}"
    )
    wrong = drawn and (check["largestDifference"] > 0 or check["misnumbered"] > 0)
    return not wrong and (device != "cuda" or (report["sharing"] == "device" and host == 0))


def pixels(path):
    """The bytes of a PNG of 8-bit RGBA without interlacing."""
    data, at, packed = open(path, "rb").read(), 8, b""
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        packed += body if name == b"IDAT" else b""
        at += length + 12
    raw, stride, above, out = zlib.decompress(packed), 4 * width, bytearray(4 * width), bytearray()
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for i in range(stride):
            a, b, c = line[i - 4] if i >= 4 else 0, above[i], above[i - 4] if i >= 4 else 0
            near = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            line[i] = (line[i] + (0, a, b, (a + b) // 2, near)[kind]) & 255
        out, above = out + line, line
    return out


def gl(report):
    """Pictures sampled with half-precision weights are within 4 of the CPU engine's; on a GPU none passes through host memory."""
    rows, kernels = report["cases"], report["kernels"]
    apart = max(abs(a - b) for a, b in zip(pixels(sys.argv[4]), pixels(sys.argv[5])))
    rates = "; ".join(f"{row['steps']}: {row['presentedFps']:.0f} fps" for row in rows)
    products = [one for one in kernels if one["gflops"]]
    print(
        f"{rates}; {report['sharing']}; kernels {sum(one['ms'] for one in kernels):.2f} ms, products at most {max(one['gflops'] for one in products):.0f} GFLOP/s; "
        f"beside the CPU engine at most {apart} apart; {report['engine']}"
    )
    return apart <= 4 and (device != "cuda" or report["sharing"] == "device")


def bench(report):
    rows = [f"{row['steps']}: {row['presentedFps']:.0f} fps, {row['generateMs']['p50']:.2f} + {row['decodeMs']['p50']:.2f} ms" for row in report["cases"]]
    print(f"steps {'; '.join(rows)}; {report['peakGflops'] / 1000:.1f} TFLOP/s peak; {recordings()}; {report['engine']}; {report['sharing']}")
    return True


def last(lines):
    """Each stage's last line with a loss."""
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["stage"].lower(): row for row in rows if isinstance(row.get("stage"), str) and "imagesPerSecond" in row}


def train(lines):
    fp32, bf16 = last(lines), last(open(sys.argv[4]))
    stages = [f"{stage} {row['imagesPerSecond']:.0f}/{bf16[stage]['imagesPerSecond']:.0f} pictures/s, loss {row['loss']:.4g}/{bf16[stage]['loss']:.4g}" for stage, row in fp32.items()]
    print(f"{'; '.join(stages)} (fp32/bf16)")
    losses = [row["loss"] for run in (fp32, bf16) for row in run.values()]
    return len(fp32) == len(bf16) == 2 and all(math.isfinite(loss) for loss in losses)


def soak(report):
    print(
        f"{report['frames']} frames in {report['seconds']:.0f} s, {report['changes']} changes ({report['refused']} refused), {report['swaps']} swaps, {report['reattached']} new contexts, "
        f"slowest {report['slowestMs']:.0f} ms, GL objects {report['glObjectsBefore']}/{report['glObjectsAfter']}, tensors {report['tensorsBefore']}/{report['tensorsAfter']}"
        + "".join(f"; {problem}" for problem in report["problems"])
    )
    return not report["problems"]


def peer(lines):
    version, (_, generate, _, decode) = lines[0], map(float, lines[1:5])
    print(f"PyTorch {version}: 1 step {10 * generate:.2f} ms, decode {10 * decode:.2f} ms")
    return True


text = open(file).read()
kinds = {"load": load, "share": share, "gl": gl, "bench": bench, "train": train, "soak": soak, "peer": peer}
right = kinds[kind](text.split("\n") if kind in ("train", "peer") else json.loads(text))
sys.exit(0 if right else 1)
