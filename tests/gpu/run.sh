#!/usr/bin/env bash
# GPU day: one entry for the rare hour with a CUDA machine.
#   tests/gpu/run.sh pack      here: fills artifacts/gpu with what that machine lacks, within the size limit
#   tests/gpu/run.sh device    there, from the repository's root: builds the bridge for its Python torch, runs every item,
#                              prints a table last; pictures, logs and checkpoints go to $OUT (default artifacts/gpu/out)
#   tests/gpu/run.sh dry       here: pack, then every item on this machine's CPU libtorch
# An item is a function item_<name>; later work adds its own and names it in `items`.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bundle="$root/artifacts/gpu"
limit_mib=64
items=(bridge parity demo)

pack() {
    rm -rf "$bundle" && mkdir -p "$bundle"
    dotnet publish "$root/src/FaeRealtime.Host" -c Release -r linux-x64 --self-contained --nologo -v quiet \
        -p:PublishSingleFile=true -p:PublishTrimmed=false -p:FaeNative=false -o "$bundle/publish"
    # Solid compression of the whole file is a third smaller than the publish's own, and the default model must travel too.
    mkdir -p "$bundle/app"
    xz -6 -T0 -c "$bundle/publish/fae" >"$bundle/app/fae.xz"
    rm -rf "$bundle/publish"
    local shared=${FAE_SHARED:-$root/../shared}
    if [ -d "$shared/fixtures" ]; then
        mkdir -p "$bundle/fixtures"
        cp -r "$shared"/fixtures/{dinov2_mlp,dinov2_swiglu_reg,lightningdit_official_flags,lightningdit_all} "$bundle/fixtures/"
        chmod -R u+w "$bundle/fixtures"
    fi
    local tracked carried
    tracked=$(cd "$root" && git ls-files -z | xargs -0 du -ck --apparent-size | awk '$2 == "total" { sum += $1 } END { print sum }')
    carried=$(du -sk --apparent-size "$bundle" | cut -f1)
    printf 'tracked %d MiB + carried %d MiB of %d MiB; carry: artifacts/gpu\n' $((tracked / 1024)) $((carried / 1024)) $limit_mib
    [ $(((tracked + carried) / 1024)) -lt $limit_mib ] || { echo "too large to travel" >&2; return 1; }
}

prepare() {
    export FAE_NATIVE="$bundle/native" FAE_CONTENT="$root/content" OMP_WAIT_POLICY=passive DOTNET_BUNDLE_EXTRACT_BASE_DIR="$bundle/extract"
    if [ "$device" = cuda ]; then
        FAE_LIBTORCH=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))')
        export FAE_LIBTORCH
    fi
    mkdir -p "$FAE_NATIVE"
    [ -x "$bundle/app/fae" ] || {
        python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$bundle/app/fae.xz" "$bundle/app/fae"
        chmod +x "$bundle/app/fae"
    }
}

# The bridge for the torch at hand; the image codecs only where libvips is.
item_bridge() {
    local images=OFF
    pkg-config --exists vips 2>/dev/null && images=ON
    cmake -S "$root/src/native" -B "$bundle/build" -DFAE_TORCH=ON -DFAE_IMAGES=$images "-DFAE_LIBTORCH=${FAE_LIBTORCH:-}" -DCMAKE_BUILD_TYPE=Release &&
        cmake --build "$bundle/build" --parallel "$(nproc)" && cp "$bundle"/build/libfae_*.so "$FAE_NATIVE/"
}

# Golden cases on the device; on CUDA the program widens the tolerance tenfold.
item_parity() {
    [ -d "$bundle/fixtures" ] || { echo "no golden cases were packed"; return 1; }
    "$bundle/app/fae" parity "$bundle"/fixtures/* --device "$device"
}

# Speed of the shipped model, with its file; needs the image codecs.
item_demo() {
    [ -e "$FAE_NATIVE/libfae_images.so" ] || { echo "not run: no libvips on this machine"; return 1; }
    "$bundle/app/fae" demo --headless --frames 48 --live-seconds 8 --device "$device" --out "$out/walk.webp" --json | tee "$out/demo.json"
}

run_items() {
    device=$1
    out=${OUT:-$bundle/out}
    mkdir -p "$out"
    prepare
    local table="" failed=0 item start status
    for item in "${items[@]}"; do
        start=$SECONDS status=ok
        "item_$item" >"$out/$item.log" 2>&1 || { status=FAILED; failed=1; tail -n 20 "$out/$item.log"; }
        table+=$(printf '%-12s %-7s %4d s' "$item" "$status" $((SECONDS - start)))$'\n'
    done
    printf '\nitem         result   time   (device: %s)\n%s' "$device" "$table"
    return $failed
}

case ${1:-} in
    pack) pack ;;
    device) run_items cuda ;;
    dry) pack && run_items cpu ;;
    *) sed -n '2,8p' "${BASH_SOURCE[0]}" | cut -c3-; exit 1 ;;
esac
