// SPDX-License-Identifier: GPL-2.0-only
/*
 * How devices are made unless they are asked for otherwise: the parameters.
 */

#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include <media/v4l2-ioctl.h>

#include "loopback-config.h"
#include "loopback-dev.h"
#include "loopback-pool.h"

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

static bool camera[LOOPBACK_DEVICES_MAX];
module_param_array(camera, bool, NULL, 0444);
MODULE_PARM_DESC(camera, "announce CAPTURE alone, whether it is fed or not");

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

/* How many devices are made at load. */
unsigned int loopback_config_wanted(void)
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

/* As the parameter is now. */
int loopback_debug_level(void)
{
	return READ_ONCE(debug);
}

unsigned int loopback_buffers_limit(int wanted)
{
	return clamp(wanted, 2, LOOPBACK_BUFFERS_MAX);
}

/* What was asked for stays readable in sysfs, so it is what is heeded. */
void loopback_config_init(void)
{
	max_buffers = loopback_buffers_limit(max_buffers);
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

/* The same for a device that is made at load. */
void loopback_config_nth(struct loopback_config *config, unsigned int i)
{
	loopback_config_default(config);
	config->video_nr = max(video_nr[i], -1);
	config->capture_nr = max(capture_nr[i], LOOPBACK_NR_ANY);
	if (card_label[i])
		strscpy(config->label, card_label[i], sizeof(config->label));
	config->exclusive = exclusive_caps[i];
	config->camera = camera[i] && config->capture_nr == LOOPBACK_NR_JOINED;
}
