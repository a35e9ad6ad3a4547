// SPDX-License-Identifier: GPL-2.0-only
/*
 * The layout of a device's frames: it is set, and while nobody feeds the device
 * it is that of the placeholder, if there is one.
 *
 * A layout that a producer has set stays as long as it has the device open, and
 * as long as somebody has buffers of it: consumers of its frames do not lose
 * them because it begins anew.
 */

#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/wait.h>

#include "loopback-dev.h"
#include "loopback-event.h"
#include "loopback-format.h"
#include "loopback-image.h"
#include "loopback-layout.h"
#include "loopback-opener.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-hub.h"

static bool loopback_same_layout(const struct v4l2_pix_format *a,
				 const struct v4l2_pix_format *b)
{
	return a->pixelformat == b->pixelformat && a->width == b->width &&
	       a->height == b->height && a->bytesperline == b->bytesperline &&
	       a->sizeimage == b->sizeimage;
}

/*
 * End the generation of the old layout: who streams is given its last buffer by
 * the pool. Who reads or polls looks again.
 */
static struct loopback_pool *loopback_retire_pool(struct loopback_dev *dev)
{
	struct loopback_opener *opener;
	struct loopback_pool *old;

	lockdep_assert_held(&dev->lock);
	loopback_hub_lock(&dev->hub);
	old = loopback_hub_detach(&dev->hub);
	loopback_hub_unlock(&dev->hub);
	list_for_each_entry(opener, &dev->openers, link) {
		if (!old || opener->pool != old)
			continue;
		wake_up_interruptible(&opener->capture.done_wq);
		loopback_wake_other(opener, false);
	}
	return old;
}

/*
 * Returns the pool of the old layout, which the caller puts after dev->lock.
 *
 * @source: who has set it and need not be told, or NULL
 */
struct loopback_pool *loopback_layout_set(struct loopback_dev *dev,
					  const struct loopback_opener *source,
					  const struct v4l2_pix_format *pix)
{
	struct loopback_pool *old = NULL;

	lockdep_assert_held(&dev->lock);
	if (!loopback_same_layout(&dev->format, pix)) {
		/* first: who dequeues the last buffer finds the event */
		loopback_event_layout(dev, source);
		loopback_image_drop(dev);
		old = loopback_retire_pool(dev);
	}
	dev->format = *pix;
	dev->compressed = loopback_format_compressed(pix->pixelformat);
	return old;
}

/* Nobody feeds the device, or is about to; nobody has settled its format. */
static bool loopback_layout_free(const struct loopback_dev *dev)
{
	lockdep_assert_held(&dev->lock);
	return loopback_has_placeholder(dev) && !dev->chooser &&
	       !dev->hub.producer && !loopback_format_kept(dev);
}

/*
 * There is another placeholder, or none any more; the one before is handed
 * back. Returns a pool as loopback_layout_set() does.
 */
struct loopback_pool *
loopback_layout_place(struct loopback_dev *dev,
		      const struct loopback_opener *source,
		      struct loopback_placeholder *placeholder)
{
	lockdep_assert_held(&dev->lock);
	swap(dev->placeholder, *placeholder);
	if (!loopback_layout_free(dev))
		return NULL;
	return loopback_layout_set(dev, source, &dev->placeholder.format);
}

/* Somebody has let go of the device: is it at rest from now on? */
bool loopback_layout_rest(struct loopback_dev *dev)
{
	if (dev->hub.pool || !loopback_layout_free(dev))
		return false;
	loopback_layout_set(dev, NULL, &dev->placeholder.format);
	return true;
}

/* Is the placeholder what consumers are to see? */
bool loopback_layout_rests(const struct loopback_dev *dev)
{
	return dev->placeholder.image.mem && !READ_ONCE(dev->live) &&
	       loopback_same_layout(&dev->format, &dev->placeholder.format);
}
