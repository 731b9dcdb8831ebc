#!/usr/bin/env bash
# stages.sh BEFORE AFTER DATA ENCODER PERCEPTUAL: two builds of the program (their fae.dll) train the stages of content/recipes/emoji.json in turns, in float32 and bfloat16, and a table of pictures a second,
# losses and memory is printed. DATA as for `fae train --data`. STEPS (60), ROUNDS (3), THREADS (2), STAGES ("ia ib ii iii") and CLASSES from the environment. CLASSES is the
# recipe's number of classes (9) unless given: set it to the number of class folders that DATA has, where that is another. Nothing else should run beside it.
set -euo pipefail
[ $# -eq 5 ] || { sed -n '2,4p' "$0" >&2; exit 1; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
before=$1 after=$2 data=$3 encoder=$4 perceptual=$5
steps=${STEPS:-60} rounds=${ROUNDS:-3} threads=${THREADS:-2} stages=${STAGES:-ia ib ii iii}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_WAIT_POLICY=passive FAE_CONTENT="$root/content"

# The recipe without validation and sheets; bfloat16 in every stage of the second.
python3 - "$root/content/recipes/emoji.json" "$work" <<'PYTHON'
import json, os, sys
recipe = json.load(open(sys.argv[1]))
recipe["model"]["generator"]["classes"] = int(os.environ.get("CLASSES", recipe["model"]["generator"]["classes"]))
recipe["cadence"] = {"log": 10, "validate": 100000, "sheet": 100000, "saveMinutes": 1000}
for precision in ("fp32", "bf16"):
    for stage in ("ia", "ib", "ii", "iii"):
        recipe[stage]["optimisation"]["precision"] = precision
        recipe[stage]["optimisation"]["warmup"] = 1
    json.dump(recipe, open(f"{sys.argv[2]}/{precision}.json", "w"))
PYTHON

for round in $(seq "$rounds"); do
    for precision in fp32 bf16; do
        for build in before after; do
            out="$work/$round-$precision-$build"
            for stage in $stages; do
                /usr/bin/env python3 - "$work/measured" "$round" "$precision" "$build" "$stage" "$out" dotnet "${!build}" train "$stage" --recipe "$work/$precision.json" --data "$data" --encoder "$encoder" \
                    --perceptual "$perceptual" --out "$out" --steps "$steps" --threads "$threads" <<'PYTHON'
import json, os, resource, subprocess, sys
measured, turn, precision, build, stage, out, *command = sys.argv[1:]
result = subprocess.run(command, capture_output=True, text=True)
if result.returncode:
    sys.exit(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr[-2000:]}")
lines = [json.loads(line) for line in open(os.path.join(out, "log.jsonl"))]
last = [line for line in lines if str(line.get("stage", "")).lower() == stage and "imagesPerSecond" in line][-1]
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
json.dump({"turn": turn, "precision": precision, "build": build, "stage": stage, "rate": last["imagesPerSecond"], "loss": last.get("loss"), "memory": memory}, open(measured, "a"))
open(measured, "a").write("\n")
PYTHON
            done
        done
    done
done

python3 - "$work/measured" <<'PYTHON'
import collections, json, statistics, sys
rows = collections.defaultdict(list)
for line in open(sys.argv[1]):
    row = json.loads(line)
    rows[row["stage"], row["precision"], row["build"]].append(row)
print("stage  precision  before pictures/s (all)      after pictures/s (all)       ratio   loss before, after   MiB before, after")
for stage, precision in dict.fromkeys(key[:2] for key in rows):
    one, two = rows[stage, precision, "before"], rows[stage, precision, "after"]
    text = [f"{statistics.median(r['rate'] for r in side):6.1f} ({' '.join(format(r['rate'], '.1f') for r in side)})" for side in (one, two)]
    ratio = statistics.median(b["rate"] / a["rate"] for a, b in zip(one, two))
    print(f"{stage:<6} {precision:<10} {text[0]:<28} {text[1]:<28} {ratio:5.2f}   {one[-1]['loss']}, {two[-1]['loss']}   {one[-1]['memory']}, {two[-1]['memory']}")
PYTHON
