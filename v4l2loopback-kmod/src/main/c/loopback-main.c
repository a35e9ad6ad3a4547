// SPDX-License-Identifier: GPL-2.0-only
/*
 * V4L2 loopback: video devices whose CAPTURE side shows the frames that a
 * program puts into their OUTPUT side. No pixel is moved between an MMAP
 * producer and MMAP consumers, however many there are.
 */

#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <media/v4l2-ioctl.h>

#include "loopback.h"

#define LOOPBACK_VERSION	"0.15.4"
#define LOOPBACK_SIZE_DEFAULT	8192

static int max_buffers = 8;
module_param(max_buffers, int, 0444);
MODULE_PARM_DESC(max_buffers, "buffers a producer maps (2..32, default 8)");

static int max_openers;
module_param(max_openers, int, 0644);
MODULE_PARM_DESC(max_openers, "open files per device, 0 (default): no limit");

static int devices = -1;
module_param(devices, int, 0);
MODULE_PARM_DESC(devices, "devices made at load (default: one, or as many as video_nr)");

static int video_nr[LOOPBACK_DEVICES_MAX] = { [0 ... LOOPBACK_DEVICES_MAX - 1] = -1 };
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
MODULE_PARM_DESC(debug, "2 or more: the core logs the ioctls of the devices made at load");

static unsigned int allowed_gid = -1;
module_param(allowed_gid, uint, 0644);
MODULE_PARM_DESC(allowed_gid, "only members of this group may open a device, -1: anybody");

bool loopback_strict;
module_param_named(strict, loopback_strict, bool, 0644);
MODULE_PARM_DESC(strict, "one consumer per device");

unsigned long loopback_max_mem_mb;
module_param_named(max_mem_mb, loopback_max_mem_mb, ulong, 0644);
MODULE_PARM_DESC(max_mem_mb, "memory of all frames, 0 (default): a quarter of the machine's");

static LIST_HEAD(loopback_devices);

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
	return wanted < smallest ? LOOPBACK_SIZE_DEFAULT : min(wanted, LOOPBACK_SIZE_LIMIT);
}

static void loopback_config_from_parameters(struct loopback_config *config, unsigned int i)
{
	memset(config, 0, sizeof(*config));
	config->video_nr = max(video_nr[i], -1);
	config->capture_nr = capture_nr[i];
	if (card_label[i])
		strscpy(config->label, card_label[i], sizeof(config->label));
	config->exclusive = exclusive_caps[i];
	config->max_width = loopback_size_limit(max_width, LOOPBACK_WIDTH_MIN);
	config->max_height = loopback_size_limit(max_height, LOOPBACK_HEIGHT_MIN);
	config->max_buffers = max_buffers;
	config->max_openers = max(max_openers, 0);
	if (debug > 1)
		config->dev_debug = V4L2_DEV_DEBUG_IOCTL | V4L2_DEV_DEBUG_IOCTL_ARG;
}

static void loopback_remove_all(void)
{
	struct loopback_dev *dev, *next;

	list_for_each_entry_safe(dev, next, &loopback_devices, link) {
		list_del(&dev->link);
		loopback_device_remove(dev);
	}
	loopback_debugfs_exit();
	loopback_pace_stop();
}

static int __init loopback_init(void)
{
	unsigned int i, wanted = loopback_devices_wanted();
	struct loopback_config config;
	struct loopback_dev *dev;
	int ret;

	max_buffers = clamp(max_buffers, 2, LOOPBACK_BUFFERS_MAX);
	ret = loopback_pace_start();
	if (ret)
		return ret;
	loopback_debugfs_init();
	for (i = 0; i < wanted; i++) {
		loopback_config_from_parameters(&config, i);
		dev = loopback_device_add(&config);
		if (IS_ERR(dev)) {
			loopback_remove_all();
			return PTR_ERR(dev);
		}
		list_add_tail(&dev->link, &loopback_devices);
	}
	pr_info("v4l2-loopback driver version %s loaded\n", LOOPBACK_VERSION);
	return 0;
}
module_init(loopback_init);

static void __exit loopback_exit(void)
{
	loopback_remove_all();
}
module_exit(loopback_exit);

MODULE_DESCRIPTION("V4L2 loopback: frames from one producer to many consumers");
MODULE_VERSION(LOOPBACK_VERSION);
MODULE_LICENSE("GPL");
