# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# A saved guest goes on: it gets the time, random numbers of its own and the host's files. The agent runs this as its first
# command, with what vcam.conf says of the host in the environment, and $now. Written for busybox.

export PATH=/bin
. /files.sh

fail() {
	echo "vcam: $1" >&2
	exit 1
}

date -s "@$now" > /dev/null || fail "the clock cannot be set"

# QEMU has given the machine another number: the kernel draws other random numbers from there on, in a moment
tries=0
until dmesg | grep -q "reseeded due to virtual machine fork"; do
	tries=$((tries + 1))
	[ $tries -lt 200 ] || fail "the kernel draws the random numbers of its twins"
	usleep 10000
done
dmesg -c > /dev/null

agents_home=$home
host_files
[ "$home" = "$agents_home" ] || fail "$agents_home cannot be read"
mkdir -p /new/run/vcam /new/run/before
cp /run/vcam/* /new/run/vcam/
echo "$idle" > /new/run/vcam/idle
cd /new || fail "no new root"
# takes all processes along, whose root this was
pivot_root . run/before || fail "no new root"
/run/vcam/busybox umount -l /run/before && /run/vcam/busybox rmdir /run/before
