# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# perf-script.sh PERF FILE: prints the samples; -f because the perf maps are another user's where perf runs as root.
quick "$1" script -f -i "$2" --no-inline -F comm,pid,tid,time,ip,sym,dso --show-lost-events
