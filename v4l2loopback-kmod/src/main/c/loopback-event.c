// SPDX-License-Identifier: GPL-2.0-only
/*
 * The private event by which a producer learns whether anybody watches.
 */

#include <linux/string.h>
#include <media/v4l2-event.h>

#include "loopback.h"

/* dev->lock is held. */
static struct v4l2_event loopback_usage_event(const struct loopback_dev *dev)
{
	struct v4l2_event event = { .type = V4L2LOOPBACK_EVENT_CLIENT_USAGE };
	struct v4l2loopback_client_usage usage = { .count = !!dev->consuming };

	memcpy(event.u.data, &usage, sizeof(usage));
	return event;
}

/* Somebody takes frames, after nobody did, or the other way round. dev->lock is held. */
void loopback_event_usage(struct loopback_dev *dev)
{
	struct v4l2_event event = loopback_usage_event(dev);
	unsigned int i;

	for (i = 0; i < dev->nodes; i++)
		v4l2_event_queue(&dev->node[i], &event);
}

static int loopback_usage_add(struct v4l2_subscribed_event *sev, unsigned int elems)
{
	struct loopback_dev *dev = video_get_drvdata(sev->fh->vdev);
	struct v4l2_event event;

	if (!(sev->flags & V4L2_EVENT_SUB_FL_SEND_INITIAL))
		return 0;
	mutex_lock(&dev->lock);
	event = loopback_usage_event(dev);
	sev->elems = elems;	/* else the queue is not open yet */
	v4l2_event_queue_fh(sev->fh, &event);
	mutex_unlock(&dev->lock);
	return 0;
}

static const struct v4l2_subscribed_event_ops loopback_usage_ops = {
	.add = loopback_usage_add,
};

/* One slot: the newest wins. */
int loopback_event_subscribe_usage(struct v4l2_fh *fh,
				   const struct v4l2_event_subscription *sub)
{
	return v4l2_event_subscribe(fh, sub, 1, &loopback_usage_ops);
}
