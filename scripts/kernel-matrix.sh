#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# kernel-matrix.sh [LINE...]: for each kernel line (default: all) builds the module without a warning, boots the
# kernel, loads the module, moves stamped frames by every pair of streaming methods, unloads it; on 6.1 also by programs of
# 32 bits, of both widths of time_t. On 6.1 the hard tests follow, short ones; on 6.12, whose videobuf2 and memory management
# differ most from that, those that depend on these.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"
. "$(dirname "$0")/lib/kernels.sh"
. "$(dirname "$0")/lib/packages.sh"
. "$(dirname "$0")/lib/facts.sh"
. "$(dirname "$0")/lib/guest.sh"

[[ $# -ge 1 ]] || set -- 5.10 6.1 6.12 7 6.1-i386 6.1-arm64
here=$(dirname "$(realpath "$0")")
bench=$here/../vcam-study/src/main/c/loopbench
work=$(mktemp -d)
trap 'as_root rm -rf "$work"' EXIT

# programs_of_32_bits: the same one as they see the interface
programs_of_32_bits() {
  # shellcheck disable=SC2046 # a list
  packages_need $(kernel_compilers 6.1-i386)
  guest_line=6.1-i386 guest_program loopbench-32 "$bench"/*.c
  guest_line=6.1-i386 guest_program loopbench-32-time64 -D_TIME_BITS=64 -D_FILE_OFFSET_BITS=64 "$bench"/*.c
}

# smoke LINE: the guest of that kernel
smoke() {
  local place=$kernels/$1 release
  release=$(kernel_release "$1")
  guest_begin "$work/$1" "$1"
  guest_program loopbench "$bench"/*.c
  [[ $1 != 6.1 ]] || programs_of_32_bits
  cp "$work/builds/$1/v4l2loopback.ko" "$guest"
  guest_needs "$place/root" "$release" "$guest/v4l2loopback.ko"
  guest_init <<'EOF_GUEST'
insmod /v4l2loopback.ko video_nr=10,20 || echo "PROBLEM insmod v4l2loopback"
for program in /bin/loopbench*; do
  for producer in write mmap userptr dmabuf; do
    for consumer in read mmap userptr dmabuf; do
      $program --out /dev/video10 --exporter /dev/video20 --prod $producer --cons $consumer --size 320x240 --frames 25 \
        --lockstep --fill full --check full --verify --label MOVED || echo "PROBLEM $program: $producer to $consumer"
    done
  done
done
rmmod v4l2loopback || echo "PROBLEM rmmod v4l2loopback"
EOF_GUEST
  guest_boot "$place/root" "$release" 400 "$(guest_fact clock)" -accel tcg,thread=multi -smp 2 -m 1G >"$work/$1/console" || true
  guest_verdict "$work/$1/console"
}

failed=0
for line; do
  begin=$SECONDS
  if kernel_fetch "$line" && "$here/build-matrix.sh" --into "$work/builds" "$line" && smoke "$line"; then
    echo "$line: moved frames by $(grep -c '"MOVED","status":"ok"' "$work/$line/console") pairs of methods, $((SECONDS - begin)) s"
  else
    echo "$line: failed, $((SECONDS - begin)) s"
    failed=1
  fi
done
for line; do
  case $line in
    6.1) "$here/hard-tests.sh" --calls 100000 --kills 100 --frames 10000 --limit 1200 "$line" || failed=1 ;;
    6.12) "$here/hard-tests.sh" --steps held,parted,borrowed,exported,direct,pinned,lifetime,greedy,fuzz --calls 200000 --limit 1200 "$line" || failed=1 ;;
  esac
done
exit "$failed"
