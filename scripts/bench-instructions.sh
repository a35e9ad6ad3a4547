#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Instructions per frame of one or more builds of a V4L2 loopback module: exact and repeatable on any machine, busy
# or not. A guest of one CPU whose clock counts instructions runs loopbench in lockstep, every build in turn, so the
# time of a frame is every instruction of both processes, the kernel and its interrupts.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"
. "$(dirname "$0")/lib/kernels.sh"
. "$(dirname "$0")/lib/packages.sh"
. "$(dirname "$0")/lib/facts.sh"
. "$(dirname "$0")/lib/guest.sh"

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
  --bench WORDS  options for every loopbench call, as in '--warmup 200' or '--solo' (default '--warmup 10')
  --json FILE    one line of JSON for each run (default: not kept)
  --limit S      give up after so long (default 1800)
EOF
  exit 2
}

kernel=/ rounds=3 sizes=640x480:50,1920x1080:30,4096x4096:10 json='' limit=1800 words='--warmup 10'
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
bench=$(dirname "$(realpath "$0")")/../vcam-study/src/main/c/loopbench

# pack_build NAME=MODULE.ko [word...]
pack_build() {
  local name=${1%%=*} rest=${1#*=} parameters=() options=() file word
  read -ra rest <<<"$rest"
  file=${rest[0]}
  [[ -e $file ]] || die "$name: no module $file"
  for word in "${rest[@]:1}"; do
    if [[ $word == [a-z]*=* ]]; then parameters+=("$word"); else options+=("$word"); fi
  done
  release=$(modinfo -F vermagic "$file" | cut -d' ' -f1)
  mkdir -p "$guest/builds/$name"
  cp "$file" "$guest/builds/$name/v4l2loopback.ko"
  echo "${parameters[*]:-video_nr=10 max_buffers=4}" >"$guest/builds/$name/parameters"
  echo "--out /dev/video10 $words ${options[*]}" >"$guest/builds/$name/options"
  echo "$name" >>"$guest/builds/order"
  guest_needs "$kernel" "$release" "$file"
}

write_init() {
  {
    echo "ROUNDS='$rounds' SIZES='${sizes//,/ }' PATHS='${paths//,/ }'"
    cat <<'EOF'
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
EOF
  } | guest_init
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

guest_begin "$work"
guest_program loopbench "$bench"/*.c
for build; do pack_build "$build"; done
write_init
guest_boot "$kernel" "$release" "$limit" "loglevel=1 $(guest_fact countingClock)" \
  -accel tcg,thread=single -icount "$(guest_fact icount)" -smp 1 -m 2G | tee "$work/console" >&2 || true
sed -n 's/^RESULT .*\({"label".*}\) *$/\1/p' "$work/console" >"$work/json"
[[ ! $json ]] || cp "$work/json" "$json"
table ns_median 'the usual frame of a run'
table ns_per_frame 'mean of a run, first frames and timer ticks included'
guest_verdict "$work/console"
