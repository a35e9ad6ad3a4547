# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Process 1 of the guest: starts the agent, reaps orphans, and powers off when
# the agent ends.

. /run/vcam/vcam.conf
exec < /dev/null > /dev/console 2>&1
cd / || exit
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME="$home" USER=root LOGNAME=root LANG=C.UTF-8 TERM=dumb

# not in the background: a shell lets such programs ignore Ctrl-C, and so would all that the agent starts
"$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx256m \
	-cp /run/vcam/agent.jar io.github.vcam.agent.GuestAgent /run/vcam/idle
echo "vcam: the agent ended with status $?"
/run/vcam/busybox poweroff -f
