// SPDX-License-Identifier: GPL-2.0-only
/*
 * The V4L2 controls. They are the device's, not the opener's; the handler's own
 * lock ranks before dev->lock.
 */

#include <linux/lockdep.h>
#include <linux/v4l2loopback.h>
#include <media/v4l2-ctrls.h>

#include "loopback-ctrls.h"
#include "loopback-dev.h"
#include "loopback-event.h"
#include "loopback-flow.h"
#include "loopback-opener.h"
#include "loopback-pace.h"

#define LOOPBACK_TIMEOUT_MAX	100000	/* milliseconds */

/* Pressed again, the button is for who was opened after the first time. */
static void loopback_image_wanted(struct loopback_dev *dev)
{
	lockdep_assert_held(&dev->lock);
	/* who presses all buttons, as a test does, is to find a plain device */
	if (loopback_strict || dev->timeout_image_io)
		return;
	WRITE_ONCE(dev->image_since, dev->opened);
	WRITE_ONCE(dev->timeout_image_io, true);
}

static int loopback_s_ctrl(struct v4l2_ctrl *ctrl)
{
	struct loopback_dev *dev = container_of(ctrl->handler,
						struct loopback_dev, ctrls);
	bool announced = false;

	lockdep_assert_held(ctrl->handler->lock);
	/* may allocate, which is not for dev->lock */
	if (ctrl->id == V4L2LOOPBACK_CID_WAIT_FOR_CONSUMERS) {
		loopback_flow_patience(dev, ctrl->val);
		return 0;
	}
	mutex_lock(&dev->lock);
	switch (ctrl->id) {
	case V4L2LOOPBACK_CID_KEEP_FORMAT:
		announced = loopback_shows_capture(dev);
		WRITE_ONCE(dev->keep_format, ctrl->val);
		announced = dev->config.exclusive &&
			    announced != loopback_shows_capture(dev);
		loopback_pace_rest(dev);
		break;
	case V4L2LOOPBACK_CID_SUSTAIN_FRAMERATE:
		loopback_pace_sustain(dev, ctrl->val);
		break;
	case V4L2LOOPBACK_CID_TIMEOUT:
		loopback_pace_timeout(dev, ctrl->val);
		break;
	case V4L2LOOPBACK_CID_TIMEOUT_IMAGE_IO:
		loopback_image_wanted(dev);
		break;
	case V4L2LOOPBACK_CID_PRODUCER_END:
		WRITE_ONCE(dev->producer_end, ctrl->val);
		loopback_pace_kick(dev);
		break;
	case V4L2LOOPBACK_CID_KEEP_STRIDES:
		dev->keep_strides = ctrl->val;
		break;
	}
	mutex_unlock(&dev->lock);
	if (announced)
		loopback_announce(dev);
	return 0;
}

static const struct v4l2_ctrl_ops loopback_ctrl_ops = {
	.s_ctrl = loopback_s_ctrl,
};

static const char * const loopback_producer_end[] = {
	[V4L2LOOPBACK_END_WAIT]		= "wait",
	[V4L2LOOPBACK_END_REPEAT]	= "repeat",
	[V4L2LOOPBACK_END_OF_STREAM]	= "end of stream",
};

static const struct v4l2_ctrl_config loopback_ctrls[] = {
	{
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_KEEP_FORMAT,
		.name	= "keep_format",
		.type	= V4L2_CTRL_TYPE_BOOLEAN,
		.max	= 1,
		.step	= 1,
	}, {
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_SUSTAIN_FRAMERATE,
		.name	= "sustain_framerate",
		.type	= V4L2_CTRL_TYPE_BOOLEAN,
		.max	= 1,
		.step	= 1,
	}, {
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_TIMEOUT,
		.name	= "timeout",
		.type	= V4L2_CTRL_TYPE_INTEGER,
		.max	= LOOPBACK_TIMEOUT_MAX,
		.step	= 1,
	}, {
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_TIMEOUT_IMAGE_IO,
		.name	= "timeout_image_io",
		.type	= V4L2_CTRL_TYPE_BUTTON,
	}, {
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_PRODUCER_END,
		.name	= "producer_end",
		.type	= V4L2_CTRL_TYPE_MENU,
		.max	= ARRAY_SIZE(loopback_producer_end) - 1,
		.qmenu	= loopback_producer_end,
	}, {
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_WAIT_FOR_CONSUMERS,
		.name	= "wait_for_consumers",
		.type	= V4L2_CTRL_TYPE_INTEGER,
		.max	= LOOPBACK_PATIENCE_MAX,
		.step	= 1,
	}, {
		.ops	= &loopback_ctrl_ops,
		.id	= V4L2LOOPBACK_CID_KEEP_STRIDES,
		.name	= "keep_strides",
		.type	= V4L2_CTRL_TYPE_BOOLEAN,
		.max	= 1,
		.step	= 1,
	},
};

/* On failure nothing is left to free. */
int loopback_ctrls_init(struct loopback_dev *dev)
{
	unsigned int i;
	int ret;

	v4l2_ctrl_handler_init(&dev->ctrls, ARRAY_SIZE(loopback_ctrls));
	for (i = 0; i < ARRAY_SIZE(loopback_ctrls); i++)
		v4l2_ctrl_new_custom(&dev->ctrls, &loopback_ctrls[i], NULL);
	ret = dev->ctrls.error;
	if (ret)
		v4l2_ctrl_handler_free(&dev->ctrls);
	return ret;
}
