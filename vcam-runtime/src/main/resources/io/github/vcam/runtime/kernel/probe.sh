# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# probe.sh state|all [ROOT]: tells all about the module that is loaded, and of the file that modprobe would take only with
# "all": that takes longer than the rest.
below "$2"
[ "$1" != all ] || installed
state
