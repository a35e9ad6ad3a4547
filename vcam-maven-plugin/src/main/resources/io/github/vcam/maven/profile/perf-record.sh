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
quick "$perf" record -e "$event" -F "$frequency" --call-graph "$callgraph" -p "$pids" -o "$file" -- \
	sh -c 'timeout --foreground "$0" cat; true' "$seconds"
