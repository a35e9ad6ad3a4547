# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# perf-record.sh PERF EVENT FREQUENCY CALLGRAPH PIDS SECONDS FILE: samples the processes for so long, or until standard
# input ends.
perf=$1
event=$2
frequency=$3
callgraph=$4
pids=$5
seconds=$6
file=$7

# Without a word perf ends, before it has looked, when a thread ends while it asks for the names of a process's threads;
# of those that ended a little earlier it warns. Java's compiler has such threads.
gave_up() {
	[ "$status" -eq 255 ] && ! printf '%s\n' "$said" | grep -v '^WARNING: Ignored open failure' | grep -q .
}

for _ in 1 2 3 4 5 6 7 8 9 10; do
	said=$(quick "$perf" record -e "$event" -F "$frequency" --call-graph "$callgraph" -p "$pids" -o "$file" -- \
		sh -c 'timeout --foreground "$0" cat; true' "$seconds" 2>&1)
	status=$?
	gave_up || break
done
printf '%s\n' "$said"
exit "$status"
