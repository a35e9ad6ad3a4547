// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs are told without asking: V4L2 events, and uevents of the node.
 */

#include <linux/kobject.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/v4l2loopback.h>
#include <media/v4l2-event.h>

#include "loopback-dev.h"
#include "loopback-event.h"
#include "loopback-opener.h"

static struct v4l2_event loopback_usage_event(const struct loopback_dev *dev)
{
	struct v4l2_event event = { .type = V4L2LOOPBACK_EVENT_CLIENT_USAGE };
	struct v4l2loopback_client_usage usage = { .count = !!dev->consuming };

	lockdep_assert_held(&dev->lock);
	memcpy(event.u.data, &usage, sizeof(usage));
	return event;
}

/* Somebody takes frames, after nobody did, or the other way round. */
void loopback_event_usage(struct loopback_dev *dev)
{
	struct v4l2_event event = loopback_usage_event(dev);
	unsigned int i;

	for (i = 0; i < dev->nodes; i++)
		v4l2_event_queue(&dev->node[i], &event);
}

static int loopback_usage_add(struct v4l2_subscribed_event *sev,
			      unsigned int elems)
{
	struct loopback_dev *dev = video_get_drvdata(sev->fh->vdev);
	struct v4l2_event event;

	if (!(sev->flags & V4L2_EVENT_SUB_FL_SEND_INITIAL))
		return 0;
	mutex_lock(&dev->lock);
	event = loopback_usage_event(dev);
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

static void loopback_event_source(struct loopback_dev *dev,
				  const struct loopback_opener *source,
				  const struct loopback_pool *spared)
{
	static const struct v4l2_event change = {
		.type = V4L2_EVENT_SOURCE_CHANGE,
		.u.src_change.changes = V4L2_EVENT_SRC_CH_RESOLUTION,
	};
	struct loopback_opener *opener;

	lockdep_assert_held(&dev->lock);
	list_for_each_entry(opener, &dev->openers, link)
		if (opener != source && (!spared || opener->pool != spared))
			v4l2_event_queue_fh(&opener->fh, &change);
}

/* Another layout of frames: all who subscribed, but for who has set it. */
void loopback_event_layout(struct loopback_dev *dev,
			   const struct loopback_opener *source)
{
	loopback_event_source(dev, source, NULL);
}

/*
 * The signal comes or goes, which a capture device tells by the same event. Who
 * has buffers of the present layout need not set them up anew, and would lose
 * frames if it did.
 */
void loopback_event_signal(struct loopback_dev *dev,
			   const struct loopback_opener *source)
{
	loopback_event_source(dev, source, dev->hub.pool);
}

/* No frame follows. A producer that stops need not be told. */
void loopback_event_end(struct loopback_dev *dev,
			const struct loopback_opener *source)
{
	static const struct v4l2_event eos = { .type = V4L2_EVENT_EOS };
	struct loopback_opener *opener;

	lockdep_assert_held(&dev->lock);
	list_for_each_entry(opener, &dev->openers, link)
		if (opener != source)
			v4l2_event_queue_fh(&opener->fh, &eos);
}

/*
 * The nodes announce another side: udev, and who listens to it, ask again.
 * Those of a closed device may be going away.
 */
void loopback_announce(struct loopback_dev *dev)
{
	unsigned int i;

	mutex_lock(&dev->lock);
	for (i = 0; i < dev->nodes && !dev->closed; i++)
		kobject_uevent(&dev->node[i].dev.kobj, KOBJ_CHANGE);
	mutex_unlock(&dev->lock);
}
