# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# bench.sh LOOPBENCH: measures what the lines of its input ask for, one after the other, each on a module just loaded.
# A line, its parts separated by tabs: a key, the module's file, its parameters, loopbench's options; in the last two @N
# stands for a free node's number, @M for the next one. Answers a line: the key, a tab, then loopbench's JSON or what went
# wrong. A module that is loaded makes room and comes back in the end, with what it was given; exit status 3: it is
# in use.
PATH=$PATH:/usr/sbin:/sbin
loopbench=$1
node=64
while [ -e /dev/video$node ] || [ -e /dev/video$((node + 1)) ]; do
	node=$((node + 2))
done
said=$(mktemp)

unload() {
	[ ! -d /sys/module/v4l2loopback ] || rmmod v4l2loopback
}

# loads the installed module with the parameters of the note that its loading left; a label may have blanks
restore() {
	rm -f "$said"
	unload
	[ -n "$was" ] || return
	set --
	while IFS= read -r parameter; do
		set -- "$@" "$parameter"
	done <<-EOF
		$(echo "$was" | sed 's/ \([a-z_]*=\)/\
		\1/g' | sed 1d)
	EOF
	modprobe v4l2loopback "$@"
}

was=
if [ -d /sys/module/v4l2loopback ]; then
	[ ! -r /run/vcam/v4l2loopback ] || IFS= read -r was </run/vcam/v4l2loopback
	unload || exit 3
fi
trap restore EXIT
# whoever stops this may not wait long: the rest is done behind its back
trap 'trap - EXIT; restore </dev/null >/dev/null 2>&1 & exit 1' INT TERM HUP

numbered() {
	echo "$1" | sed "s/@N/$node/g; s/@M/$((node + 1))/g"
}

depends_of=
load() {
	if [ "$1" != "$depends_of" ]; then
		for needed in $(modinfo -F depends "$1" | tr , ' '); do
			modprobe "$needed" || return
		done
		depends_of=$1
	fi
	# shellcheck disable=SC2046 # words
	insmod "$1" $(numbered "$2") || return
	tries=0
	until [ -c /dev/video$node ] || [ $tries -gt 50 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
}

mount -t debugfs none /sys/kernel/debug 2>/dev/null
while IFS='	' read -r key module parameters options; do
	if ! { unload && load "$module" "$parameters"; } 2>"$said"; then
		printf '%s\t%s\n' "$key" "loading: $(tr '\n' ' ' <"$said")"
		continue
	fi
	# shellcheck disable=SC2046 # words
	result=$("$loopbench" --out /dev/video$node $(numbered "$options") 2>"$said" </dev/null)
	[ -n "$result" ] || result="loopbench ended with status $?"
	printf '%s\t%s%s\n' "$key" "$result" "$(tr '\n' ' ' <"$said" | sed 's/./\t&/')"
done
