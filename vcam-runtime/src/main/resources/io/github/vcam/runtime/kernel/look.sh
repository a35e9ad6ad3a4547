# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# look.sh FILE NODES [PARAMETER=VALUE...]: tells of the file that modprobe would take and of the module that is loaded.
# Goes on, with the arguments of load.sh, where that file is FILE, no module is loaded, and we are root.
file=$1
nodes=$2
shift 2

below ""
installed
state
[ ! -d "$m" ] && [ -w /proc/sys/kernel/modprobe ] || exit 0
[ "$filename" = "$file" ] || [ "$filename" = "/usr$file" ] || exit 0
set -- "$srcversion $*" "$nodes" "$@"
