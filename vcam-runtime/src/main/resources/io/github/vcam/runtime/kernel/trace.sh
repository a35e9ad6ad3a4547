# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Prints the module's trace events as the kernel tells them, for $1 seconds, or with 0 until it is ended. It has an
# instance of tracefs for itself, so it disturbs nobody else who traces. Exit status: 3: there is no tracefs, 4: the
# module has no events, 5: the kernel or the rights do not let us.

t=/sys/kernel/tracing
[ -d "$t/instances" ] || mount -t tracefs none "$t" 2>/dev/null
[ -d "$t/instances" ] || exit 3
[ -d "$t/events/v4l2loopback" ] || exit 4
i=$t/instances/vcam.$$
mkdir "$i" || exit 5

# However this ends, be it by a signal that nobody can catch, somebody has to turn the events off again.
# shellcheck disable=SC2016 # the inner shell fills these in
(setsid sh -c '
	while [ -d "/proc/$1" ] && [ -d "$2" ]; do sleep 0.2; done
	[ -d "$2" ] || exit 0
	echo 0 >"$2/events/v4l2loopback/enable"
	try=0
	until rmdir "$2" || [ "$try" -ge 50 ]; do
		try=$((try + 1))
		sleep 0.1
	done
' cleaner "$$" "$i" </dev/null >/dev/null 2>&1 &)

# the clock of the frames' timestamps
echo mono >"$i/trace_clock"
echo 1 >"$i/events/v4l2loopback/enable" || exit 5
if [ "$1" = 0 ]; then
	cat "$i/trace_pipe"
else
	timeout "$1" cat "$i/trace_pipe"
	echo 0 >"$i/events/v4l2loopback/enable"
	cat "$i/trace"
fi
rmdir "$i"
