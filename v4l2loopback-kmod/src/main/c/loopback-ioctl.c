// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls. Buffers are videobuf2's matter, on the opener's own two queues;
 * the format is the device's.
 */

#include <linux/string.h>
#include <linux/uaccess.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "loopback.h"

#define LOOPBACK_DRIVER	"v4l2 loopback"

/*
 * With exclusive_caps a device shows one side: CAPTURE while a producer streams
 * or keep_format is set, else OUTPUT. The producer itself keeps its side, and
 * so does a program that comes to be one while there is none.
 */
static bool loopback_side_hidden(struct file *file, bool output)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct loopback_dev *dev = opener->dev;

	if (!dev->config.exclusive || loopback_draws(opener))
		return false;
	if (!output)
		return !loopback_shows_capture(dev);
	return READ_ONCE(dev->live) && READ_ONCE(dev->hub.producer) != &opener->producer;
}

static u32 loopback_device_caps(struct file *file)
{
	struct loopback_dev *dev = video_drvdata(file);
	u32 caps = video_devdata(file)->device_caps;

	if (loopback_opener_of(file)->timeout_image)
		return caps & ~V4L2_CAP_VIDEO_CAPTURE;
	if (!dev->config.exclusive)
		return caps;
	if (loopback_shows_capture(dev) && !loopback_draws(loopback_opener_of(file)))
		return caps & ~V4L2_CAP_VIDEO_OUTPUT;
	return caps & ~V4L2_CAP_VIDEO_CAPTURE;
}

static int loopback_querycap(struct file *file, void *priv, struct v4l2_capability *cap)
{
	struct loopback_dev *dev = video_drvdata(file);

	strscpy(cap->driver, LOOPBACK_DRIVER, sizeof(cap->driver));
	strscpy(cap->card, dev->card, sizeof(cap->card));
	snprintf(cap->bus_info, sizeof(cap->bus_info), "platform:v4l2loopback-%03u",
		 dev->number);
	return 0;
}

/* The core takes capabilities for constants, and warns when they are not. */
static int loopback_querycap_variable(struct file *file, void __user *arg)
{
	struct v4l2_capability cap = { .version = LINUX_VERSION_CODE };

	loopback_querycap(file, NULL, &cap);
	cap.device_caps = loopback_device_caps(file) | V4L2_CAP_EXT_PIX_FORMAT;
	cap.capabilities = cap.device_caps | V4L2_CAP_DEVICE_CAPS;
	return copy_to_user(arg, &cap, sizeof(cap)) ? -EFAULT : 0;
}

/* Sizes and intervals have no side: a producer, or keep_format, settles them for both. */
static bool loopback_fixed(const struct loopback_dev *dev)
{
	return READ_ONCE(dev->hub.producer) || loopback_format_kept(dev);
}

/* Consumers are told nothing but what the producer sends. */
static bool loopback_live_only(struct loopback_dev *dev, u32 type)
{
	return loopback_format_kept(dev) ||
	       (!V4L2_TYPE_IS_OUTPUT(type) && READ_ONCE(dev->hub.producer));
}

static int loopback_enum_fmt(struct file *file, void *priv, struct v4l2_fmtdesc *desc)
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

static int loopback_enum_framesizes(struct file *file, void *priv,
				    struct v4l2_frmsizeenum *size)
{
	struct loopback_dev *dev = video_drvdata(file);
	int ret = 0;

	if (size->index || !loopback_format_known(size->pixel_format))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (!loopback_fixed(dev)) {
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

static int loopback_enum_frameintervals(struct file *file, void *priv,
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
	if (!loopback_fixed(dev)) {
		interval->type = V4L2_FRMIVAL_TYPE_CONTINUOUS;
		interval->stepwise.min = (struct v4l2_fract){ 1, LOOPBACK_RATE_MAX };
		interval->stepwise.max = (struct v4l2_fract){ U32_MAX, 1 };
		interval->stepwise.step = (struct v4l2_fract){ 1, 1 };
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

static int loopback_g_fmt(struct file *file, void *priv, struct v4l2_format *format)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, V4L2_TYPE_IS_OUTPUT(format->type)))
		return -EINVAL;
	mutex_lock(&dev->lock);
	format->fmt.pix = dev->format;
	mutex_unlock(&dev->lock);
	return 0;
}

static int loopback_try_fmt_out(struct file *file, void *priv, struct v4l2_format *format)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, true))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (loopback_format_kept(dev))
		format->fmt.pix = dev->format;
	else
		loopback_format_adjust(dev, &format->fmt.pix);
	mutex_unlock(&dev->lock);
	return 0;
}

/* A consumer gets what there is; it may choose only while nobody has chosen. */
static int loopback_try_fmt_cap(struct file *file, void *priv, struct v4l2_format *format)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, false))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (dev->hub.pool || loopback_format_kept(dev))
		format->fmt.pix = dev->format;
	else
		loopback_format_adjust(dev, &format->fmt.pix);
	mutex_unlock(&dev->lock);
	return 0;
}

static bool loopback_same_layout(const struct v4l2_pix_format *a,
				 const struct v4l2_pix_format *b)
{
	return a->pixelformat == b->pixelformat && a->width == b->width &&
	       a->height == b->height && a->bytesperline == b->bytesperline &&
	       a->sizeimage == b->sizeimage;
}

/* Consumers that hold buffers of the old format must ask again. dev->lock is held. */
static struct loopback_pool *loopback_retire_pool(struct loopback_dev *dev)
{
	static const struct v4l2_event change = {
		.type = V4L2_EVENT_SOURCE_CHANGE,
		.u.src_change.changes = V4L2_EVENT_SRC_CH_RESOLUTION,
	};
	struct loopback_opener *opener;
	struct loopback_pool *old;

	spin_lock(&dev->hub.lock);
	old = loopback_hub_detach(&dev->hub);
	spin_unlock(&dev->hub.lock);
	if (!old)
		return NULL;
	list_for_each_entry(opener, &dev->openers, link) {
		if (opener->pool != old)
			continue;
		vb2_queue_error(&opener->capture);
		v4l2_event_queue_fh(&opener->fh, &change);
	}
	return old;
}

static void loopback_set_format(struct loopback_dev *dev, const struct v4l2_pix_format *pix)
{
	if (!loopback_same_layout(&dev->format, pix))
		loopback_image_drop(dev);
	dev->format = *pix;
	WRITE_ONCE(dev->chosen, true);
	dev->compressed = loopback_format_compressed(pix->pixelformat);
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
	int ret = 0;

	if (!loopback_opener_busy(opener)) {
		loopback_end_file_io(opener, true);
		loopback_end_file_io(opener, false);
	}
	mutex_lock(&dev->lock);
	if (loopback_opener_busy(opener) || (dev->hub.producer && !loopback_draws(opener))) {
		ret = -EBUSY;
	} else if (loopback_format_kept(dev) || (loopback_draws(opener) && dev->hub.pool)) {
		*pix = dev->format;
	} else {
		loopback_format_adjust(dev, pix);
		if (!loopback_same_layout(&dev->format, pix))
			old = loopback_retire_pool(dev);
		loopback_set_format(dev, pix);
	}
	mutex_unlock(&dev->lock);
	loopback_pool_put(old);
	return ret;
}

static int loopback_s_fmt_out(struct file *file, void *priv, struct v4l2_format *format)
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
		loopback_end_file_io(opener, false);
	mutex_lock(&dev->lock);
	if (loopback_opener_busy(opener)) {
		ret = -EBUSY;
	} else if (dev->hub.pool || loopback_format_kept(dev)) {
		*pix = dev->format;
	} else {
		loopback_format_adjust(dev, pix);
		loopback_set_format(dev, pix);
	}
	mutex_unlock(&dev->lock);
	return ret;
}

static int loopback_s_fmt_cap(struct file *file, void *priv, struct v4l2_format *format)
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

static int loopback_enum_input(struct file *file, void *priv, struct v4l2_input *input)
{
	struct loopback_dev *dev = video_drvdata(file);

	if (loopback_side_hidden(file, false))
		return -ENOTTY;
	if (input->index)
		return -EINVAL;
	input->type = V4L2_INPUT_TYPE_CAMERA;
	strscpy(input->name, "loopback", sizeof(input->name));
	if (!READ_ONCE(dev->live))
		input->status = V4L2_IN_ST_NO_SIGNAL;
	return 0;
}

static int loopback_g_input(struct file *file, void *priv, unsigned int *index)
{
	if (loopback_side_hidden(file, false))
		return -ENOTTY;
	*index = 0;
	return 0;
}

static int loopback_s_input(struct file *file, void *priv, unsigned int index)
{
	if (loopback_side_hidden(file, false))
		return -ENOTTY;
	return index ? -EINVAL : 0;
}

static int loopback_enum_output(struct file *file, void *priv, struct v4l2_output *output)
{
	if (loopback_side_hidden(file, true))
		return -ENOTTY;
	if (output->index)
		return -EINVAL;
	output->type = V4L2_OUTPUT_TYPE_ANALOG;
	strscpy(output->name, "loopback in", sizeof(output->name));
	return 0;
}

static int loopback_g_output(struct file *file, void *priv, unsigned int *index)
{
	if (loopback_side_hidden(file, true))
		return -ENOTTY;
	*index = 0;
	return 0;
}

static int loopback_s_output(struct file *file, void *priv, unsigned int index)
{
	if (loopback_side_hidden(file, true))
		return -ENOTTY;
	return index ? -EINVAL : 0;
}

struct v4l2_fract loopback_interval_adjust(struct v4l2_fract interval)
{
	if (!interval.numerator || !interval.denominator)
		return (struct v4l2_fract){ 1, 30 };
	if (interval.denominator / LOOPBACK_RATE_MAX >= interval.numerator)
		return (struct v4l2_fract){ 1, LOOPBACK_RATE_MAX };
	return interval;
}

static int loopback_fill_parm(struct file *file, struct v4l2_streamparm *parm, bool set)
{
	struct loopback_dev *dev = video_drvdata(file);
	bool output = V4L2_TYPE_IS_OUTPUT(parm->type);
	struct v4l2_fract interval = output ? parm->parm.output.timeperframe :
					      parm->parm.capture.timeperframe;

	if (loopback_side_hidden(file, output))
		return -EINVAL;
	mutex_lock(&dev->lock);
	if (set && (output || !loopback_fixed(dev)))
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

static int loopback_g_parm(struct file *file, void *priv, struct v4l2_streamparm *parm)
{
	return loopback_fill_parm(file, parm, false);
}

static int loopback_s_parm(struct file *file, void *priv, struct v4l2_streamparm *parm)
{
	return loopback_fill_parm(file, parm, true);
}

static int loopback_subscribe_event(struct v4l2_fh *fh,
				    const struct v4l2_event_subscription *sub)
{
	switch (sub->type) {
	case V4L2_EVENT_CTRL:
		return v4l2_ctrl_subscribe_event(fh, sub);
	case V4L2LOOPBACK_EVENT_CLIENT_USAGE:
		return loopback_event_subscribe_usage(fh, sub);
	case V4L2_EVENT_SOURCE_CHANGE:
		if (fh->vdev->vfl_dir != VFL_DIR_TX)
			return v4l2_src_change_event_subscribe(fh, sub);
		break;
	case V4L2_EVENT_EOS:
		if (fh->vdev->vfl_dir != VFL_DIR_TX)
			return v4l2_event_subscribe(fh, sub, 0, NULL);
		break;
	}
	return -EINVAL;
}

const struct v4l2_ioctl_ops loopback_ioctl_ops = {
	.vidioc_querycap		= loopback_querycap,
	.vidioc_enum_fmt_vid_cap	= loopback_enum_fmt,
	.vidioc_enum_fmt_vid_out	= loopback_enum_fmt,
	.vidioc_g_fmt_vid_cap		= loopback_g_fmt,
	.vidioc_g_fmt_vid_out		= loopback_g_fmt,
	.vidioc_try_fmt_vid_cap		= loopback_try_fmt_cap,
	.vidioc_try_fmt_vid_out		= loopback_try_fmt_out,
	.vidioc_s_fmt_vid_cap		= loopback_s_fmt_cap,
	.vidioc_s_fmt_vid_out		= loopback_s_fmt_out,
	.vidioc_enum_framesizes		= loopback_enum_framesizes,
	.vidioc_enum_frameintervals	= loopback_enum_frameintervals,
	.vidioc_g_parm			= loopback_g_parm,
	.vidioc_s_parm			= loopback_s_parm,
	.vidioc_enum_input		= loopback_enum_input,
	.vidioc_g_input			= loopback_g_input,
	.vidioc_s_input			= loopback_s_input,
	.vidioc_enum_output		= loopback_enum_output,
	.vidioc_g_output		= loopback_g_output,
	.vidioc_s_output		= loopback_s_output,
	.vidioc_reqbufs			= loopback_reqbufs,
	.vidioc_create_bufs		= loopback_create_bufs,
#ifdef LOOPBACK_REMOVE_BUFS
	.vidioc_remove_bufs		= loopback_remove_bufs,
#endif
	.vidioc_querybuf		= loopback_querybuf,
	.vidioc_prepare_buf		= loopback_prepare_buf,
	.vidioc_qbuf			= loopback_qbuf,
	.vidioc_dqbuf			= loopback_dqbuf,
	.vidioc_expbuf			= loopback_expbuf,
	.vidioc_streamon		= loopback_streamon,
	.vidioc_streamoff		= loopback_streamoff,
	.vidioc_subscribe_event		= loopback_subscribe_event,
	.vidioc_unsubscribe_event	= v4l2_event_unsubscribe,
};

/* What is not the core's business, or too frequent to go through it. */
long loopback_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct loopback_dev *dev = video_drvdata(file);
	void __user *user = (void __user *)arg;

	if ((cmd == VIDIOC_QBUF || cmd == VIDIOC_DQBUF) && !video_devdata(file)->dev_debug)
		return loopback_ioctl_buffer(file, cmd, user);
	if (cmd == VIDIOC_QUERYCAP &&
	    (dev->config.exclusive || loopback_opener_of(file)->timeout_image))
		return loopback_querycap_variable(file, user);
	return video_ioctl2(file, cmd, arg);
}
