#!/usr/bin/env bash
# GPU day: one entry for the rare hour with a CUDA machine.
#   tests/gpu/run.sh pack      here: fills artifacts/gpu with what that machine lacks, within the size limit
#   tests/gpu/run.sh device    there, from the repository's root: runs every item over its Python's libtorch, prints a table last;
#                              pictures, logs and checkpoints go to $OUT (default artifacts/gpu/out)
#   tests/gpu/run.sh dry       here: pack, then every item on the CPU libtorch that NuGet has
# An item is a function item_<name>; later work adds its own and names it in `items`.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bundle="$root/artifacts/gpu"
limit_mib=64
# The items need the few-step student alone, and with the generator the tree would not fit.
stays=content/default/generator.safetensors
# The first ones matter most: whoever has less time stops early. Every item leaves one line of results for the table.
items=(load share gl features paper paper_eager peer_eager parity demo train kill soak peer_compiled)

pack() {
    local stage="$bundle/stage" shared=${FAE_SHARED:-$root/../shared}
    rm -rf "$bundle" && mkdir -p "$stage/gl" "$stage/fixtures"
    dotnet publish "$root/src/FaeRealtime.Host" -c Release -r linux-x64 --self-contained --nologo -v quiet -p:FaeTorch=none \
        -p:PublishSingleFile=true -p:PublishTrimmed=true -p:TrimMode=partial -p:SuppressTrimAnalysisWarnings=true -o "$stage/app"
    # Only the framework's own assemblies are trimmed: ours and TorchSharp's find their parts by reflection, and the whole framework would not fit beside the default model.
    # TorchSharp's native library is in it, mended for an older libstdc++; libtorch is that machine's.
    [ -e "$stage/app/libLibTorchSharp.so" ] || { echo "the publish has no libLibTorchSharp.so" >&2; return 1; }
    rm -f "$stage"/app/*.pdb "$stage"/app/*.xml
    # Only the dispatcher of EGL: a machine may have the NVIDIA driver's EGL and nothing that finds it.
    cp -L /usr/lib/x86_64-linux-gnu/lib{EGL,GLdispatch,OpenGL}.so.[01] "$stage/gl/" 2>/dev/null || true
    # As many golden cases as the limit leaves room for.
    if [ -d "$shared/fixtures" ]; then
        cp -r "$shared"/fixtures/{dinov2_mlp,lightningdit_all} "$stage/fixtures/"
        chmod -R u+w "$stage/fixtures"
    else
        echo "no golden cases in $shared, so the item parity will fail: name their folder with FAE_SHARED" >&2
    fi
    # Solid compression of the whole is a third smaller than the publish's own.
    tar -C "$stage" -c . | xz --x86 --lzma2=preset=9e,dict=64MiB >"$bundle/bundle.tar.xz"
    rm -rf "$stage"
    local tracked carried
    tracked=$(cd "$root" && git ls-files -z -- . ":!$stays" | xargs -0 du -cb | awk '$2 == "total" { sum += $1 } END { printf "%d", sum / 1024 }')
    carried=$(($(du -sb "$bundle" | cut -f1) / 1024))
    printf 'tracked %d KiB + carried %d KiB = %d KiB of %d; carry: artifacts/gpu; move %s away before, and git checkout it after\n' "$tracked" "$carried" $((tracked + carried)) $((limit_mib * 1024)) "$stays"
    [ $((tracked + carried)) -lt $((limit_mib * 1024)) ] || { echo "too large to travel" >&2; return 1; }
}

prepare() {
    export FAE_CONTENT="$root/content" OMP_WAIT_POLICY=passive DOTNET_BUNDLE_EXTRACT_BASE_DIR="$bundle/extract"
    # A CUDA machine's PyTorch; here NuGet's libtorch stands in for it, also in that the program does not bring it.
    if [ "$device" = cuda ]; then
        python=python3
        FAE_LIBTORCH=$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
    else
        python=/usr/bin/python3
        local version
        version=$(sed -n 's/.*"libtorch-cpu-linux-x64" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props")
        FAE_LIBTORCH=${NUGET_PACKAGES:-$HOME/.nuget/packages}/libtorch-cpu-linux-x64/$version/runtimes/linux-x64/native
        [ -e "$FAE_LIBTORCH/libtorch_cpu.so" ] || { echo "no libtorch in $FAE_LIBTORCH: run ./fae setup first" >&2; return 1; }
    fi
    export FAE_LIBTORCH
    [ -x "$bundle/app/fae" ] || { rm -rf "$bundle/app" && python3 -m tarfile -e "$bundle/bundle.tar.xz" "$bundle" && chmod +x "$bundle/app/fae"; }
    prepare_egl
}

# Where nothing dispatches EGL, or nothing names NVIDIA's, both are put in place for this run only.
prepare_egl() {
    [ "$device" = cuda ] || return 0
    ldconfig -p | grep -q 'libEGL\.so\.1' || export LD_LIBRARY_PATH="$bundle/gl${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    local vendor=/usr/local/nvidia/share/glvnd/egl_vendor.d/10_nvidia.json
    if [ -e "$vendor" ]; then
        # Where a container mounts the driver beside the system's folders.
        export __EGL_VENDOR_LIBRARY_FILENAMES="$vendor"
    elif ldconfig -p | grep -q 'libEGL_nvidia\.so\.0' && ! ls /usr/share/glvnd/egl_vendor.d/*nvidia*.json /etc/glvnd/egl_vendor.d/*nvidia*.json >/dev/null 2>&1; then
        printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "libEGL_nvidia.so.0"}}\n' >"$bundle/nvidia.json"
        export __EGL_VENDOR_LIBRARY_FILENAMES="$bundle/nvidia.json"
    fi
}

# One line of results for the table.
line() { tee "$out/$item.line"; }

# TorchSharp's native library over that libtorch: which symbols it lacks, then what the program finds.
item_load() {
    LD_LIBRARY_PATH="$FAE_LIBTORCH${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" ldd -r "$bundle/app/libLibTorchSharp.so" >"$out/load.txt" 2>&1 || true
    grep 'undefined symbol' "$out/load.txt" | head -n 40 || true
    "$bundle/app/fae" doctor --json >"$out/doctor.json" || true
    $python "$root/tests/gpu/summary.py" load "$out/doctor.json" "$device" "$out/load.txt" | line
}

# bench FILE ARGUMENTS...: on a machine without EGL the speed of generator and decoders can still be had.
bench() {
    local file=$1
    shift
    "$bundle/app/fae" bench --device "$device" --json "$@" >"$file" && return
    [ $? = 3 ] || return 1
    echo "with OpenGL it failed; once more without"
    "$bundle/app/fae" bench --device "$device" --json --no-gl "$@" >"$file"
}

# The shipped model: pictures through the shared texture equal to those through the host, numbered frames in order, no pixel in host memory.
item_share() {
    bench "$out/share.json" --model default --steps 0 1 2 4 --seconds "$seconds" --check &&
        $python "$root/tests/gpu/summary.py" share "$out/share.json" "$device" "$out/share.log" | line
}

# The engine in compute shaders: a golden case, rates, kernels, pictures through the shared texture equal to those through the host; then four pictures beside the CPU engine's.
item_gl() {
    local engine much="--steps 0 1 2 4 --check"
    [ "$device" = cuda ] || much="--steps 0"
    [ ! -e "$bundle/fixtures/lightningdit_all" ] || "$bundle/app/fae" parity "$bundle/fixtures/lightningdit_all" --engine gl || return 1
    # shellcheck disable=SC2086 # words, not a name
    "$bundle/app/fae" bench --engine gl --json --kernels --model default $much --seconds "$seconds" >"$out/gl.json" || return 1
    for engine in gl cpu; do
        "$bundle/app/fae" images --engine $engine --few-step --seeds 0-3 --grid 4x1 --out "$out/gl-$engine.png" >/dev/null || return 1
    done
    $python "$root/tests/gpu/summary.py" gl "$out/gl.json" "$device" "$out/gl-gl.png" "$out/gl-cpu.png" | line
}

# The same where the pixel decoder alone paints, from blends of features.
item_features() {
    bench "$out/features.json" --model default --steps 0 --features --seconds "$seconds" --check &&
        $python "$root/tests/gpu/summary.py" share "$out/features.json" "$device" "$out/features.log" | line
}

# Random weights of the paper's size; on a machine without a GPU the tiny ones.
paper() {
    [ -d "$bundle/paper" ] || "$bundle/app/fae" import --arch "$([ "$device" = cuda ] && echo paper-xl || echo tiny)" --random 1 --store f16 --out "$bundle/paper"
}

# 1, 2 and 4 steps, decoders, as CUDA graphs.
item_paper() {
    paper && bench "$out/paper.json" --model "$bundle/paper" --steps 1 2 4 --cfg-scale 1 --size 256 --seconds "$seconds" &&
        $python "$root/tests/gpu/summary.py" bench "$out/paper.json" "$device" "$out/paper.log" | line
}

# The same operator by operator.
item_paper_eager() {
    paper && bench "$out/paper_eager.json" --model "$bundle/paper" --steps 1 2 4 --cfg-scale 1 --size 256 --seconds "$seconds" --eager &&
        $python "$root/tests/gpu/summary.py" bench "$out/paper_eager.json" "$device" "$out/paper_eager.log" | line
}

# The same weights in Python; one evaluation is one step.
peer() {
    $python -c 'import numpy, torch' 2>/dev/null || { echo "not run: no PyTorch with numpy" | line; return 0; }
    paper && printf 'generate 10\ngenerate 100\ndecode 10\ndecode 100\n' |
        timeout 240 $python "$root/tests/FaeRealtime.Benchmarks/peers/live.py" "$bundle/paper" generator.safetensors "$(nproc)" "$1" "$device" "$([ "$device" = cuda ] && echo bf16 || echo fp32)" |
        tee "$out/$item.txt" && $python "$root/tests/gpu/summary.py" peer "$out/$item.txt" "$device" | line
}

item_peer_eager() { peer eager; }

item_peer_compiled() {
    $python -c 'import torch; torch.compile' 2>/dev/null || { echo "not run: PyTorch 1 has no torch.compile" | line; return 0; }
    peer compiled
}

# Golden cases on the device; on CUDA the program widens the tolerance tenfold.
item_parity() {
    [ -n "$(ls -A "$bundle/fixtures")" ] || { echo "no golden cases were packed"; return 1; }
    "$bundle/app/fae" parity "$bundle"/fixtures/* --device "$device"
}

# The demo through the torch engine, with its file.
item_demo() {
    "$bundle/app/fae" demo --headless --frames 48 --live-seconds 8 --device "$device" --engine torch --out "$out/walk.webp" --json | tee "$out/demo.json" &&
        echo "walk.webp, $(stat -c %s "$out/walk.webp") bytes" | line
}

# Pictures, a random encoder and recipes for the items below, made on the machine.
training() {
    place="$bundle/training"
    [ -e "$place/bf16.json" ] || python3 "$root/tests/gpu/training.py" "$place" "$root/content/recipes/micro.json"
}

# The autoencoder and the generator, in float32 and bfloat16: pictures a second and losses. Then the model that came out draws.
item_train() {
    training
    local precision stage
    for precision in fp32 bf16; do
        rm -rf "$place/run-$precision"
        for stage in ia iii; do
            "$bundle/app/fae" train $stage --recipe "$place/$precision.json" --data "$place/data" --encoder "$place/encoder.safetensors" --out "$place/run-$precision" \
                --steps "$([ "$device" = cuda ] && echo 1000 || echo 40)" --device "$device" || return 1
        done
        cp "$place/run-$precision/log.jsonl" "$out/train_$precision.jsonl"
    done
    $python "$root/tests/gpu/summary.py" train "$out/train_fp32.jsonl" "$device" "$out/train_bf16.jsonl" | line
}

# Killed twice and resumed each time: the same bytes as in one go. A device's sums may differ from run to run, so there it is only told.
item_kill() {
    training
    local status=0
    CLASSES=3 STEPS=$([ "$device" = cuda ] && echo 2000 || echo 120) PRECISIONS=fp32 DEVICE=$device RECIPE="$place/fp32.json" \
        bash "$root/tests/kill/run.sh" "$bundle/app/fae" "$place/data" "$place/encoder.safetensors" 2 >"$out/kill.txt" || status=$?
    cat "$out/kill.txt"
    grep 'files compared' "$out/kill.txt" | line && { [ $status = 0 ] || [ "$device" = cuda ]; }
}

# Changes in turn for a while: sizes of the picture, models swapped, contexts taken away and given back; no object left over.
item_soak() {
    "$bundle/app/fae" soak --frames "$([ "$device" = cuda ] && echo 20000 || echo 1000)" --every 10 --engine torch --device "$device" --json >"$out/soak.json" || { cat "$out/soak.json"; return 1; }
    $python "$root/tests/gpu/summary.py" soak "$out/soak.json" "$device" | line
}

run_items() {
    device=$1
    out=${OUT:-$bundle/out}
    mkdir -p "$out"
    prepare
    seconds=$([ "$device" = cuda ] && echo 5 || echo 0.5)
    local table="" failed=0 item start status
    for item in "${items[@]}"; do
        start=$SECONDS status=ok
        rm -f "$out/$item.line" # of an earlier run
        "item_$item" >"$out/$item.log" 2>&1 || { status=FAILED; failed=1; tail -n 20 "$out/$item.log"; }
        table+=$(printf '%-13s %-7s %4d s  %s' "$item" "$status" $((SECONDS - start)) "$(cat "$out/$item.line" 2>/dev/null)")$'\n'
    done
    printf '\nitem          result    time  (device: %s)\n%s' "$device" "$table" | tee "$out/table.txt"
    return $failed
}

case ${1:-} in
    pack) pack ;;
    device) run_items cuda ;;
    dry) pack && run_items cpu ;;
    *) sed -n '2,8p' "${BASH_SOURCE[0]}" | cut -c3-; exit 1 ;;
esac
