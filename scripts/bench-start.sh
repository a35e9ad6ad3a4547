#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# How long people wait for a micro-VM: until it takes commands, booted and gone on with a saved one, in turns; until a
# feed's first frame, the micro-VM down and up; for a picture; for a status, beside a Maven that does nothing.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib/project.sh"

usage() {
  cat >&2 <<'EOF'
usage: bench-start.sh [--rounds N] [-- MAVEN-OPTION...]      N: default 5
  after `mvn install -DskipTests`; installs the module into a micro-VM of its own and removes its saved ones first
EOF
  exit 2
}

rounds=5
while [[ ${1:-} == --?* ]]; do
  [[ $# -ge 2 && $1 == --rounds ]] || usage
  rounds=$2
  shift 2
done
[[ ${1:-} != -- ]] || shift
root=$(realpath "$(dirname "$0")/..")
project_begin "$root" "$@"

stop() {
  vcam vcam:vm -Dvcam.vm.stop >/dev/null
}

# the guests that are saved beside us are done
settled() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    pgrep -f io.github.vcam.runtime.vm.BackgroundSave >/dev/null || return 0
    sleep 1
  done
  echo "no guest was saved within 10 minutes" >&2
  exit 1
}

# until_says PATTERN GOAL...: milliseconds until a line says so, and with an empty pattern until the end; nothing when it fails
until_says() {
  local begin end pattern=$1
  shift
  begin=$(date +%s%N)
  end=
  while read -r line; do
    [[ $line != goal-failed ]] || return 1
    if [[ -n $pattern && -z $end && $line == *"$pattern"* ]]; then end=$(date +%s%N); fi
  done < <(vcam "$@" || echo goal-failed)
  end=${end:-$(date +%s%N)}
  echo $(((end - begin) / 1000000))
}

# up GOAL...: what the goal says of the start, in milliseconds, if the word before it is there
up() {
  local word=$1
  shift
  vcam "$@" | awk -v word="$word" 'index($0, word) { seen = 1 } seen && /is up after/ { print $(NF - 1) * 1000 }'
}

declare -A values
add() {
  [[ -n $2 ]] || {
    echo "nothing was measured: $1" >&2
    exit 1
  }
  values[$1]+=" $2"
}

vcam vcam:vm -Dvcam.vm.forget >/dev/null
begin=$SECONDS
vcam vcam:install vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=1s >/dev/null
settled
stop
vcam vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=1s >/dev/null
settled
stop
echo "two guests were saved while others worked, within $((SECONDS - begin)) s" >&2
du -sh --apparent-size "${XDG_CACHE_HOME:-$HOME/.cache}/vcam/saved" >&2
du -sh "${XDG_CACHE_HOME:-$HOME/.cache}/vcam/saved" >&2

rows=("boot" "saved" "load and feed, down, boot" "load and feed, down, saved" "feed, up" "snapshot" "status" "validate")
for ((round = 0; round < rounds; round++)); do
  add boot "$(up starting vcam:vm -Dvcam.vm.saved=false)"
  stop
  add saved "$(up going vcam:vm)"
  stop
  add "load and feed, down, boot" \
    "$(until_says "feeding /dev" vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=2s -Dvcam.vm.saved=false)"
  stop
  add "load and feed, down, saved" "$(until_says "feeding /dev" vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=2s)"
  sleep 10 # the next worker gets ready
  add "feed, up" "$(until_says "feeding /dev" vcam:feed -Dinput=in.mp4 -Dvcam.duration=2s)"
  vcam vcam:feed -Dinput=in.mp4 -Dvcam.loop -Dvcam.duration=25s >/dev/null &
  feed=$!
  sleep 15 # another worker gets ready
  add snapshot "$(until_says "" vcam:snapshot)"
  wait $feed
  add status "$(until_says "" vcam:status)"
  add validate "$(until_says "" validate)"
  stop
  echo "round $((round + 1)) of $rounds" >&2
done

printf '%-28s %8s %8s %4s   milliseconds\n' "" median p95 n
for row in "${rows[@]}"; do
  # shellcheck disable=SC2086 # numbers
  printf '%s\n' ${values[$row]} | sort -n | awk -v row="$row" '{ v[NR] = $1 } END {
    printf "%-28s %8.0f %8.0f %4d\n", row, v[int((NR + 1) / 2)], v[int(NR * 0.95 + 0.999)], NR }'
done
