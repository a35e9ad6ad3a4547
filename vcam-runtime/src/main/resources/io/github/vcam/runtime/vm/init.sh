#!/bin/busybox sh
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# First program of the guest: makes the host's files its root, read-only below
# an overlay, and hands over to guest.sh there. Written for busybox.

/bin/busybox mkdir -p /proc /sys /dev /lower /upper /new
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
. /vcam.conf

fail() {
	echo "vcam: $1" > /dev/console
	poweroff -f
}

while read -r module; do
	insmod "/modules/$module" || echo "vcam: the kernel refused $module"
done < /modules.list

nine=trans=virtio,version=9p2000.L,msize=512000
mount -t 9p -o "ro,$nine,cache=loose" root /lower || fail "no host root"
mount -t tmpfs -o size=75%,mode=755 upper /upper
mkdir /upper/files /upper/work
mount -t overlay -o lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work \
	root /new || fail "no overlay"

# before tmpfs covers /tmp: the kernel's files may lie anywhere
if [ -n "$modules" ]; then
	mkdir -p "/new/lib/modules/$release"
	mount --bind "/new$modules" "/new/lib/modules/$release" ||
		fail "no modules: the guest does not see $modules"
fi

# what was installed in an earlier guest of this kernel
if [ -n "$installed" ]; then
	cd "/new$installed" || fail "the guest does not see $installed"
	find . -type f | while read -r file; do
		mkdir -p "/new/${file%/*}" && cp "$file" "/new/$file" && chmod 644 "/new/$file"
	done
	cd /
fi

mount --move /dev /new/dev
mount --move /proc /new/proc
mount --move /sys /new/sys
mkdir -p /new/dev/shm /new/dev/pts
mount -t tmpfs -o mode=1777 shm /new/dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 pts /new/dev/pts
mount -t tmpfs -o mode=755 run /new/run
mount -t tmpfs -o mode=1777 tmp /new/tmp
mount -t debugfs debug /new/sys/kernel/debug
mount -t tracefs trace /new/sys/kernel/tracing

# a home that the user of the host may not read is of no use here
if ! ls "/new$home" > /dev/null 2>&1; then
	home=/root
	mkdir -p /new/root
	mount -t tmpfs -o mode=700 home /new/root
fi

mkdir -p "/new$share"
mount -t 9p -o "rw,$nine,cache=none" share "/new$share" || fail "no share"

mkdir -p /new/run/vcam
cp /bin/busybox /agent.jar /guest.sh /vcam.conf /new/run/vcam/
echo "home='$home'" >> /new/run/vcam/vcam.conf
hostname vcam
ifconfig lo 127.0.0.1 up
exec switch_root /new /run/vcam/busybox sh /run/vcam/guest.sh
