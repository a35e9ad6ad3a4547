// SPDX-License-Identifier: GPL-2.0-only
/*
 * V4L2 loopback: video devices whose CAPTURE side shows the frames that a
 * program puts into their OUTPUT side. No pixel is moved between an MMAP
 * producer and MMAP consumers, however many there are.
 */

#include <linux/module.h>
#include <linux/printk.h>
#include <linux/stringify.h>
#include <linux/v4l2loopback.h>

#include "loopback-config.h"
#include "loopback-ctl.h"
#include "loopback-debugfs.h"
#include "loopback-dev.h"
#include "loopback-mem.h"
#include "loopback-space.h"
#include "loopback-wake.h"

/* The suffix tells this module from v4l2loopback of the same interface. */
#define LOOPBACK_VERSION	__stringify(V4L2LOOPBACK_VERSION_MAJOR) "." \
				__stringify(V4L2LOOPBACK_VERSION_MINOR) "." \
				__stringify(V4L2LOOPBACK_VERSION_BUGFIX) "-vcam"

static int __init loopback_add_nth(unsigned int i)
{
	struct loopback_config config;

	loopback_config_nth(&config, i);
	return loopback_devices_add(&config, NULL);
}

/*
 * Once there is a device, a program may have it open, so the load must not fail
 * any more: what came up is kept. The control node comes last, so a program
 * that waits for it finds all devices.
 */
static int __init loopback_add_all(void)
{
	unsigned int i, wanted = loopback_config_wanted();
	int ret = 0;

	for (i = 0; ret >= 0 && i < wanted; i++)
		ret = loopback_add_nth(i);
	if (ret < 0 && i > 1)
		pr_warn("v4l2-loopback: device %u of %u cannot be made: %d\n",
			i, wanted, ret);
	else if (ret < 0)
		return ret;
	ret = loopback_ctl_register();
	if (ret && !wanted)
		return ret;
	if (ret)
		pr_warn("v4l2-loopback: no control node: %d\n", ret);
	return 0;
}

static int __init loopback_init(void)
{
	int ret;

	loopback_config_init();
	ret = loopback_wake_init();
	if (ret)
		return ret;
	ret = loopback_mem_init();
	if (ret)
		goto exit_wake;
	ret = loopback_space_fs_init();
	if (ret)
		goto exit_mem;
	loopback_debugfs_init();
	ret = loopback_add_all();
	if (ret)
		goto exit_space;
	pr_info("v4l2-loopback driver version %s loaded\n", LOOPBACK_VERSION);
	return 0;

exit_space:
	loopback_debugfs_exit();
	loopback_space_fs_exit();
exit_mem:
	loopback_mem_exit();
exit_wake:
	loopback_wake_exit();
	return ret;
}
module_init(loopback_init);

static void __exit loopback_exit(void)
{
	loopback_ctl_deregister();
	loopback_devices_remove_all();
	loopback_debugfs_exit();
	loopback_space_fs_exit();
	loopback_mem_exit();
	loopback_wake_exit();
}
module_exit(loopback_exit);

MODULE_DESCRIPTION("V4L2 loopback: frames from one producer to many consumers");
MODULE_VERSION(LOOPBACK_VERSION);
MODULE_LICENSE("GPL");
