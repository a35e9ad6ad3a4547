# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# quick COMMAND...: runs perf where it sees no files of modules. It looks at every one of them before it begins, which
# takes minutes in a busy guest, for names that kallsyms has, too.
quick() {
	if unshare -m true 2>/dev/null; then
		unshare -m sh -c 'mount -t tmpfs none /lib/modules 2>/dev/null; exec "$@"' quick "$@"
	else
		"$@"
	fi
}
