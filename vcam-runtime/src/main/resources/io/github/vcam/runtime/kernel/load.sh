# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# load.sh RECORD NODES [PARAMETER=VALUE...]: loads the module, notes RECORD, waits at most 10 s for the NODES.
# Needs path.sh. Exit status 3: modprobe failed; 4: a node did not come.
umask 022 # whoever looks later, without root's rights too, reads the record
record=$1
nodes=$2
shift 2
program modprobe v4l2loopback "$@" || exit 3
[ -d /run/vcam ] || mkdir -p /run/vcam
printf '%s\n' "$record" >/run/vcam/v4l2loopback

for node in $nodes; do
	tries=0
	until [ -c "$node" ]; do
		tries=$((tries + 1))
		if [ "$tries" -gt 100 ]; then
			echo "$node" >&2
			exit 4
		fi
		sleep 0.1
	done
done
