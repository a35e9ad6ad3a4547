#!/bin/busybox sh
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# First program of the guest: makes the host's files its root, read-only below
# an overlay, and hands over to guest.sh there. A guest that is to be saved gets
# a root of its own in memory instead, and the host's files when it goes on:
# see resume.sh. Written for busybox.

/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
. /vcam.conf
. /files.sh

fail() {
	echo "vcam: $1" > /dev/console
	poweroff -f
}

while read -r module options; do
	# shellcheck disable=SC2086 # several words
	insmod "/modules/$module" $options || echo "vcam: the kernel refused $module"
done < /modules.list

mount -t debugfs debug /sys/kernel/debug
mount -t tracefs trace /sys/kernel/tracing

# Tracing that records names changes the scheduler's code when the first event is
# switched on, and when the last is switched off. An emulated processor that runs
# there just then may go astray for ever. So one event that is hardly ever seen
# stays on from the start.
if [ -n "$steady" ]; then
	mkdir /sys/kernel/tracing/instances/vcam-steady
	echo 4 > /sys/kernel/tracing/instances/vcam-steady/buffer_size_kb
	echo 1 > /sys/kernel/tracing/instances/vcam-steady/events/module/module_free/enable
fi

if [ -n "$save" ]; then
	mount_root cache=none
	mount -t tmpfs -o size=75%,mode=755 root /new
	while read -r file && read -r content; do
		mkdir -p "/new${file%/*}"
		cp -p "/lower$content" "/new$file" || fail "cannot copy $file"
	done < /save.list
	umount /lower || fail "the host's files stay in use"
	mkdir -p /new/bin /new/proc /new/sys /new/dev /new/run /new/tmp /new/root
	cp /bin/busybox /new/bin/
	/bin/busybox --install -s /new/bin
	cp /files.sh /new/
	move_kernels
else
	host_files
fi

mkdir -p /new/run/vcam
cp /bin/busybox /agent.jar /guest.sh /resume.sh /vcam.conf /new/run/vcam/
echo "$idle" > /new/run/vcam/idle
echo "home='$home'" >> /new/run/vcam/vcam.conf
hostname vcam
ifconfig lo 127.0.0.1 up
exec switch_root /new /run/vcam/busybox sh /run/vcam/guest.sh
