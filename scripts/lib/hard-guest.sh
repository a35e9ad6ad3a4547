# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154
#
# What hard-tests.sh runs in its guest, in front of it: steps, calls, kills, frames, seed, coverage.

debug=/sys/kernel/debug
glance=100000
# data races are found by chance: look often
[ ! -e $debug/kcsan ] || glance=1000

load() {
  insmod /v4l2loopback.ko video_nr=10,20 || echo "PROBLEM insmod v4l2loopback"
}

# Some steps run traced and looked at, as on a camera that somebody watches closely; the others do without.
watched() {
  case $1 in races | churn | inject | soak) true ;; *) false ;; esac
}

trace() {
  [ ! -e $debug/tracing/events/v4l2loopback ] || echo "$1" >$debug/tracing/events/v4l2loopback/enable
}

look() {
  while [ -e /tmp/looking ]; do
    cat $debug/v4l2loopback/* /sys/class/video4linux/video*/[a-z]* >/dev/null 2>&1
    usleep $glance
  done
}

# on a kernel that can trace, all events were seen
traced() {
  [ -e $debug/tracing/events/v4l2loopback ] || return 0
  for event in queue publish deliver drop release; do
    grep -q "loopback_$event:" $debug/tracing/trace || echo "PROBLEM no loopback_$event was traced"
  done
}

# watch STEP: runs it so
watch() {
  trace 1
  touch /tmp/looking
  look &
  run "$1"
  ran=$?
  rm /tmp/looking
  wait
  trace 0
  [ "$1" != soak ] || traced
  return $ran
}

# report STEP: what the kernel has said since the last time
report() {
  dmesg -c >/tmp/all
  said /tmp/all >/tmp/log
  [ ! -e $debug/kcsan ] || echo "$1: $(grep -E "setup_watchpoints|data_races" $debug/kcsan | tr '\n' ' ')so far, in the whole kernel"
  if grep -qE "$troubles" /tmp/log; then
    echo "PROBLEM $1: the kernel reports"
    grep -E -A 50 "$troubles" /tmp/log | head -200
  fi
}

# objects younger than five seconds are not judged
leaks() {
  [ -e $debug/kmemleak ] || return
  echo scan >$debug/kmemleak
  sleep 6
  echo scan >$debug/kmemleak
  cat $debug/kmemleak >/tmp/leaks
  echo clear >$debug/kmemleak
  if [ -s /tmp/leaks ]; then
    echo "PROBLEM $1: memory is lost"
    head -100 /tmp/leaks
  fi
}

# let_fail PERCENT: allocations of tasks that ask for it; pages a tenth as often, for a frame has many. Not copies to user
# space: signals are delivered by such.
let_fail() {
  for fault in failslab fail_page_alloc; do
    [ -e $debug/$fault ] || continue
    echo Y >$debug/$fault/task-filter # first of all: not this shell
    echo 1 >$debug/$fault/interval
    echo -1 >$debug/$fault/times
    echo 0 >$debug/$fault/verbose
    [ ! -e $debug/$fault/ignore-gfp-wait ] || echo N >$debug/$fault/ignore-gfp-wait
    [ ! -e $debug/$fault/min-order ] || echo 0 >$debug/$fault/min-order
    [ $fault != fail_page_alloc ] || echo 10 >$debug/$fault/interval
    echo "$1" >$debug/$fault/probability
  done
}

inject() {
  [ -e $debug/failslab ] || return 0
  let_fail 1
  hard fuzz --inject --calls $((calls / 5)) --seed "$seed" --limit 2400
  fuzzed=$?
  let_fail 0
  return $fuzzed
}

# consumers of three speeds, two of which hold frames; then of three methods
soak() {
  soak_with() {
    loopbench --out /dev/video10 --readers 3 --size 320x240 --fill full --check full --verify --limit 3600 --label SOAK "$@"
  }
  soak_with --frames "$frames" --sleep 0,3,25 --hold 0,1,3 --cbufs 6 &&
    soak_with --frames $((frames / 4)) --sleep 0,3,10 --hold 0,0,2 --cons mmap,read,userptr
}

run() {
  case $1 in
    inject) inject ;;
    soak) soak ;;
    fuzz) hard fuzz --calls "$calls" --seed "$seed" --limit 3600 ;;
    churn) hard churn --kills "$kills" --seed "$seed" --limit 2400 ;;
    endure) hard churn --kills "$kills" --frames "$frames" --seed "$seed" --limit 7200 ;;
    greedy) hard greedy --seed "$seed" --limit 3600 ;;
    control | roles | owned) [ ! -e /dev/v4l2loopback ] || hard "$1" --kills "$kills" --seed "$seed" ;;
    *) hard "$1" --seed "$seed" --limit 300 ;;
  esac
}

dmesg -c >/tmp/log # an emulated processor in a hurry can make KASAN stumble at boot
echo 100 >/proc/sys/kernel/hung_task_timeout_secs
[ ! -e $debug/kmemleak ] || echo clear >$debug/kmemleak
for step in $steps; do
  begin=$(date +%s)
  load
  if watched "$step"; then watch "$step"; else run "$step"; fi || echo "PROBLEM $step failed"
  rmmod v4l2loopback || echo "PROBLEM $step: the module does not unload"
  leaks "$step"
  report "$step"
  echo "STEP $step $(($(date +%s) - begin)) s"
done

if [ -n "$coverage" ]; then
  find $debug/gcov -name '*.gcda' | while read -r file; do
    echo "GCDA ${file##*/}"
    base64 "$file"
    echo END
  done
fi
