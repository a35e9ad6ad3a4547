#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Instructions per frame of one or more builds of a V4L2 loopback module: exact and repeatable on any machine, busy
# or not. A guest of one CPU whose clock counts instructions runs loopbench in lockstep, every build in turn, so the
# time of a frame is every instruction of both processes, the kernel and its interrupts.
set -euo pipefail

usage() {
  cat >&2 <<'EOF'
usage: bench-instructions.sh [option...] 'NAME=MODULE.ko [word...]'...
  a word PARAMETER=VALUE is for insmod (default: video_nr=10 max_buffers=4), others go to every loopbench call,
  as in 'mine=a.ko video_nr=10 --cap /dev/video11' or, for a driver whose poll() never reports a frame to a read()
  consumer, 'old=b.ko --nopoll'
options:
  --kernel DIR   unpacked kernel packages: boot/vmlinuz-RELEASE and lib/modules/RELEASE (default: the machine's own)
  --rounds N     interleaved rounds in one boot (default 3)
  --sizes LIST   SIZE:FRAMES,... (default 640x480:50,1920x1080:30,4096x4096:10)
  --paths LIST   PRODUCER:CONSUMER,... (default mmap:mmap,mmap:read,write:mmap,write:read)
  --bench WORDS  more options for every loopbench call, as in '--warmup 200' or '--solo'
  --json FILE    one line of JSON for each run (default: not kept)
  --limit S      give up after so long (default 1800)
EOF
  exit 2
}

die() {
  echo "bench-instructions: $*" >&2
  exit 1
}

kernel=/ rounds=3 sizes=640x480:50,1920x1080:30,4096x4096:10 json='' limit=1800 words=''
paths=mmap:mmap,mmap:read,write:mmap,write:read
while [[ ${1:-} == --* ]]; do
  [[ $# -ge 2 ]] || usage
  case $1 in
    --kernel) kernel=$2 ;;
    --rounds) rounds=$2 ;;
    --sizes) sizes=$2 ;;
    --paths) paths=$2 ;;
    --bench) words=$2 ;;
    --json) json=$2 ;;
    --limit) limit=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ $# -ge 1 ]] || usage

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
guest=$work/guest
mkdir -p "$guest"/{bin,proc,sys,dev,modules,builds}

pack_programs() {
  local busybox bench
  busybox=$(command -v busybox) || die "busybox (static) is needed for the guest"
  bench=$(dirname "$(realpath "$0")")/../vcam-it/src/bench/c
  "${CC:-cc}" -O2 -static -o "$guest/bin/loopbench" "$bench"/*.c
  cp "$busybox" "$guest/bin/programs"
  "$busybox" --list | while read -r name; do ln -s programs "$guest/bin/$name"; done
}

# pack_dependency FILE: for insmod, in order, so uncompressed and once
pack_dependency() {
  local name
  name=$(basename "$1")
  name=${name%.xz}
  name=${name%.zst}
  [[ ! -e $guest/modules/$name ]] || return 0
  case $1 in
    *.xz) xz -dc "$1" ;;
    *.zst) zstd -dqc "$1" ;;
    *) cat "$1" ;;
  esac >"$guest/modules/$name"
  echo "$name" >>"$guest/modules/order"
}

# pack_build NAME=MODULE.ko [word...]
pack_build() {
  local name=${1%%=*} rest=${1#*=} parameters=() options=() file word dependency
  read -ra rest <<<"$rest"
  file=${rest[0]}
  [[ -e $file ]] || die "$name: no module $file"
  for word in "${rest[@]:1}"; do
    if [[ $word == [a-z]*=* ]]; then parameters+=("$word"); else options+=("$word"); fi
  done
  release=$(modinfo -F vermagic "$file" | cut -d' ' -f1)
  mkdir "$guest/builds/$name"
  cp "$file" "$guest/builds/$name/v4l2loopback.ko"
  echo "${parameters[*]:-video_nr=10 max_buffers=4}" >"$guest/builds/$name/parameters"
  echo "--out /dev/video10 $words ${options[*]}" >"$guest/builds/$name/options"
  echo "$name" >>"$guest/builds/order"
  for dependency in $(modinfo -F depends "$file" | tr , ' '); do
    modprobe -d "$kernel" -S "$release" --show-depends "$dependency" | awk '$1 == "insmod" { print $2 }' >"$work/needed"
    while read -r file; do pack_dependency "$file"; done <"$work/needed"
  done
}

write_init() {
  {
    echo '#!/bin/sh'
    echo "ROUNDS='$rounds' SIZES='${sizes//,/ }' PATHS='${paths//,/ }'"
    cat <<'EOF'
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r m; do insmod "/modules/$m" || echo "PROBLEM insmod $m"; done </modules/order
measure() { # NAME SIZE:FRAMES PRODUCER:CONSUMER; a fresh module each time, for some drivers do not forget
  if ! insmod "/builds/$1/v4l2loopback.ko" $(cat "/builds/$1/parameters"); then
    echo "PROBLEM insmod $1"
    return
  fi
  sleep 1 # the serial port still sends the last result, by interrupts: idle time costs nothing here
  echo "RESULT $(loopbench --lockstep --label "$1" --size "${2%:*}" --frames "${2#*:}" \
    --prod "${3%:*}" --cons "${3#*:}" $(cat "/builds/$1/options") 2>&1 | tr '\n' ' ')"
  rmmod v4l2loopback || echo "PROBLEM rmmod $1"
}
round=0
while [ $round -lt "$ROUNDS" ]; do
  for size in $SIZES; do
    for path in $PATHS; do
      for name in $(cat /builds/order); do measure "$name" "$size" "$path"; done
    done
  done
  round=$((round + 1))
done
dmesg | grep -E 'BUG|WARNING|Oops|Call Trace' | sed 's/^/PROBLEM /'
echo FINISHED
poweroff -f
EOF
  } >"$guest/init"
  chmod +x "$guest/init"
}

boot_guest() {
  local image
  for image in "$kernel"/boot/vmlinuz-"$release" "$kernel"/usr/lib/modules/"$release"/vmlinuz; do
    [[ ! -e $image ]] || break
  done
  [[ -e $image ]] || die "no vmlinuz of $release under $kernel"
  (cd "$guest" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initramfs"
  # without erms and fsrm the kernel copies eight bytes an instruction, as its authors counted on
  timeout "$limit" nice -n 5 qemu-system-x86_64 -accel tcg,thread=single -icount shift=0,sleep=off -smp 1 \
    -cpu max,-erms,-fsrm -m 2G -nodefaults -display none -monitor none -no-reboot -serial stdio \
    -kernel "$image" -initrd "$work/initramfs" \
    -append "console=ttyS0 panic=-1 quiet loglevel=1 clocksource=tsc tsc=reliable" </dev/null |
    tr -d '\r' | tee "$work/console" >&2
}

# table FIELD HEADING
table() {
  awk -v figure="$1" -v heading="$2" '
    function field(name,  found) {
      if (!match($0, "\"" name "\":(\"[^\"]*\"|[0-9.]+)")) return ""
      found = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
      gsub(/"/, "", found)
      return found
    }
    function spread(list,  value, count, i, j, swap) {
      count = split(list, value, " ")
      for (i = 2; i <= count; i++)
        for (j = i; j > 1 && value[j] + 0 < value[j - 1] + 0; j--) {
          swap = value[j]; value[j] = value[j - 1]; value[j - 1] = swap
        }
      return sprintf("%.1f [%.1f-%.1f]", value[int((count + 1) / 2)], value[1], value[count])
    }
    {
      size = field("width") "x" field("height")
      path = field("producer") "->" field("consumer")
      name = field("label")
      row = path " | " name
      bad = field("torn") + field("changed_while_held") + field("repeated") + field("reordered") + field("skipped") + field("late")
      if (!(size in seen)) { seen[size] = 1; sizes[++columns] = size }
      if (!(path in seen)) { seen[path] = 1; paths[++path_count] = path }
      if (!(name in seen)) { seen[name] = 1; names[++name_count] = name }
      if (field("status") != "ok" || bad) failed[row, size]++
      else values[row, size] = values[row, size] " " field(figure) / 1000
    }
    END {
      printf "kilo-instructions per frame, %s, over %d rounds: median [min-max]\n| path | module |", heading, rounds
      for (c = 1; c <= columns; c++) printf " %s |", sizes[c]
      printf "\n|---|---|"
      for (c = 1; c <= columns; c++) printf "---|"
      printf "\n"
      for (p = 1; p <= path_count; p++)
        for (n = 1; n <= name_count; n++) {
          row = paths[p] " | " names[n]
          printf "| %s |", row
          for (c = 1; c <= columns; c++)
            printf " %s%s |", values[row, sizes[c]] ? spread(values[row, sizes[c]]) : "-",
              failed[row, sizes[c]] ? " (" failed[row, sizes[c]] " failed)" : ""
          printf "\n"
        }
    }' rounds="$rounds" "$work/json"
}

pack_programs
for build; do pack_build "$build"; done
write_init
boot_guest || true
sed -n 's/^RESULT .*\({"label".*}\) *$/\1/p' "$work/console" >"$work/json"
[[ ! $json ]] || cp "$work/json" "$json"
table ns_median 'the usual frame of a run'
table ns_per_frame 'mean of a run, first frames and timer ticks included'
grep '^PROBLEM' "$work/console" >&2 && exit 1
grep -q '^FINISHED' "$work/console" || die "the guest did not finish"
