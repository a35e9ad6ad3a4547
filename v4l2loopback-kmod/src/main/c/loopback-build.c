// SPDX-License-Identifier: GPL-2.0-only
/*
 * All files as one, which compiles in a fifth of the time: most of a file is
 * the kernel's headers. They are listed by floor, see LAYERS. loopback-trace.c
 * is on its own, for it includes its header in another way.
 */

#include "loopback-timing.c"

#include "loopback-budget.c"
#include "loopback-space.c"
#include "loopback-mem.c"
#include "loopback-import.c"
#include "loopback-alias.c"
#include "loopback-window.c"
#include "loopback-window-map.c"
#include "loopback-export.c"
#include "loopback-mem-ops.c"

#include "loopback-buffer.c"
#include "loopback-wake.c"
#include "loopback-pool-hub.c"
#include "loopback-pool-mem.c"
#include "loopback-pool-steer.c"
#include "loopback-pool-patience.c"
#include "loopback-pool-back.c"
#include "loopback-pool-copy.c"
#include "loopback-pool-deliver.c"
#include "loopback-pool-out.c"
#include "loopback-pool-flow.c"
#include "loopback-pool-cap.c"

#include "loopback-opener.c"
#include "loopback-image.c"
#include "loopback-slot.c"
#include "loopback-flow.c"
#include "loopback-bind.c"
#include "loopback-borrow.c"
#include "loopback-fill.c"
#include "loopback-queue-out.c"
#include "loopback-queue-cap.c"

#include "loopback-format.c"
#include "loopback-access.c"
#include "loopback-event.c"
#include "loopback-layout.c"
#include "loopback-pace.c"
#include "loopback-role.c"

#include "loopback-queue.c"
#include "loopback-ioctl-buf.c"
#include "loopback-ioctl-format.c"
#include "loopback-behind.c"
#include "loopback-placeholder.c"
#include "loopback-ioctl.c"
#include "loopback-poll.c"
#include "loopback-read.c"
#include "loopback-write.c"
#include "loopback-file.c"
#include "loopback-ctrls.c"
#include "loopback-sysfs.c"
#include "loopback-debugfs.c"

#include "loopback-device.c"
#include "loopback-config.c"
#include "loopback-ctl.c"
#include "loopback-main.c"
