# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts beside this one share: functions that tell of the module where the camera is, one fact a line, a word,
# then its values separated by tabs. They need path.sh.
# One call instead of many, and shell built-ins where they do: a guest under emulation starts programs slowly.

fact() {
	printf '%s' "$1"
	shift
	printf '\t%s' "$@"
	echo
}

first_line() {
	line=
	[ -r "$1" ] && IFS= read -r line <"$1"
}

# below ROOT: what the paths below /proc, /run and /sys stand under; a test has one of its own
below() {
	root=$1
	m=$root/sys/module/v4l2loopback
}

# installed: the file that modprobe would take; leaves $filename and $srcversion
installed() {
	filename=
	srcversion=
	information=$(program modinfo v4l2loopback 2>/dev/null)
	while IFS= read -r info; do
		value=${info#*:}
		value=${value#"${value%%[! ]*}"}
		case $info in
		filename:*) filename=$value ;;
		srcversion:*) srcversion=$value ;;
		description:* | author:*) ;;
		*) continue ;;
		esac
		fact "installed-${info%%:*}" "$value"
	done <<-END
		$information
	END
}

# state: the module in the kernel, its nodes, and who holds them
state() {
	[ -d "$m" ] || return 0
	first_line "$m/version"
	version=$line
	first_line "$m/srcversion"
	fact loaded "$version" "$line"
	for p in "$m"/parameters/*; do
		first_line "$p"
		fact parameter "${p##*/}" "$line"
	done
	first_line "$root/run/vcam/v4l2loopback"
	[ -n "$line" ] && fact loaded-with "$line"

	[ -d "$root/sys/kernel/debug/v4l2loopback" ] || mount -t debugfs none "$root/sys/kernel/debug" 2>/dev/null

	for d in "$root"/sys/class/video4linux/video*; do
		[ -d "$d" ] || continue
		first_line "$d/name"
		# no other driver gives its nodes these attributes
		ours=no
		[ -e "$d/max_openers" ] && [ -e "$d/buffers" ] && ours=yes
		fact node "${d##*/video}" "$ours" "$line"
	done

	for f in "$root"/sys/kernel/debug/v4l2loopback/video*; do
		[ -r "$f" ] || continue
		while IFS= read -r line; do
			fact counter "${f##*/video}" "$line"
		done <"$f"
	done

	# who has none of the module's files open is nowhere in /proc; looking there takes longer than all the rest
	first_line "$m/refcnt"
	[ "$line" != 0 ] || return 0

	# shellcheck disable=SC2012
	ls -l "$root"/proc/[0-9]*/fd 2>/dev/null |
		awk -v root="$root" \
			'index($0, root "/proc/") == 1 { split(substr($0, length(root) + 1), part, "/"); pid = part[3] }
		     / -> \/dev\/video[0-9]+$/ || / -> \/dev\/v4l2loopback$/ { print pid, $1, $NF }' |
		while read -r pid mode node; do
			first_line "$root/proc/$pid/comm"
			fact holder "$pid" "$mode" "$node" "$line"
		done
	return 0
}
