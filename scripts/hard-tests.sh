#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Tries to break the module on a kernel that was made for it (or on one of Debian's): the suites of vcam-it/src/hard and
# a long run of loopbench. After each the module has to unload, with no report of the kernel's and no memory lost.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"
. "$(dirname "$0")/lib/kernels.sh"
. "$(dirname "$0")/lib/packages.sh"
. "$(dirname "$0")/lib/facts.sh"
. "$(dirname "$0")/lib/guest.sh"

usage() {
  cat >&2 <<'EOF_USAGE'
usage: hard-tests.sh [option...] [LINE]      LINE: debug (default), kcsan, 5.10, 6.1, 6.12, 7, 6.1-i386 or 6.1-arm64
  --steps LIST   of faults,windows,held,parted,borrowed,exported,direct,pinned,lifetime,greedy,control,owned,roles,races,churn,endure,fuzz,inject,soak
                 (default: all)
  --calls N      of the fuzzer (default 1000000)     --kills N   (default 500)
  --frames N     of soak and endure (default 100000) --seed N    (default: the time)
  --limit S      give up after so long (default 7200)
  --coverage DIR on line kcsan: what of the module has run, as gcov tells it
  --console FILE keep what the guest printed         --append WORDS for the kernel, as in "ignore_loglevel"
EOF_USAGE
  exit 2
}

steps=faults,windows,held,parted,borrowed,exported,direct,pinned,lifetime,greedy,control,owned,roles,races,churn,endure,fuzz,inject,soak
calls=1000000 kills=500 frames=100000 limit=7200 console='' coverage='' append='' seed=$(date +%s)
while [[ ${1:-} == --* ]]; do
  [[ $# -ge 2 ]] || usage
  case $1 in
    --steps) steps=$2 ;;
    --calls) calls=$2 ;;
    --kills) kills=$2 ;;
    --frames) frames=$2 ;;
    --seed) seed=$2 ;;
    --limit) limit=$2 ;;
    --console) console=$2 ;;
    --coverage) coverage=$(realpath -m "$2") ;;
    --append) append=$2 ;;
    *) usage ;;
  esac
  shift 2
done
line=${1:-debug}
here=$(dirname "$(realpath "$0")")
loopbench=$here/../vcam-study/src/main/c/loopbench
work=$(mktemp -d)
trap 'as_root rm -rf "$work"' EXIT

kernel_fetch "$line"
if [[ $coverage ]]; then
  mkdir -p "$coverage"
  cp -r "$here/../v4l2loopback-kmod/src/main/c/." "$coverage"
  kernel_make "$line" "$coverage" LOOPBACK_COVERAGE=1 modules >"$coverage/build.log"
  module=$coverage/v4l2loopback.ko
else
  "$here/build-matrix.sh" --into "$work/builds" "$line"
  module=$work/builds/$line/v4l2loopback.ko
fi
# an emulated processor is slow, and the other one may have to wait for its turn: look long, or not at all
if [[ $coverage ]]; then
  append+=' kcsan.early_enable=0'
elif [[ $line == kcsan ]]; then
  append+=' kcsan.skip_watch=1000 kcsan.udelay_task=1500'
fi
place=$kernels/$line
guest_begin "$work" "$line"
guest_program loopbench "$loopbench"/*.c
guest_program hard "-I$loopbench" "$here"/../vcam-it/src/hard/c/*.c "$loopbench"/{clock,device,memory,stamp}.c
cp "$module" "$guest"
guest_needs "$place/root" "$(kernel_release "$line")" "$guest/v4l2loopback.ko"
guest_wants "$place/root" "$(kernel_release "$line")" brd # a disk whose O_DIRECT pins pages
guest_wants "$place/root" "$(kernel_release "$line")" vivid
sed -i /^vivid/d "$guest/modules/order" # the suite that wants it loads it
{
  echo "steps='${steps//,/ }' calls=$calls kills=$kills frames=$frames seed=$seed coverage=$coverage"
  cat "$here/lib/hard-guest.sh"
} | guest_init
guest_boot "$place/root" "$(kernel_release "$line")" "$limit" \
  "log_buf_len=16M init_on_alloc=0 kasan_multi_shot rcupdate.rcu_cpu_stall_timeout=300 pci=noacpi $(guest_fact clock) $append" \
  -accel tcg,thread=multi -smp 2 -m 2G | tee "$work/console" "${console:-/dev/null}" || true
if [[ $coverage ]]; then
  # GCDA NAME, its bytes in base64, END
  awk '/^GCDA / { name = $2; next } /^END$/ { name = "" } name { print name, $1 }' "$work/console" >"$work/counted"
  while read -r name; do
    awk -v name="$name" '$1 == name { print $2 }' "$work/counted" | base64 -d >"$coverage/$name"
  done < <(cut -d' ' -f1 "$work/counted" | sort -u)
  (cd "$coverage" && gcov -b loopback-build.o) >"$coverage/coverage.txt"
fi
guest_verdict "$work/console"
