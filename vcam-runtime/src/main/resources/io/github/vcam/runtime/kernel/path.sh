# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# The path of the scripts beside this one: modinfo is not on a plain user's, nor is modprobe where su came without -.
PATH=$PATH:/usr/sbin:/sbin

# program NAME [ARGUMENT...]: runs the program that is on the path; busybox's shell would take one of its own
program() {
	name=$1
	shift
	fields=$IFS
	IFS=:
	for directory in $PATH; do
		[ ! -x "$directory/$name" ] || break
	done
	IFS=$fields
	"$directory/$name" "$@"
}
