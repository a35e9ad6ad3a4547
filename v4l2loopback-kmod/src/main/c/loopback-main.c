// SPDX-License-Identifier: GPL-2.0-only
/*
 * V4L2 loopback: video devices whose CAPTURE side shows the frames that a
 * program puts into their OUTPUT side. No pixel is moved between an MMAP
 * producer and MMAP consumers, however many there are.
 */

#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/stringify.h>
#include <linux/workqueue.h>
#include <media/v4l2-ioctl.h>

#include "loopback.h"

/* The suffix tells this module from v4l2loopback of the same interface. */
#define LOOPBACK_VERSION	__stringify(V4L2LOOPBACK_VERSION_MAJOR) "." \
				__stringify(V4L2LOOPBACK_VERSION_MINOR) "." \
				__stringify(V4L2LOOPBACK_VERSION_BUGFIX) "-vcam"
#define LOOPBACK_OPENERS_LEAST	2
#define LOOPBACK_OPENERS_DEFAULT	128	/* v4l2-compliance opens 100 */
#define LOOPBACK_SIZE_DEFAULT	8192

static int max_buffers = 8;
module_param(max_buffers, int, 0444);
MODULE_PARM_DESC(max_buffers, "buffers a producer maps (2..32, default 8)");

static int max_openers = LOOPBACK_OPENERS_DEFAULT;
module_param(max_openers, int, 0644);
MODULE_PARM_DESC(max_openers,
		 "open files per device (default 128), 0: no limit");

static int devices = -1;
module_param(devices, int, 0);
MODULE_PARM_DESC(devices,
		 "devices made at load (default: one, or as many as video_nr)");

static int video_nr[LOOPBACK_DEVICES_MAX] = {
	[0 ... LOOPBACK_DEVICES_MAX - 1] = -1
};
module_param_array(video_nr, int, NULL, 0444);
MODULE_PARM_DESC(video_nr, "number of each /dev/videoN, -1: any");

static int capture_nr[LOOPBACK_DEVICES_MAX] = {
	[0 ... LOOPBACK_DEVICES_MAX - 1] = LOOPBACK_NR_JOINED
};
module_param_array(capture_nr, int, NULL, 0444);
MODULE_PARM_DESC(capture_nr,
		 "number of a CAPTURE node of its own, -1 (default): joined, -2: any");

static char *card_label[LOOPBACK_DEVICES_MAX];
module_param_array(card_label, charp, NULL, 0);
MODULE_PARM_DESC(card_label, "name of each device");

static bool exclusive_caps[LOOPBACK_DEVICES_MAX];
module_param_array(exclusive_caps, bool, NULL, 0444);
MODULE_PARM_DESC(exclusive_caps, "announce either CAPTURE or OUTPUT, not both");

static int max_width = LOOPBACK_SIZE_DEFAULT;
module_param(max_width, int, 0444);
MODULE_PARM_DESC(max_width, "widest frame (default 8192)");

static int max_height = LOOPBACK_SIZE_DEFAULT;
module_param(max_height, int, 0444);
MODULE_PARM_DESC(max_height, "highest frame (default 8192)");

static int debug;
module_param(debug, int, 0644);
MODULE_PARM_DESC(debug,
		 "2 or more: the core logs the ioctls of devices made from now on");

static unsigned int allowed_gid = -1;
module_param(allowed_gid, uint, 0644);
MODULE_PARM_DESC(allowed_gid,
		 "only members of this group may open a device, -1: anybody");

bool loopback_strict;
module_param_named(strict, loopback_strict, bool, 0644);
MODULE_PARM_DESC(strict, "one consumer per device");

/* A process that may override file permissions may override this, too. */
bool loopback_may_open(void)
{
	return loopback_access_member(READ_ONCE(allowed_gid));
}

static unsigned int loopback_devices_wanted(void)
{
	int i, wanted = 1;

	if (devices >= 0)
		return min(devices, LOOPBACK_DEVICES_MAX);
	for (i = 0; i < LOOPBACK_DEVICES_MAX; i++)
		if (video_nr[i] >= 0)
			wanted = i + 1;
	return wanted;
}

static u32 loopback_size_limit(int wanted, int smallest)
{
	return wanted < smallest ? LOOPBACK_SIZE_DEFAULT :
				   min(wanted, LOOPBACK_SIZE_LIMIT);
}

int loopback_debug_level(void)
{
	return READ_ONCE(debug);
}

unsigned int loopback_buffers_limit(int wanted)
{
	return clamp(wanted, 2, LOOPBACK_BUFFERS_MAX);
}

/* What a device has unless it is asked for otherwise. */
void loopback_config_default(struct loopback_config *config)
{
	memset(config, 0, sizeof(*config));
	config->video_nr = -1;
	config->capture_nr = LOOPBACK_NR_JOINED;
	config->min_width = LOOPBACK_WIDTH_MIN;
	config->min_height = LOOPBACK_HEIGHT_MIN;
	config->max_width = loopback_size_limit(max_width,
						LOOPBACK_WIDTH_MIN);
	config->max_height = loopback_size_limit(max_height,
						 LOOPBACK_HEIGHT_MIN);
	config->max_buffers = max_buffers;
	config->max_openers = max_openers < 0 ? LOOPBACK_OPENERS_LEAST :
						max_openers;
	if (debug > 1)
		config->dev_debug = V4L2_DEV_DEBUG_IOCTL |
				    V4L2_DEV_DEBUG_IOCTL_ARG;
}

static int __init loopback_add_nth(unsigned int i)
{
	struct loopback_config config;

	loopback_config_default(&config);
	config.video_nr = max(video_nr[i], -1);
	config.capture_nr = max(capture_nr[i], LOOPBACK_NR_ANY);
	if (card_label[i])
		strscpy(config.label, card_label[i], sizeof(config.label));
	config.exclusive = exclusive_caps[i];
	return loopback_devices_add(&config);
}

/*
 * Once there is a device, a program may have it open, so the load must not fail
 * any more: what came up is kept. The control node comes last, so a program
 * that waits for it finds all devices.
 */
static int __init loopback_add_all(void)
{
	unsigned int i, wanted = loopback_devices_wanted();
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

	max_buffers = loopback_buffers_limit(max_buffers);
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
