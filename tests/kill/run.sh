#!/usr/bin/env bash
# run.sh FAE DATA ENCODER [KILLS]: FAE is a program or its .dll; trains stages Ia and III of content/recipes/micro.json once in peace and once through so many kill -9 at random moments (20), each followed by --resume, in float32 and in
# bfloat16, and compares every file of weights and of the last state byte by byte. CLASSES (how many class folders DATA has; the recipe's number unless given), STEPS (1500),
# PRECISIONS (fp32 bf16), DEVICE (cpu) and RECIPE (that one) from the environment.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,4p' "$0" >&2; exit 1; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
fae=$1 data=$2 encoder=$3 kills=${4:-20} steps=${STEPS:-1500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_WAIT_POLICY=passive FAE_CONTENT="$root/content"

recipe() {
    python3 - "${RECIPE:-$root/content/recipes/micro.json}" "$1" <<'PYTHON'
import json, os, sys
recipe = json.load(open(sys.argv[1]))
recipe["model"]["generator"]["classes"] = int(os.environ.get("CLASSES", recipe["model"]["generator"]["classes"]))
recipe["cadence"] = {"log": 10, "validate": 200, "sheet": 100000, "saveMinutes": 0.02}
for stage in ("ia", "iii"):
    recipe[stage]["optimisation"]["precision"] = sys.argv[2]
json.dump(recipe, sys.stdout)
PYTHON
}

program=("$fae")
[ "${fae%.dll}" = "$fae" ] || program=(dotnet "$fae")

# Takes its shell's place, so that the shell's number is the program's.
train() { exec "${program[@]}" train "$1" --recipe "$work/recipe.json" --data "$data" --encoder "$encoder" --out "$2" --steps "$steps" --threads 1 --device "${DEVICE:-cpu}" "${@:3}" >> "$work/log" 2>&1; }

# Weights, and the states of the last step: earlier ones are saved by the clock, at other steps in each run.
files() { find . -name '*.safetensors' -not -path './state/*' -o -path "./state/*-$(printf %08d "$steps").safetensors" -o -path './state/*-best.safetensors' | sort; }

for precision in ${PRECISIONS:-fp32 bf16}; do
    recipe $precision > "$work/recipe.json"
    rm -rf "$work/whole" "$work/killed"
    done_kills=0
    for stage in ia iii; do
        (train $stage "$work/whole") || { tail -n 20 "$work/log" >&2; exit 1; }
        most=$([ $stage = ia ] && echo $((kills / 2)) || echo "$kills")
        resume=()
        while :; do
            train $stage "$work/killed" "${resume[@]}" &
            process=$! seen=$done_kills
            if [ "$done_kills" -lt "$most" ]; then
                sleep "$(awk -v seed=$RANDOM 'BEGIN { srand(seed); printf "%.2f", 1.5 + 4 * rand() }')"
                if kill -KILL $process 2>/dev/null; then done_kills=$((done_kills + 1)); fi
            fi
            if wait $process 2>/dev/null; then break; fi
            [ "$done_kills" -gt "$seen" ] || { tail -n 20 "$work/log" >&2; exit 1; } # it ended by itself, in an error
            [ -d "$work/killed/state" ] && [ -n "$(ls -A "$work/killed/state")" ] && resume=(--resume) || rm -rf "$work/killed/state"
        done
    done
    different=$(cd "$work/whole" && files | while read -r file; do cmp -s "$file" "$work/killed/$file" || echo "$file"; done)
    echo "$precision: $done_kills kills, $(cd "$work/whole" && files | wc -l) files compared, different: ${different:-none}"
    [ -z "$different" ] || exit 1
done
