// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls that ask for the format, the size and the rate of frames, or set
 * them. All three belong to the device; who may change them depends on the
 * side.
 */

#include <linux/lockdep.h>
#include <linux/string.h>

#include "loopback-access.h"
#include "loopback-dev.h"
#include "loopback-format.h"
#include "loopback-ioctl-format.h"
#include "loopback-layout.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-role.h"
#include "loopback-slot.h"

/* What consumers get is settled: by a producer, or by what there is without. */
static bool loopback_sourced(const struct loopback_dev *dev)
{
	return READ_ONCE(dev->hub.producer) || loopback_has_placeholder(dev);
}

/*
 * Sizes and intervals have no side, unless the node has but one: a producer,
 * keep_format or a placeholder settles them for both.
 */
static bool loopback_fixed(struct file *file)
{
	const struct loopback_dev *dev = video_drvdata(file);

	if (video_devdata(file)->vfl_dir == VFL_DIR_TX)
		return READ_ONCE(dev->hub.producer) ||
		       loopback_format_kept(dev);
	return loopback_sourced(dev) || loopback_format_kept(dev);
}

/* Consumers are told nothing but what they get. */
static bool loopback_live_only(struct loopback_dev *dev, u32 type)
{
	return loopback_format_kept(dev) ||
	       (!V4L2_TYPE_IS_OUTPUT(type) && loopback_sourced(dev));
}

int loopback_enum_fmt(struct file *file, void *priv, struct v4l2_fmtdesc *desc)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, V4L2_TYPE_IS_OUTPUT(desc->type)))
		return -EINVAL;
	if (loopback_live_only(dev, desc->type)) {
		if (desc->index)
			return -EINVAL;
		mutex_lock(&dev->lock);
		desc->pixelformat = dev->format.pixelformat;
		mutex_unlock(&dev->lock);
		return 0;
	}
	desc->pixelformat = loopback_format_nth(desc->index);
	return desc->pixelformat ? 0 : -EINVAL;
}

int loopback_enum_framesizes(struct file *file, void *priv,
			     struct v4l2_frmsizeenum *size)
{
	struct loopback_dev *dev = video_drvdata(file);
	int ret = 0;

	if (size->index || !loopback_format_known(size->pixel_format))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (!loopback_fixed(file)) {
		size->type = V4L2_FRMSIZE_TYPE_CONTINUOUS;
		size->stepwise.min_width = dev->config.min_width;
		size->stepwise.max_width = dev->config.max_width;
		size->stepwise.step_width = 1;
		size->stepwise.min_height = dev->config.min_height;
		size->stepwise.max_height = dev->config.max_height;
		size->stepwise.step_height = 1;
	} else if (size->pixel_format == dev->format.pixelformat) {
		size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
		size->discrete.width = dev->format.width;
		size->discrete.height = dev->format.height;
	} else {
		ret = -EINVAL;
	}
	mutex_unlock(&dev->lock);
	return ret;
}

int loopback_enum_frameintervals(struct file *file, void *priv,
				 struct v4l2_frmivalenum *interval)
{
	struct loopback_dev *dev = video_drvdata(file);
	int ret = 0;

	if (interval->index || !loopback_format_known(interval->pixel_format) ||
	    interval->width < dev->config.min_width ||
	    interval->height < dev->config.min_height ||
	    interval->width > dev->config.max_width ||
	    interval->height > dev->config.max_height)
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (!loopback_fixed(file)) {
		interval->type = V4L2_FRMIVAL_TYPE_CONTINUOUS;
		interval->stepwise = (struct v4l2_frmival_stepwise) {
			.min = { 1, LOOPBACK_RATE_MAX },
			.max = { U32_MAX, 1 },
			.step = { 1, 1 },
		};
	} else if (interval->pixel_format == dev->format.pixelformat &&
		   interval->width == dev->format.width &&
		   interval->height == dev->format.height) {
		interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
		interval->discrete = dev->interval;
	} else {
		ret = -EINVAL;
	}
	mutex_unlock(&dev->lock);
	return ret;
}

int loopback_g_fmt(struct file *file, void *priv, struct v4l2_format *format)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, V4L2_TYPE_IS_OUTPUT(format->type)))
		return -EINVAL;
	mutex_lock(&dev->lock);
	format->fmt.pix = dev->format;
	mutex_unlock(&dev->lock);
	return 0;
}

int loopback_try_fmt_out(struct file *file, void *priv,
			 struct v4l2_format *format)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, true))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (loopback_format_kept(dev))
		format->fmt.pix = dev->format;
	else
		loopback_format_adjust_out(dev, &format->fmt.pix);
	mutex_unlock(&dev->lock);
	return 0;
}

/* A consumer gets what there is; it may choose only while nobody has chosen. */
static bool loopback_settled(const struct loopback_dev *dev)
{
	return dev->hub.pool || loopback_has_placeholder(dev) ||
	       loopback_format_kept(dev);
}

int loopback_try_fmt_cap(struct file *file, void *priv,
			 struct v4l2_format *format)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, false))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (loopback_settled(dev))
		format->fmt.pix = dev->format;
	else
		loopback_format_adjust_cap(dev, &format->fmt.pix);
	mutex_unlock(&dev->lock);
	return 0;
}

static bool loopback_opener_busy(struct loopback_opener *opener)
{
	return vb2_is_busy(&opener->capture) || vb2_is_busy(&opener->output);
}

static int loopback_s_fmt_out_locked(struct loopback_opener *opener,
				     struct v4l2_pix_format *pix)
{
	struct loopback_dev *dev = opener->dev;
	struct loopback_pool *old = NULL;
	bool draws;
	int ret = 0;

	if (!loopback_opener_busy(opener)) {
		loopback_role_end_file(opener, true);
		loopback_role_end_file(opener, false);
	}
	mutex_lock(&dev->lock);
	draws = loopback_is_image_writer(opener);
	if (loopback_opener_busy(opener) || (dev->hub.producer && !draws)) {
		ret = -EBUSY;
	} else if (loopback_format_kept(dev) || (draws && dev->hub.pool)) {
		*pix = dev->format;
	} else {
		loopback_format_adjust_out(dev, pix);
		old = loopback_layout_set(dev, opener, pix);
		WRITE_ONCE(dev->chosen, true);
		loopback_pace_kick(dev); /* it may be the placeholder's */
	}
	if (!ret && !draws)
		dev->chooser = opener;
	mutex_unlock(&dev->lock);
	loopback_pool_put(old);
	return ret;
}

int loopback_s_fmt_out(struct file *file, void *priv,
		       struct v4l2_format *format)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	if (loopback_side_hidden(file, true))
		return -EINVAL;
	if (!loopback_access_may(opener, true))
		return -EACCES;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_s_fmt_out_locked(opener, &format->fmt.pix);
	mutex_unlock(&opener->lock);
	return ret;
}

static int loopback_s_fmt_cap_locked(struct loopback_opener *opener,
				     struct v4l2_pix_format *pix)
{
	struct loopback_dev *dev = opener->dev;
	int ret = 0;

	if (!loopback_opener_busy(opener))
		loopback_role_end_file(opener, false);
	mutex_lock(&dev->lock);
	if (loopback_opener_busy(opener) && !loopback_stale(opener)) {
		ret = -EBUSY;
	} else if (loopback_settled(dev) || loopback_opener_busy(opener)) {
		/* buffers of an old format fit no more: it may ask with them */
		*pix = dev->format;
	} else {
		loopback_format_adjust_cap(dev, pix);
		loopback_layout_set(dev, opener, pix);	/* there is no pool */
		WRITE_ONCE(dev->chosen, true);
	}
	mutex_unlock(&dev->lock);
	return ret;
}

int loopback_s_fmt_cap(struct file *file, void *priv,
		       struct v4l2_format *format)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	if (loopback_side_hidden(file, false))
		return -EINVAL;
	if (!loopback_access_may(opener, false))
		return -EACCES;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_s_fmt_cap_locked(opener, &format->fmt.pix);
	mutex_unlock(&opener->lock);
	return ret;
}

struct v4l2_fract loopback_interval_adjust(struct v4l2_fract interval)
{
	if (!interval.numerator || !interval.denominator)
		return (struct v4l2_fract){ 1, 30 };
	if (interval.denominator / LOOPBACK_RATE_MAX >= interval.numerator)
		return (struct v4l2_fract){ 1, LOOPBACK_RATE_MAX };
	return interval;
}

static int loopback_fill_parm(struct file *file, struct v4l2_streamparm *parm,
			      bool set)
{
	struct loopback_dev *dev = video_drvdata(file);
	bool output = V4L2_TYPE_IS_OUTPUT(parm->type);
	struct v4l2_fract interval = output ? parm->parm.output.timeperframe :
					      parm->parm.capture.timeperframe;

	if (loopback_side_hidden(file, output))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (set && (output || !loopback_fixed(file)))
		dev->interval = loopback_interval_adjust(interval);
	interval = dev->interval;
	mutex_unlock(&dev->lock);
	memset(&parm->parm, 0, sizeof(parm->parm));
	if (output) {
		parm->parm.output.capability = V4L2_CAP_TIMEPERFRAME;
		parm->parm.output.timeperframe = interval;
		parm->parm.output.writebuffers = dev->config.max_buffers;
	} else {
		parm->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
		parm->parm.capture.timeperframe = interval;
		parm->parm.capture.readbuffers = dev->config.max_buffers;
	}
	return 0;
}

int loopback_g_parm(struct file *file, void *priv, struct v4l2_streamparm *parm)
{
	return loopback_fill_parm(file, parm, false);
}

int loopback_s_parm(struct file *file, void *priv, struct v4l2_streamparm *parm)
{
	if (V4L2_TYPE_IS_OUTPUT(parm->type) &&
	    !loopback_side_hidden(file, true) &&
	    !loopback_access_may(loopback_opener_of(file), true))
		return -EACCES;
	return loopback_fill_parm(file, parm, true);
}
