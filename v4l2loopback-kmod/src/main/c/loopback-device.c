// SPDX-License-Identifier: GPL-2.0-only
/*
 * How one device is made and freed. The last reference on v4l2_dev frees it; a
 * node has one until its last file is closed.
 */

#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "loopback-access.h"
#include "loopback-budget.h"
#include "loopback-ctrls.h"
#include "loopback-debugfs.h"
#include "loopback-dev.h"
#include "loopback-device.h"
#include "loopback-file.h"
#include "loopback-flow.h"
#include "loopback-format.h"
#include "loopback-ioctl.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-pool-hub.h"
#include "loopback-queue.h"
#include "loopback-sysfs.h"

#define LOOPBACK_CAPS	(V4L2_CAP_STREAMING | V4L2_CAP_READWRITE)

static const struct attribute_group *loopback_groups[] = {
	&loopback_sysfs_group,
	&loopback_access_group,
	NULL
};

static void loopback_device_free(struct v4l2_device *v4l2_dev)
{
	struct loopback_dev *dev =
		container_of(v4l2_dev, struct loopback_dev, v4l2_dev);

	loopback_flow_exit(dev);
	loopback_pace_end(dev);
	loopback_mem_put(dev->image.mem);
	loopback_mem_put(dev->placeholder.image.mem);
	v4l2_device_unregister(&dev->v4l2_dev);
	v4l2_ctrl_handler_free(&dev->ctrls);
	loopback_budget_put(dev->budget);
	mutex_destroy(&dev->lock);
	kfree(dev);
}

static struct loopback_dev *
loopback_device_new(const struct loopback_config *config)
{
	struct loopback_dev *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return NULL;
	dev->budget = loopback_budget_new();
	if (!dev->budget)
		goto free_dev;
	if (loopback_ctrls_init(dev))
		goto put_budget;
	dev->v4l2_dev.ctrl_handler = &dev->ctrls;
	dev->config = *config;
	dev->closed = true;
	mutex_init(&dev->lock);
	INIT_LIST_HEAD(&dev->link);
	INIT_LIST_HEAD(&dev->openers);
	loopback_hub_init(&dev->hub);
	loopback_flow_init(dev);
	loopback_access_init(dev);
	loopback_pace_init(dev);
	loopback_format_default(dev);
	return dev;

put_budget:
	loopback_budget_put(dev->budget);
free_dev:
	kfree(dev);
	return NULL;
}

/* What depends on the number of the node. */
static void loopback_device_name(struct loopback_dev *dev, unsigned int number)
{
	dev->number = number;
	dev->hub.video_nr = number;
	snprintf(dev->v4l2_dev.name, sizeof(dev->v4l2_dev.name),
		 "v4l2loopback-%03u", number);
	if (dev->config.label[0])
		strscpy(dev->card, dev->config.label, sizeof(dev->card));
	else
		snprintf(dev->card, sizeof(dev->card),
			 "Dummy video device (0x%04X)", number);
}

static u32 loopback_node_caps(enum vfl_devnode_direction dir)
{
	u32 caps = LOOPBACK_CAPS;

	if (dir != VFL_DIR_RX)
		caps |= V4L2_CAP_VIDEO_OUTPUT;
	if (dir != VFL_DIR_TX)
		caps |= V4L2_CAP_VIDEO_CAPTURE;
	return caps;
}

/* No uevent yet: loopback_device_announce() sends it. */
static int loopback_node_add(struct loopback_dev *dev,
			     enum vfl_devnode_direction dir, int number)
{
	struct video_device *vdev = &dev->node[dev->nodes];
	int ret;

	vdev->v4l2_dev = &dev->v4l2_dev;
	vdev->fops = &loopback_fops;
	vdev->ioctl_ops = &loopback_ioctl_ops;
	vdev->release = video_device_release_empty;
	vdev->vfl_dir = dir;
	vdev->dev.groups = loopback_groups;
	vdev->dev_debug = dev->config.dev_debug;
	vdev->device_caps = loopback_node_caps(dir);
	video_set_drvdata(vdev, dev);
	dev_set_uevent_suppress(&vdev->dev, true);
	ret = video_register_device(vdev, VFL_TYPE_VIDEO, number);
	if (!ret)
		dev->nodes++;
	return ret;
}

static int loopback_nodes_add(struct loopback_dev *dev)
{
	const struct loopback_config *config = &dev->config;
	bool split = config->capture_nr != LOOPBACK_NR_JOINED;
	int ret;

	ret = loopback_node_add(dev, split ? VFL_DIR_TX : VFL_DIR_M2M,
				config->video_nr);
	if (ret || !split)
		return ret;
	/* not 0, which tells a program that asks that there is no such node */
	return loopback_node_add(dev, VFL_DIR_RX, max(config->capture_nr, 1));
}

/*
 * All nodes are there. Their names may depend on the number that the core has
 * chosen, so nobody could open one before, and udev has not heard of them.
 */
static void loopback_device_announce(struct loopback_dev *dev)
{
	struct video_device *vdev;

	loopback_device_name(dev, dev->node[0].num);
	for (vdev = dev->node; vdev < dev->node + dev->nodes; vdev++)
		strscpy(vdev->name, dev->card, sizeof(vdev->name));
	mutex_lock(&dev->lock);
	dev->closed = false;
	mutex_unlock(&dev->lock);
	for (vdev = dev->node; vdev < dev->node + dev->nodes; vdev++) {
		dev_set_uevent_suppress(&vdev->dev, false);
		kobject_uevent(&vdev->dev.kobj, KOBJ_ADD);
	}
}

static void loopback_nodes_remove(struct loopback_dev *dev)
{
	unsigned int i, nodes = dev->nodes;

	for (i = 0; i < nodes; i++)
		video_unregister_device(&dev->node[i]);
}

struct loopback_dev *loopback_device_add(const struct loopback_config *config)
{
	struct loopback_dev *dev = loopback_device_new(config);
	int ret;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	loopback_device_name(dev, max(config->video_nr, 0));
	ret = v4l2_device_register(NULL, &dev->v4l2_dev);
	if (ret) {
		v4l2_ctrl_handler_free(&dev->ctrls);
		loopback_budget_put(dev->budget);
		mutex_destroy(&dev->lock);
		kfree(dev);
		return ERR_PTR(ret);
	}
	dev->v4l2_dev.release = loopback_device_free;
	ret = loopback_nodes_add(dev);
	if (ret) {
		loopback_nodes_remove(dev);
		v4l2_device_put(&dev->v4l2_dev);
		return ERR_PTR(ret);
	}
	loopback_device_announce(dev);
	loopback_debugfs_add(dev);
	return dev;
}

/* Nobody can open it any more after this; EBUSY if somebody has it open. */
int loopback_device_close(struct loopback_dev *dev)
{
	int ret = 0;

	mutex_lock(&dev->lock);
	if (dev->open_count)
		ret = -EBUSY;
	else
		WRITE_ONCE(dev->closed, true);
	mutex_unlock(&dev->lock);
	return ret;
}

void loopback_device_remove(struct loopback_dev *dev)
{
	loopback_debugfs_remove(dev);
	loopback_nodes_remove(dev);
	v4l2_device_put(&dev->v4l2_dev);
}

/*
 * The same while programs have it open. Their next calls fail in the core;
 * those that wait are woken, find it closed, and fail as well. What they have
 * mapped stays, and the last one that closes it frees the device.
 */
void loopback_device_unplug(struct loopback_dev *dev)
{
	struct loopback_opener *opener;

	mutex_lock(&dev->lock);
	WRITE_ONCE(dev->closed, true);
	mutex_unlock(&dev->lock);
	loopback_debugfs_remove(dev);
	loopback_nodes_remove(dev);
	mutex_lock(&dev->lock);
	list_for_each_entry(opener, &dev->openers, link)
		loopback_queues_fail(opener);
	mutex_unlock(&dev->lock);
	v4l2_device_put(&dev->v4l2_dev);
}
