# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# The host's files in the guest: functions for a guest that boots and one that goes on. They take what vcam.conf says,
# and fail() from who reads them.

nine=trans=virtio,version=9p2000.L,msize=512000

# mount_root OPTIONS: the host's root, below everything
mount_root() {
	mkdir -p /lower /upper /new
	mount -t 9p -o "ro,$nine,$1" root /lower || fail "no host root"
}

# the kernel's own file systems go along
move_kernels() {
	mount --move /dev /new/dev
	mount --move /proc /new/proc
	mount --move /sys /new/sys
}

# host_files: makes /new what the guest's programs see
host_files() {
	mount_root cache=loose
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

	# what was installed in an earlier guest of this kernel; one program copies a directory's files, for each that
	# starts takes an emulated processor a while
	if [ -n "$installed" ]; then
		cd "/new$installed" || fail "the guest does not see $installed"
		find . -type d | while read -r directory; do
			[ -d "/new/$directory" ] || mkdir -p "/new/$directory"
			set --
			for file in "$directory"/*; do
				[ ! -f "$file" ] || set -- "$@" "$file"
			done
			[ $# = 0 ] || cp "$@" "/new/$directory/"
		done
		cd /
	fi

	move_kernels
	mkdir -p /new/dev/shm /new/dev/pts
	mount -t tmpfs -o mode=1777 shm /new/dev/shm
	mount -t devpts -o gid=5,mode=620,ptmxmode=666 pts /new/dev/pts
	mount -t tmpfs -o mode=755 run /new/run
	mount -t tmpfs -o mode=1777 tmp /new/tmp

	# a home that the user of the host may not read is of no use here
	if ! ls "/new$home" > /dev/null 2>&1; then
		home=/root
		mkdir -p /new/root
		mount -t tmpfs -o mode=700 home /new/root
	fi

	mkdir -p "/new$share"
	mount -t 9p -o "rw,$nine,cache=none" share "/new$share" || fail "no share"
}
