// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of a node, in /sys/devices/virtual/video4linux/videoN.
 */

#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/sysfs.h>

#include "loopback-dev.h"
#include "loopback-ioctl-format.h"
#include "loopback-sysfs.h"

static struct loopback_dev *loopback_dev_of(struct device *device)
{
	return video_get_drvdata(to_video_device(device));
}

/* FOUR:WIDTHxHEIGHT@RATE; empty until somebody chooses a format. */
static ssize_t format_show(struct device *device,
			   struct device_attribute *attr, char *buf)
{
	struct loopback_dev *dev = loopback_dev_of(device);
	const struct v4l2_pix_format *format = &dev->format;
	ssize_t len = 0;
	u32 fourcc;

	mutex_lock(&dev->lock);
	fourcc = format->pixelformat;
	if (dev->hub.pool || loopback_format_kept(dev)) {
		len = sysfs_emit(buf, "%c%c%c%c:%ux%u@%u", fourcc & 0x7f,
				 fourcc >> 8 & 0x7f, fourcc >> 16 & 0x7f,
				 fourcc >> 24 & 0x7f, format->width,
				 format->height, dev->interval.denominator);
		if (dev->interval.numerator != 1)
			len += sysfs_emit_at(buf, len, "/%u",
					     dev->interval.numerator);
		len += sysfs_emit_at(buf, len, "\n");
	}
	mutex_unlock(&dev->lock);
	return len;
}

/* @RATE or @NUMERATOR/DENOMINATOR, in frames per second */
static ssize_t format_store(struct device *device,
			    struct device_attribute *attr, const char *buf,
			    size_t len)
{
	struct loopback_dev *dev = loopback_dev_of(device);
	struct v4l2_fract interval = { .numerator = 1 };
	int end = 0;

	if (sscanf(buf, "@%u%n/%u%n", &interval.denominator, &end,
		   &interval.numerator, &end) < 1)
		return -EINVAL;
	if (buf[end] && strcmp(buf + end, "\n"))
		return -EINVAL;
	if (!interval.numerator || !interval.denominator)
		return -EINVAL;
	mutex_lock(&dev->lock);
	dev->interval = loopback_interval_adjust(interval);
	mutex_unlock(&dev->lock);
	return len;
}
static DEVICE_ATTR_RW(format);

/* Frames that have memory. */
static ssize_t buffers_show(struct device *device,
			    struct device_attribute *attr, char *buf)
{
	struct loopback_dev *dev = loopback_dev_of(device);
	unsigned int buffers = 0;

	mutex_lock(&dev->lock);
	if (dev->hub.pool)
		buffers = hweight64(READ_ONCE(dev->hub.pool->warm) |
				    READ_ONCE(dev->hub.pool->stale));
	mutex_unlock(&dev->lock);
	return sysfs_emit(buf, "%u\n", buffers);
}
static DEVICE_ATTR_RO(buffers);

static ssize_t max_openers_show(struct device *device,
				struct device_attribute *attr, char *buf)
{
	struct loopback_dev *dev = loopback_dev_of(device);

	return sysfs_emit(buf, "%u\n", READ_ONCE(dev->config.max_openers));
}

static ssize_t max_openers_store(struct device *device,
				 struct device_attribute *attr, const char *buf,
				 size_t len)
{
	struct loopback_dev *dev = loopback_dev_of(device);
	unsigned int limit;
	int ret = kstrtouint(buf, 0, &limit);

	if (ret)
		return ret;
	mutex_lock(&dev->lock);
	if (limit > INT_MAX || limit < dev->open_count)
		ret = -EINVAL;
	else
		WRITE_ONCE(dev->config.max_openers, limit);
	mutex_unlock(&dev->lock);
	return ret ? ret : len;
}
static DEVICE_ATTR_RW(max_openers);

/* What a node with exclusive_caps announces. */
static ssize_t state_show(struct device *device,
			  struct device_attribute *attr, char *buf)
{
	struct loopback_dev *dev = loopback_dev_of(device);

	return sysfs_emit(buf, "%s\n",
			  loopback_shows_capture(dev) ? "capture" : "output");
}
static DEVICE_ATTR_RO(state);

/* What the node is for, whatever it announces. */
static ssize_t sides_show(struct device *device, struct device_attribute *attr,
			  char *buf)
{
	switch (to_video_device(device)->vfl_dir) {
	case VFL_DIR_TX:
		return sysfs_emit(buf, "output\n");
	case VFL_DIR_RX:
		return sysfs_emit(buf, "capture\n");
	default:
		return sysfs_emit(buf, "both\n");
	}
}
static DEVICE_ATTR_RO(sides);

static struct attribute *loopback_attrs[] = {
	&dev_attr_format.attr,
	&dev_attr_buffers.attr,
	&dev_attr_max_openers.attr,
	&dev_attr_state.attr,
	&dev_attr_sides.attr,
	NULL
};

const struct attribute_group loopback_sysfs_group = {
	.attrs = loopback_attrs,
};
