# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# perf-probe.sh EVENT...: tells which perf there is, what it may, and the first EVENT that it can sample.
PATH=$PATH:/usr/sbin:/sbin
fact() { printf '%s\t%s\n' "$1" "$2"; }
setting() { fact "$1" "$(cat "/proc/sys/kernel/$1" 2>/dev/null)"; }

fact uid "$(id -u)"
setting perf_event_paranoid
setting kptr_restrict
setting perf_event_max_sample_rate
fact processor "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)"
fact processors "$(nproc)"

# /usr/bin/perf may be a wrapper that wants the running kernel's own release; any release will do
for perf in perf $(ls /usr/bin/perf_* /usr/lib/linux-tools/*/perf 2>/dev/null | sort -rV); do
	version=$("$perf" --version 2>/dev/null) && break
	version=
done
[ -n "$version" ] || exit 0
fact perf "$perf"
fact version "$version"

# perf takes cpu-clock without a word where it is asked for cycles and there are none; counting it does not
for event; do
	said="$event is not supported"
	"$perf" stat -x , -e "$event" -- true 2>&1 | grep -q 'not supported' && continue
	if said=$(quick "$perf" record -q -e "$event" -F 99 -g -o /dev/null -- true 2>&1); then
		fact event "$event"
		exit 0
	fi
done
fact refused "$(printf '%s' "$said" | tr '\n\t' '  ')"
