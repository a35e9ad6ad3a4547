// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames that no producer sent: the last one again while the producer is late
 * (sustain_framerate) or gone (producer_end), the timeout image once it is
 * silent (timeout), and the placeholder while there is none. All are delivered
 * to every consumer as a new frame would be, from a slot that nobody writes to.
 *
 * A work does it, for images are copied; a high resolution timer queues it, for
 * a frame time may be shorter than a jiffy. Both run only while somebody
 * consumes, and the work looks at the time of the last frame: no frame has to
 * touch the timer.
 */

#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/v4l2loopback.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "loopback-dev.h"
#include "loopback-event.h"
#include "loopback-layout.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-out.h"
#include "loopback-slot.h"
#include "loopback-wake.h"

/* until a slot may be free */
#define LOOPBACK_RETRY_NS	(10 * NSEC_PER_MSEC)

/* a frame time of the placeholder, whatever the device's is */
#define LOOPBACK_REST_LEAST	(NSEC_PER_SEC / 30)
#define LOOPBACK_REST_MOST	NSEC_PER_SEC

static bool loopback_pace_repeats(const struct loopback_dev *dev)
{
	return dev->pace.sustain ||
	       (READ_ONCE(dev->producer_end) == V4L2LOOPBACK_END_REPEAT &&
		!READ_ONCE(dev->live));
}

/* Is there anything to deliver that no producer sends? */
void loopback_pace_weigh(struct loopback_dev *dev)
{
	lockdep_assert_held(&dev->lock);
	WRITE_ONCE(dev->hub.paced,
		   dev->pace.timeout || loopback_pace_repeats(dev) ||
		   (dev->placeholder.image.mem && !READ_ONCE(dev->live)));
}

/* A setting changed, the producer went, or there are consumers again. */
void loopback_pace_kick(struct loopback_dev *dev)
{
	struct loopback_pace *pace = &dev->pace;

	loopback_pace_weigh(dev);
	if (!dev->hub.paced || !dev->consuming)
		return;
	pace->begun = ktime_get_ns();
	queue_work(loopback_workqueue, &pace->work);
}

/*
 * Somebody has let go of the device. Who has buffers of another layout still
 * counts as a consumer, so no first one may come that would begin this.
 */
void loopback_pace_rest(struct loopback_dev *dev)
{
	if (loopback_layout_rest(dev))
		loopback_pace_kick(dev);
}

void loopback_pace_sustain(struct loopback_dev *dev, bool sustain)
{
	dev->pace.sustain = sustain;
	loopback_hub_lock(&dev->hub);
	dev->hub.repeats = sustain;
	loopback_hub_unlock(&dev->hub);
	loopback_pace_kick(dev);
}

void loopback_pace_timeout(struct loopback_dev *dev, unsigned int milliseconds)
{
	dev->pace.timeout = (u64)milliseconds * NSEC_PER_MSEC;
	loopback_pace_kick(dev);
}

/* The opener begins or ends to take frames. */
void loopback_consume(struct loopback_opener *opener, bool consumes)
{
	struct loopback_dev *dev = opener->dev;

	lockdep_assert_held(&opener->lock);
	if (opener->consumes == consumes)
		return;
	WRITE_ONCE(opener->consumes, consumes);	/* see loopback-behind.c */
	mutex_lock(&dev->lock);
	if (consumes && !dev->consuming++) {
		loopback_event_usage(dev);
		loopback_pace_kick(dev);
	} else if (!consumes && !--dev->consuming) {
		loopback_event_usage(dev);
	}
	mutex_unlock(&dev->lock);
}

/* The newest frame once more. */
static void loopback_pace_repeat(struct loopback_dev *dev, u64 now)
{
	struct loopback_pace *pace = &dev->pace;
	u64 last = max3(dev->hub.arrived, pace->begun, pace->given);

	lockdep_assert_held(&dev->hub.lock);
	pace->given = now;
	loopback_hub_repeat(&dev->hub, now, now - min(last, now));
}

/**
 * struct loopback_image_copy - an image on its way into a slot
 * @pool: of the slot; holds a reference
 * @image: whose content it is
 * @mem: what is copied, holds a reference; NULL: zeros
 * @used: length of the payload
 * @slot: where it goes; being filled until it is delivered
 * @published: so many frames had come then. If another one comes, it is shown
 */
struct loopback_image_copy {
	struct loopback_pool *pool;
	const struct loopback_image *image;
	struct loopback_mem *mem;
	u32 used;
	int slot;
	u64 published;
};

/* Takes no lock: a frame may be large. */
static void loopback_image_copy(const struct loopback_image_copy *copy,
				struct loopback_mem *mem)
{
	if (copy->mem)
		loopback_mem_copy(mem->vaddr, copy->mem->vaddr, copy->used);
	else
		memset(mem->vaddr, 0, copy->pool->size);
}

static void loopback_pace_fill(struct loopback_dev *dev,
			       const struct loopback_image_copy *copy)
{
	struct loopback_pool *pool = copy->pool;
	struct loopback_mem *mem = loopback_slot_mem(dev, pool, copy->slot);
	struct loopback_hub *hub = &dev->hub;
	struct loopback_frame frame = {
		.timestamp = ktime_get_ns(),
		.bytesused = copy->mem ? copy->used : pool->size,
		.field = V4L2_FIELD_NONE,
		.image = true,
	};

	if (mem)
		loopback_image_copy(copy, mem);
	loopback_hub_lock(hub);
	if (mem && hub->pool == pool && hub->published == copy->published) {
		loopback_hub_insert(hub, copy->slot, &frame);
		dev->pace.image = copy->image;
		dev->pace.given = frame.timestamp;
	} else {
		loopback_fill_abort(pool, copy->slot);
	}
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
}

/* All consumers have the image: give it to them once more. */
static bool loopback_image_again(struct loopback_dev *dev,
				 const struct loopback_image *image, u64 now)
{
	struct loopback_pool *pool = dev->hub.pool;

	lockdep_assert_held(&dev->hub.lock);
	if (image->fresh || dev->pace.image != image || pool->latest < 0 ||
	    !pool->slot[pool->latest].frame.image)
		return false;
	loopback_pace_repeat(dev, now);
	return true;
}

/*
 * Deliver the image; dev->lock is dropped while it is copied. False: no slot is
 * free for it now.
 */
static bool loopback_pace_image(struct loopback_dev *dev,
				struct loopback_image *image, u64 now)
{
	struct loopback_image_copy copy = {
		.pool = dev->hub.pool,
		.image = image,
		.mem = image->mem,
		.used = image->used,
	};
	struct loopback_hub *hub = &dev->hub;
	bool again;

	lockdep_assert_held(&dev->lock);
	if (!copy.pool)
		return true;
	loopback_hub_lock(hub);
	copy.published = hub->published;
	again = loopback_image_again(dev, image, now);
	copy.slot = again ? -1 : loopback_insert_begin(hub);
	loopback_hub_unlock(hub);
	if (copy.slot < 0)
		return again;
	image->fresh = false;
	kref_get(&copy.pool->kref);
	if (copy.mem)
		loopback_mem_get(copy.mem);
	mutex_unlock(&dev->lock);
	loopback_pace_fill(dev, &copy);
	loopback_mem_put(copy.mem);
	loopback_pool_put(copy.pool);
	mutex_lock(&dev->lock);
	return true;
}

static u64 loopback_pace_interval(const struct loopback_dev *dev)
{
	return div_u64((u64)dev->interval.numerator * NSEC_PER_SEC,
		       dev->interval.denominator);
}

/* The next one counts from when this one was due, if that is not long ago. */
static u64 loopback_pace_stamp(u64 due, u64 now, u64 period)
{
	return now - due < period ? due : now;
}

/* When the image is due if the producer remains silent, or U64_MAX. */
static u64 loopback_pace_silent(const struct loopback_pace *pace, u64 arrived)
{
	return pace->timeout ? max(arrived, pace->shown) + pace->timeout :
			       U64_MAX;
}

/* When the last frame is due again, or U64_MAX. */
static u64 loopback_pace_late(const struct loopback_dev *dev, u64 arrived,
			      u64 frame)
{
	const struct loopback_pace *pace = &dev->pace;

	if (!loopback_pace_repeats(dev))
		return U64_MAX;
	return arrived > pace->repeated ? arrived + frame + frame / 2 :
					  pace->repeated + frame;
}

/*
 * Nobody feeds the device. The first time waits a frame time: who reads is to
 * get the producer's last frame.
 */
static u64 loopback_pace_rests(struct loopback_dev *dev, u64 now, u64 frame)
{
	u64 period = clamp_t(u64, frame, LOOPBACK_REST_LEAST,
			     LOOPBACK_REST_MOST);
	struct loopback_pace *pace = &dev->pace;
	u64 due = max(pace->rested, pace->begun) + period;

	lockdep_assert_held(&dev->lock);
	if (now < due)
		return due;
	if (!loopback_pace_image(dev, &dev->placeholder.image, now))
		return now + LOOPBACK_RETRY_NS;
	pace->rested = loopback_pace_stamp(due, now, period);
	return now;
}

/* Do what is due; returns when the next thing is, or U64_MAX. */
static u64 loopback_pace_step(struct loopback_dev *dev)
{
	struct loopback_pace *pace = &dev->pace;
	u64 now = ktime_get_ns(), frame = loopback_pace_interval(dev);
	u64 arrived, silent, late;

	lockdep_assert_held(&dev->lock);
	if (loopback_layout_rests(dev))
		return loopback_pace_rests(dev, now, frame);
	loopback_hub_lock(&dev->hub);
	arrived = max(dev->hub.arrived, pace->begun);
	loopback_hub_unlock(&dev->hub);
	silent = loopback_pace_silent(pace, arrived);
	late = loopback_pace_late(dev, arrived, frame);
	if (now >= silent) {
		if (!loopback_pace_image(dev, &dev->image, now))
			return now + LOOPBACK_RETRY_NS;
		pace->shown = loopback_pace_stamp(silent, now, pace->timeout);
		pace->repeated = now;
		return now;
	}
	if (now < late)
		return min(silent, late);
	loopback_hub_lock(&dev->hub);
	loopback_pace_repeat(dev, now);
	loopback_hub_unlock(&dev->hub);
	pace->repeated = loopback_pace_stamp(late, now, frame);
	return now;
}

static bool loopback_pace_wanted(const struct loopback_dev *dev)
{
	lockdep_assert_held(&dev->lock);
	return dev->hub.paced && dev->consuming && !dev->closed;
}

static void loopback_pace_work(struct work_struct *work)
{
	struct loopback_dev *dev =
		container_of(work, struct loopback_dev, pace.work);
	struct loopback_pace *pace = &dev->pace;
	u64 next;

	mutex_lock(&dev->lock);
	next = loopback_pace_wanted(dev) ? loopback_pace_step(dev) : U64_MAX;
	/* asked again: the step drops the lock to copy an image */
	if (next != U64_MAX && loopback_pace_wanted(dev))
		hrtimer_start(&pace->timer, ns_to_ktime(next),
			      HRTIMER_MODE_ABS);
	mutex_unlock(&dev->lock);
}

static enum hrtimer_restart loopback_pace_timer(struct hrtimer *timer)
{
	struct loopback_pace *pace =
		container_of(timer, struct loopback_pace, timer);

	queue_work(loopback_workqueue, &pace->work);
	return HRTIMER_NORESTART;
}

void loopback_pace_init(struct loopback_dev *dev)
{
	INIT_WORK(&dev->pace.work, loopback_pace_work);
	loopback_compat_hrtimer_setup(&dev->pace.timer, loopback_pace_timer,
				      CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
}

/*
 * The device is freed. Nobody consumes any more, so the work starts the timer
 * no more: what the timer still queues is the last.
 */
void loopback_pace_end(struct loopback_dev *dev)
{
	hrtimer_cancel(&dev->pace.timer);
	cancel_work_sync(&dev->pace.work);
}
