// SPDX-License-Identifier: GPL-2.0-only
/*
 * The roles of openers. A role holds the opener's reference on the pool, and
 * that of the producer is given to one opener at a time.
 *
 *   NONE --- POLLER --- READER
 *     | `--- CAPTURE
 *     | `--- WRITER, OUTPUT
 *     `----- IMAGE_WRITER, IMAGE_OUTPUT --- IMAGE --- READER, CAPTURE
 *
 * loopback_role_get() goes to the right, loopback_role_put() and
 * loopback_role_end_file() go back to NONE, or to IMAGE. A role of file I/O
 * lasts until loopback_role_end_file(), one of buffers as long as they exist.
 */

#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/v4l2loopback.h>

#include "loopback-access.h"
#include "loopback-dev.h"
#include "loopback-event.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-pool-cap.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-hub.h"
#include "loopback-role.h"
#include "loopback-slot.h"

/* The last buffer of each consumer says that no frame follows. */
static void loopback_role_ended(const struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;

	loopback_hub_lock(hub);
	loopback_hub_end(hub);
	loopback_hub_unlock(hub);
}

/* Is there a producer that streams? Decides what exclusive_caps announces. */
void loopback_set_live(const struct loopback_opener *opener, bool live)
{
	struct loopback_dev *dev = opener->dev;
	bool announced, ended;

	lockdep_assert_held(&opener->lock);
	/* the producer alone writes it */
	if (loopback_role_is_image(opener->role) ||
	    READ_ONCE(dev->live) == live)
		return;
	mutex_lock(&dev->lock);
	announced = loopback_shows_capture(dev);
	WRITE_ONCE(dev->live, live);
	announced = dev->config.exclusive &&
		    announced != loopback_shows_capture(dev);
	/* programs stop then: who is to wait for a producer is not told */
	ended = !live && dev->producer_end == V4L2LOOPBACK_END_OF_STREAM;
	if (ended)
		loopback_event_end(dev, opener);
	loopback_event_signal(dev, opener);
	if (live)
		loopback_pace_weigh(dev);
	else
		loopback_pace_kick(dev);
	mutex_unlock(&dev->lock);
	if (ended)
		loopback_role_ended(opener);
	if (announced)
		loopback_announce(dev);
}

/* The opener holds the device's pool from now on, which is made if need be. */
static int loopback_role_pool(struct loopback_opener *opener)
{
	struct loopback_dev *dev = opener->dev;
	struct loopback_pool *pool;

	lockdep_assert_held(&dev->lock);
	if (opener->pool)
		return 0;
	if (!dev->hub.pool) {
		pool = loopback_pool_new(dev->config.max_buffers,
					 dev->format.sizeimage);
		if (!pool)
			return -ENOMEM;
		loopback_hub_lock(&dev->hub);
		loopback_hub_attach(&dev->hub, pool);
		loopback_hub_unlock(&dev->hub);
	}
	kref_get(&dev->hub.pool->kref);
	opener->pool = dev->hub.pool;
	loopback_hub_lock(&dev->hub);
	opener->consumer.pool = opener->pool;
	opener->consumer.ends = dev->hub.ends;
	loopback_hub_unlock(&dev->hub);
	return 0;
}

static bool loopback_role_taken(const struct loopback_opener *opener,
				enum loopback_role role)
{
	const struct loopback_opener *only = opener->dev->capture_opener;

	lockdep_assert_held(&opener->dev->lock);
	if (loopback_role_is_output(role))
		return loopback_has_rival(opener);
	return loopback_strict && only && only != opener;
}

/* May who has this role get that one, without ending what it does? */
static bool loopback_role_leads(enum loopback_role from, enum loopback_role to)
{
	switch (from) {
	case LOOPBACK_ROLE_NONE:
	case LOOPBACK_ROLE_POLLER:
		return true;
	case LOOPBACK_ROLE_READER:
		return loopback_role_reads(to);
	case LOOPBACK_ROLE_IMAGE:
		return to > LOOPBACK_ROLE_POLLER;
	case LOOPBACK_ROLE_IMAGE_WRITER:
		return to == LOOPBACK_ROLE_WRITER;
	case LOOPBACK_ROLE_IMAGE_OUTPUT:
		return to == LOOPBACK_ROLE_OUTPUT;
	default:
		return from == to;
	}
}

/* From now on one queue matters; an epoll may wait for the other one. */
static void loopback_role_cross(struct loopback_opener *opener, bool output)
{
	struct vb2_queue *other = output ? &opener->capture : &opener->output;

	/* pairs with loopback_poll_join() */
	smp_mb();
	/* who queues after this look sees that the queue does not stream */
	if (!waitqueue_active(&other->done_wq))
		return;
	if (output)
		WRITE_ONCE(opener->producer.other, &other->done_wq);
	else
		WRITE_ONCE(opener->consumer.other, &other->done_wq);
}

static void loopback_role_set(struct loopback_opener *opener,
			      enum loopback_role role)
{
	struct loopback_consumer *consumer = &opener->consumer;
	struct loopback_hub *hub = &opener->dev->hub;

	loopback_hub_lock(hub);
	WRITE_ONCE(opener->role, role);
	if (loopback_role_is_producer(role))
		hub->producer = &opener->producer;
	if (loopback_role_reads(role) && list_empty(&consumer->link) &&
	    hub->pool == consumer->pool)
		loopback_consumer_read(hub, consumer);
	loopback_hub_unlock(hub);
}

static int loopback_role_take(struct loopback_opener *opener,
			      enum loopback_role role)
{
	struct loopback_dev *dev = opener->dev;
	int ret;

	lockdep_assert_held(&dev->lock);
	if (loopback_role_taken(opener, role))
		return -EBUSY;
	ret = loopback_role_pool(opener);
	if (ret)
		return ret;
	if (!loopback_role_is_output(role)) {
		dev->capture_opener = opener;
	} else if (loopback_is_image_writer(opener)) {
		role = role == LOOPBACK_ROLE_WRITER ?
		       LOOPBACK_ROLE_IMAGE_WRITER : LOOPBACK_ROLE_IMAGE_OUTPUT;
		if (opener->role != LOOPBACK_ROLE_IMAGE)
			WRITE_ONCE(dev->timeout_image_io, false);
	}
	loopback_role_set(opener, role);
	loopback_role_cross(opener, loopback_role_is_output(role));
	return 0;
}

/*
 * Take a role: POLLER, READER, CAPTURE, WRITER or OUTPUT; the last two are
 * those of the timeout image for who is to write that. loopback_role_put() has
 * to follow what the role is wanted for.
 */
int loopback_role_get(struct loopback_opener *opener, enum loopback_role role)
{
	bool output = loopback_role_is_output(role);
	struct loopback_dev *dev = opener->dev;
	int ret;

	lockdep_assert_held(&opener->lock);
	if (!loopback_access_may(opener, output))
		return -EACCES;
	if (!loopback_role_leads(opener->role, role))
		return -EBUSY;
	if (opener->role == LOOPBACK_ROLE_POLLER &&
	    (!loopback_role_reads(role) || loopback_stale(opener)))
		loopback_role_end_file(opener, false);
	if (opener->role != LOOPBACK_ROLE_NONE &&
	    opener->role != LOOPBACK_ROLE_POLLER &&
	    opener->role != LOOPBACK_ROLE_IMAGE)
		return 0;
	mutex_lock(&dev->lock);
	ret = loopback_role_take(opener, role);
	mutex_unlock(&dev->lock);
	if (!ret && role == LOOPBACK_ROLE_READER)
		loopback_consume(opener, true);
	return ret;
}

static bool loopback_pool_used(struct loopback_dev *dev,
			       const struct loopback_pool *pool)
{
	struct loopback_opener *opener;

	lockdep_assert_held(&dev->lock);
	list_for_each_entry(opener, &dev->openers, link)
		if (opener->pool == pool)
			return true;
	return false;
}

/* Let go of the pool; returns it if nobody else on the device has it. */
static struct loopback_pool *loopback_role_drop(struct loopback_opener *opener)
{
	struct loopback_pool *pool = opener->pool, *unused = NULL;
	struct loopback_hub *hub = &opener->dev->hub;

	lockdep_assert_held(&opener->dev->lock);
	opener->pool = NULL;
	if (opener->dev->capture_opener == opener)
		opener->dev->capture_opener = NULL;
	loopback_hub_lock(hub);
	WRITE_ONCE(opener->role, loopback_role_is_image(opener->role) ?
				 LOOPBACK_ROLE_IMAGE : LOOPBACK_ROLE_NONE);
	opener->consumer.pool = NULL;
	opener->consumer.last = 0;
	opener->consumer.base = 0;
	if (hub->producer == &opener->producer)
		hub->producer = NULL;
	if (hub->pool == pool && !loopback_pool_used(opener->dev, pool))
		unused = loopback_hub_detach(hub);
	loopback_hub_unlock(hub);
	return unused;
}

static void loopback_role_leave(struct loopback_opener *opener)
{
	struct loopback_pool *pool = opener->pool, *unused;

	mutex_lock(&opener->dev->lock);
	unused = loopback_role_drop(opener);
	loopback_hub_settle(&opener->dev->hub);
	loopback_pace_rest(opener->dev);
	mutex_unlock(&opener->dev->lock);
	loopback_mem_put(opener->bounce);
	opener->bounce = NULL;
	loopback_pool_put(unused);
	loopback_pool_put(pool);
}

/* Give a role of buffers back if there are none. */
void loopback_role_put(struct loopback_opener *opener)
{
	lockdep_assert_held(&opener->lock);
	if (!opener->pool || loopback_role_reads(opener->role) ||
	    loopback_role_writes(opener->role) ||
	    vb2_is_busy(&opener->capture) || vb2_is_busy(&opener->output))
		return;
	loopback_role_leave(opener);
}

/* The last part of read() and poll(): nothing is pinned. */
static void loopback_role_end_read(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;

	loopback_consume(opener, false);
	WRITE_ONCE(opener->taken, 0);
	loopback_hub_lock(hub);
	loopback_consumer_stop(hub, &opener->consumer);
	loopback_hub_unlock(hub);
	loopback_role_leave(opener);
	wake_up_interruptible(&opener->capture.done_wq);
	loopback_wake_other(opener, false);
}

/* For REQBUFS, STREAMOFF and release: what read() or write() began ends. */
void loopback_role_end_file(struct loopback_opener *opener, bool output)
{
	lockdep_assert_held(&opener->lock);
	if (output && loopback_role_writes(opener->role)) {
		loopback_set_live(opener, false);
		loopback_sequence_restart(opener);
		loopback_role_leave(opener);
		wake_up_interruptible(&opener->output.done_wq);
		loopback_wake_other(opener, true);
	} else if (!output && loopback_role_reads(opener->role)) {
		loopback_role_end_read(opener);
	}
}
