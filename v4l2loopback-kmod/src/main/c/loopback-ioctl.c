// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls: what a device says of itself, its inputs, outputs and events, and
 * the table of them all.
 */

#include <linux/fcntl.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/v4l2loopback.h>
#include <linux/wait.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "compat.h"
#include "loopback-access.h"
#include "loopback-behind.h"
#include "loopback-borrow.h"
#include "loopback-dev.h"
#include "loopback-event.h"
#include "loopback-ioctl.h"
#include "loopback-ioctl-buf.h"
#include "loopback-ioctl-format.h"
#include "loopback-opener.h"
#include "loopback-placeholder.h"

#define LOOPBACK_DRIVER	"v4l2 loopback"

/* The node announces one side at a time though it has two. */
static bool loopback_one_side(const struct loopback_dev *dev)
{
	return dev->config.exclusive || dev->config.camera;
}

static u32 loopback_device_caps(struct file *file)
{
	struct loopback_dev *dev = video_drvdata(file);
	u32 caps = video_devdata(file)->device_caps;

	if (loopback_role_is_image(loopback_opener_of(file)->role))
		return caps & ~V4L2_CAP_VIDEO_CAPTURE;
	if (loopback_is_image_writer(loopback_opener_of(file)))
		return caps & ~V4L2_CAP_VIDEO_CAPTURE;
	if (!loopback_one_side(dev))
		return caps;
	if (loopback_shows_capture(dev))
		return caps & ~V4L2_CAP_VIDEO_OUTPUT;
	return caps & ~V4L2_CAP_VIDEO_CAPTURE;
}

static int loopback_querycap(struct file *file, void *priv,
			     struct v4l2_capability *cap)
{
	struct loopback_dev *dev = video_drvdata(file);

	/* programs find a camera again by bus_info: one for each node */
	strscpy(cap->driver, LOOPBACK_DRIVER, sizeof(cap->driver));
	strscpy(cap->card, dev->card, sizeof(cap->card));
	snprintf(cap->bus_info, sizeof(cap->bus_info),
		 "platform:v4l2loopback-%03u", video_devdata(file)->num);
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

static int loopback_enum_input(struct file *file, void *priv,
			       struct v4l2_input *input)
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

static int loopback_enum_output(struct file *file, void *priv,
				struct v4l2_output *output)
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
	.vidioc_log_status		= v4l2_ctrl_log_status,
};

/* By the number: the size of struct v4l2_ext_controls differs for 32 bits. */
static bool loopback_sets_controls(unsigned int cmd)
{
	return _IOC_TYPE(cmd) == _IOC_TYPE(VIDIOC_S_CTRL) &&
	       (_IOC_NR(cmd) == _IOC_NR(VIDIOC_S_CTRL) ||
		_IOC_NR(cmd) == _IOC_NR(VIDIOC_S_EXT_CTRLS));
}

/* By the number: struct v4l2_event differs with the width of its time. */
static bool loopback_takes_event(unsigned int cmd)
{
	return _IOC_TYPE(cmd) == _IOC_TYPE(VIDIOC_DQEVENT) &&
	       _IOC_NR(cmd) == _IOC_NR(VIDIOC_DQEVENT);
}

/* The core would wait for an event though the device is closed. */
static int loopback_event_wait(struct loopback_opener *opener)
{
	struct loopback_dev *dev = opener->dev;
	int ret = wait_event_interruptible(opener->fh.wait,
					   v4l2_event_pending(&opener->fh) ||
					   READ_ONCE(dev->closed));

	return READ_ONCE(dev->closed) ? -ENODEV : ret;
}

/* One thread at a time, so the event that it has seen is not another one's. */
static long loopback_dqevent(struct file *file, unsigned int cmd,
			     unsigned long arg)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	long ret;

	if (mutex_lock_interruptible(&opener->event_lock))
		return -ERESTARTSYS;
	ret = loopback_event_wait(opener);
	if (!ret)
		ret = video_ioctl2(file, cmd, arg);
	mutex_unlock(&opener->event_lock);
	return ret;
}

/*
 * GStreamer's sink asks for two buffers unless it is told. The control is not
 * among those that are listed, for programs expect it of codecs alone.
 */
static long loopback_g_ctrl(struct file *file, struct v4l2_control __user *user)
{
	u32 id;

	if (get_user(id, &user->id))
		return -EFAULT;
	if (id == V4L2_CID_MIN_BUFFERS_FOR_OUTPUT)
		return put_user(LOOPBACK_BORROW_FROM, &user->value);
	return video_ioctl2(file, VIDIOC_G_CTRL, (unsigned long)user);
}

/* What is not the core's business, or too frequent to go through it. */
long loopback_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct loopback_dev *dev = video_drvdata(file);
	void __user *user = (void __user *)arg;

	if ((cmd == VIDIOC_QBUF || cmd == VIDIOC_DQBUF) &&
	    !video_devdata(file)->dev_debug)
		return loopback_ioctl_buffer(file, cmd, user);
	if (cmd == V4L2LOOPBACK_IOC_BEHIND)
		return loopback_behind(file, user);
	if (cmd == V4L2LOOPBACK_IOC_S_PLACEHOLDER)
		return loopback_placeholder_set(file, user);
	if (cmd == V4L2LOOPBACK_IOC_G_PLACEHOLDER)
		return loopback_placeholder_get(file, user);
	if (cmd == VIDIOC_QUERYCAP &&
	    (loopback_one_side(dev) ||
	     loopback_role_is_image(loopback_opener_of(file)->role)))
		return loopback_querycap_variable(file, user);
	/* they steer the producer: who may only watch asks, and tries */
	if (loopback_sets_controls(cmd) &&
	    !loopback_access_may(loopback_opener_of(file), true))
		return -EACCES;
	if (cmd == VIDIOC_G_CTRL)
		return loopback_g_ctrl(file, user);
	if (loopback_takes_event(cmd) && !(file->f_flags & O_NONBLOCK))
		return loopback_dqevent(file, cmd, arg);
	return video_ioctl2(file, cmd, arg);
}
