#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# What vcam:feed costs where the camera lives: the time from the command to the first frame at a consumer, part by
# part, and the CPU time for the frames of a film beside that of ffmpeg with the same conversion, in turns. Both are
# seen from outside: the kernel tells of processes and frames, nothing is built in for it.
set -euo pipefail

usage() {
  cat >&2 <<'EOF'
usage: bench-feed.sh [option...] [-- MAVEN-OPTION...]
  after `mvn install -DskipTests` and vcam:install; loads the module (vcam:load) and leaves it loaded
  On a busy machine CPU seconds of an emulated guest tell little; instructions do, at 1 ns each, within 1 %:
    bench-feed.sh --first 0 --rounds 1 -- -Dvcam.target=vm -Dvcam.vm.directory=DIR -Dvcam.vm.countsInstructions
options:
  --first N      measure the time to the first frame N times (default 3)
  --rounds N     measure the CPU time in N rounds (default 3)
  --film FILE    default: movie-hello.mp4 of Debian's package forensics-samples-files, else samples/in.mp4
  --kinds LIST   FORMAT:METHOD,... (default YU12:write,YU12:mmap,YUYV:mmap); ffmpeg always writes
  --filter CHAIN of libavfilter, for both in the CPU time: hflip, for instance (default: none)
EOF
  exit 2
}

node=/dev/video10
counters=/sys/kernel/debug/v4l2loopback/video10

# ---- where the camera is --------------------------------------------------------------------------------------------

# frames: that went through the camera so far
frames() {
  local line
  read -r line <$counters
  line=${line#* frames=}
  echo "${line%% *}"
}

# ticks PID: CPU time of a process with all its threads in 1/100 s, from exec on
ticks() {
  local stat
  read -r stat <"/proc/$1/stat"
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  echo $((${12} + ${13}))
}

# worker: process id of a feed's worker, once there is one: started for the feed, or one that waited and has the node open
worker() {
  local pid
  while true; do
    for pid in $(pgrep -f '^[^ ]*java .*[.]Standby'); do
      if pgrep -f '^[^ ]*java .*[.]Standby FeedWorker' | grep -x "$pid"; then return; fi
      if opened "$pid"; then
        echo "$pid"
        return
      fi
    done
    sleep 0.1
  done
}

# cpu PID: frames and ticks from the first frame seen to the last look at the living process
cpu() {
  local before now spent begin='' end=''
  before=$(frames)
  while [[ -e /proc/$1 ]]; do
    now=$(frames)
    spent=$(ticks "$1" 2>/dev/null) || break
    if ((now > before)); then
      begin=${begin:-$now $spent}
      end="$now $spent"
    fi
    sleep 0.1
  done
  # shellcheck disable=SC2086
  set -- $begin $end
  echo "result $(($3 - $1)) $(($4 - $2))"
}

# events FORMAT SIZE: a line for each step up to the first frame at a consumer, when it is taken
events() {
  local pid='' consumer
  v4l2-ctl -d $node --set-fmt-video="width=${2%x*},height=${2#*x},pixelformat=$1" \
    --stream-mmap --stream-count=1 --stream-to=/dev/null >/dev/null 2>&1 &
  consumer=$!
  echo "event ready"
  pid=$(worker)
  echo "event java"
  await "$consumer" grep -q libavcodec "/proc/$pid/maps" && echo "event ffmpeg"
  await "$consumer" opened "$pid" && echo "event device"
  wait "$consumer"
  echo "event frame"
}

opened() {
  # shellcheck disable=SC2010
  ls -l "/proc/$1/fd" 2>/dev/null | grep -q $node
}

# await PID COMMAND...: until the command succeeds or the process is gone
await() {
  local pid=$1
  shift
  while [[ -e /proc/$pid ]]; do
    if "$@" 2>/dev/null; then return 0; fi
    sleep 0.02
  done
  return 0
}

if [[ ${1:-} == --beside-the-camera ]]; then
  shift
  eval "$*"
  exit
fi

# ---- here -----------------------------------------------------------------------------------------------------------

first=3 rounds=3 filter='' kinds=YU12:write,YU12:mmap,YUYV:mmap
film=/usr/share/forensics-samples/original-files/movie2/movie-hello.mp4
root=$(dirname "$(realpath "$0")")/..
[[ -e $film ]] || film=$(realpath "$root/samples/in.mp4")
while [[ ${1:-} == --?* ]]; do
  [[ $# -ge 2 ]] || usage
  case $1 in
    --first) first=$2 ;;
    --rounds) rounds=$2 ;;
    --film) film=$(realpath "$2") ;;
    --kinds) kinds=$2 ;;
    --filter) filter=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ ${1:-} != -- ]] || shift
options=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

vcam() {
  (cd "$root" && exec mvn -B -ntp -o -Dstyle.color=never "${options[@]}" "$@" </dev/null)
}

# beside WORD...: a function of this file, where the camera is
beside() {
  vcam -q vcam:exec -Dvcam.timeout=300 -Dvcam.command="bash '$(realpath "$0")' --beside-the-camera $*"
}

# stamped: each line with the time of its coming, in ms
stamped() {
  local line
  while IFS= read -r line; do echo "$(($(date +%s%N) / 1000000)) $line"; done
}

# median: of the numbers on standard input, and their spread
median() {
  sort -n | awk '{ v[NR] = $1 } END { printf "%.2f (%.2f..%.2f)", v[int((NR + 1) / 2)], v[1], v[NR] }'
}

measure_first() {
  local clip=$1 log=$work/first size begin
  size=$(ffprobe -v error -select_streams v:0 -show_entries stream=width,height -of csv=p=0:s=x "$clip")
  : >"$log.there"
  beside events YU12 "${size%x}" | stamped >"$log.there" &
  until grep -q 'event ready' "$log.there"; do sleep 0.1; done
  begin=$(($(date +%s%N) / 1000000))
  vcam vcam:feed -Dinput="$clip" -Dvcam.format=YU12 -Dvcam.duration=2 | stamped >"$log.here"
  wait
  cat "$log.here" "$log.there" | awk -v begin="$begin" '
    / works on / { at["plugin"] = $1 }
    $2 == "event" { at[$3] = $1 }
    END {
      split("plugin java ffmpeg device frame", step)
      for (i = 1; i in step; i++) printf "  %s %.2f", step[i], (at[step[i]] - begin) / 1000
      print ""
    }'
}

# measure_cpu ours|ffmpeg FORMAT METHOD: seconds for 250 frames
measure_cpu() {
  local names=(YU12:yuv420p YUYV:yuyv422 NV12:nv12 RGB3:rgb24) name pixels=''
  for name in "${names[@]}"; do [[ $name != "$2:"* ]] || pixels=${name#*:}; done
  if [[ $1 == ours ]]; then
    vcam vcam:feed -Dinput="$film" -Dvcam.format="$2" -Dvcam.method="$3" ${filter:+-Dvcam.filter="$filter"} \
      >"$work/feed" &
    # shellcheck disable=SC2016
    beside "'cpu \$(worker)'"
    wait
  else
    beside "'ffmpeg -nostdin -v error -re -i $film -an ${filter:+-vf $filter} -pix_fmt $pixels -f v4l2 $node & cpu \$!'"
  fi | sed 's/.*result/result/' | awk '$1 == "result" { printf "%.2f\n", $3 / 100 * 250 / $2 }'
}

vcam -q vcam:load

if ((first > 0)); then
  for clip in "$(realpath "$root/samples/in.mp4")" "$film"; do
    echo "seconds from the command to the first frame of ${clip##*/} at a consumer, and the steps before:"
    for ((i = 0; i < first; i++)); do measure_first "$clip"; done
  done
fi

if ((rounds > 0)); then
  echo "CPU seconds for 250 frames of ${film##*/}, start-up left out:"
  for ((i = 0; i < rounds; i++)); do
    for kind in ${kinds//,/ }; do
      for who in ours ffmpeg; do
        measure_cpu $who "${kind%:*}" "${kind#*:}" | tee -a "$work/$who.$kind" | sed "s/^/  $kind $who /"
      done
    done
  done
  for kind in ${kinds//,/ }; do
    echo "$kind: ours $(median <"$work/ours.$kind"), ffmpeg $(median <"$work/ffmpeg.$kind")," \
      "ratio $(paste "$work/ours.$kind" "$work/ffmpeg.$kind" | awk '{ print $1 / $2 }' | median)"
  done
fi
