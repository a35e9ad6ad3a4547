#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Kills something that makes, saves or uses a micro-VM, or that keeps a build's cameras, at a random moment, again and
# again: the next goal has to work, and in the end nothing may be left but the cache.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib/project.sh"

usage() {
  cat >&2 <<'EOF'
usage: kill-tests.sh [--of guests|cameras] [--rounds N] [--seed N] [-- MAVEN-OPTION...]
  --of       what is made and used meanwhile; default: guests
  --rounds   default: 100
  after `mvn install -DskipTests`; a micro-VM of its own, but this user's saved ones
EOF
  exit 2
}

of=guests rounds=100 seed=$(date +%s)
while [[ ${1:-} == --?* ]]; do
  [[ $# -ge 2 ]] || usage
  case $1 in
    --of) of=$2 ;;
    --rounds) rounds=$2 ;;
    --seed) seed=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ ${1:-} != -- ]] || shift
[[ $of == guests || $of == cameras ]] || usage
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
  case $of-$(($1 % 4)) in
    guests-0) echo "vcam:vm -Dvcam.vm.stop vcam:load" ;;
    guests-1) echo "vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=3s" ;;
    guests-2) echo "vcam:vm -Dvcam.vm.stop" ;;
    guests-3) echo "vcam:vm -Dvcam.vm.forget" ;;
    cameras-[01]) echo "vcam:start -Dinput=in.mp4" ;;
    cameras-2) echo "vcam:start -Dinput=in.mp4 vcam:stop" ;;
    cameras-3) echo "vcam:vm -Dvcam.vm.stop vcam:start -Dinput=in.mp4" ;;
  esac
}

# what has to work afterwards, and says what is left when it did not
next() {
  if [[ $of == guests ]]; then
    vcam vcam:install vcam:load vcam:feed -Dinput=in.mp4 -Dvcam.duration=1s
    return
  fi
  vcam vcam:start -Dinput=in.mp4 && vcam vcam:stop && vcam vcam:status -Dvcam.output=status || return
  ! grep /dev/video "$project/status" && [[ ! -e $project/target/vcam/cameras.json ]] || return
  ! pgrep -fa "$project" | grep -v "qemu-system\|BackgroundSave"
}

# what a killed one may leave elsewhere, and nobody uses
temporary() {
  local file
  find /tmp "${XDG_RUNTIME_DIR:-/tmp}" -maxdepth 1 -user "$(id -un)" -name 'vcam*' | sort -u | while read -r file; do
    pgrep -f "$file" >/dev/null || echo "$file"
  done
}

before=$(temporary)
next >/dev/null
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
  if next >"$project/log" 2>&1; then
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
left=$(ours && comm -13 <(echo "$before") <(temporary))
[[ -z $left ]] || {
  echo "these are left: $left"
  failed=$((failed + 1))
}
echo "$of: $rounds rounds, seed $seed, $failed failed"
exit $((failed > 0))
