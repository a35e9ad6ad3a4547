#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Kills something that makes, saves or uses a micro-VM at a random moment, again and again: the next goal has to work, and
# in the end nothing may be left but the cache.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib/project.sh"

usage() {
  cat >&2 <<'EOF'
usage: kill-tests.sh [--rounds N] [--seed N] [-- MAVEN-OPTION...]      N: default 100
  after `mvn install -DskipTests`; a micro-VM of its own, but this user's saved ones
EOF
  exit 2
}

rounds=100 seed=$(date +%s)
while [[ ${1:-} == --?* ]]; do
  [[ $# -ge 2 ]] || usage
  case $1 in
    --rounds) rounds=$2 ;;
    --seed) seed=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ ${1:-} != -- ]] || shift
root=$(realpath "$(dirname "$0")/..")
saved=${XDG_CACHE_HOME:-$HOME/.cache}/vcam/saved
RANDOM=$((seed % 32768))
project_begin "$root" "$@"

# processes of this test: Maven and QEMU name its directory, those that save name the cache's
ours() {
  pgrep -f "$project" || true
  pgrep -f "$saved/.half-" || true
  pgrep -f "io.github.vcam.runtime.vm.BackgroundSave" || true
}

# goals NUMBER: what is killed this time
goals() {
  case $(($1 % 4)) in
    0) echo "vcam:vm -Dvcam.vm.stop vcam:load" ;;
    1) echo "vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=3s" ;;
    2) echo "vcam:vm -Dvcam.vm.stop" ;;
    3) echo "vcam:vm -Dvcam.vm.forget" ;;
  esac
}

vcam vcam:install vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=1s >/dev/null
failed=0
for ((round = 1; round <= rounds; round++)); do
  read -ra line <<<"$(goals $((RANDOM)))"
  vcam "${line[@]}" >"$project/log" 2>&1 &
  goal=$!
  sleep "$((RANDOM % 12)).$((RANDOM % 10))"
  mapfile -t living < <(ours)
  victim=${living[$((RANDOM % (${#living[@]} + 1)))]:-$goal}
  what=$(tr '\0' ' ' <"/proc/$victim/cmdline" 2>/dev/null | cut -c1-60) || what=nothing
  kill -9 "$victim" 2>/dev/null || true
  wait $goal || true
  if vcam vcam:install vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=1s >"$project/log" 2>&1; then
    echo "$round: killed '$what' in ${line[*]}: ok"
  else
    failed=$((failed + 1))
    echo "$round: killed '$what' in ${line[*]}: FAILED"
    tail -n 30 "$project/log"
  fi
done
vcam vcam:vm -Dvcam.vm.stop >/dev/null
for ((tries = 0; tries < 420; tries++)); do # an orphan that was to be saved ends after five minutes
  [[ -n $(ours) ]] || break
  sleep 1
done
left=$(ours)
[[ -z $left ]] || {
  echo "these are left: $left"
  failed=$((failed + 1))
}
echo "$rounds rounds, seed $seed, $failed failed"
exit $((failed > 0))
