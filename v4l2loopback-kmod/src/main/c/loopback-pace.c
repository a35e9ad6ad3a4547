// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames that no producer sent: the last one again while the producer is late
 * (sustain_framerate) or gone (producer_end), and the timeout image once it is
 * silent (timeout). All are delivered to every consumer as a new frame would
 * be, from a slot that nobody writes to.
 *
 * A work does it, for images are copied. It runs only while somebody consumes,
 * and looks at the time of the last frame then: no frame has to touch a timer.
 */

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "loopback.h"

#define LOOPBACK_RETRY_NS	(10 * NSEC_PER_MSEC)	/* until a slot is free */

static struct workqueue_struct *loopback_pace_queue;

int loopback_pace_start(void)
{
	loopback_pace_queue = alloc_workqueue("v4l2loopback", WQ_UNBOUND | WQ_HIGHPRI, 0);
	return loopback_pace_queue ? 0 : -ENOMEM;
}

void loopback_pace_stop(void)
{
	destroy_workqueue(loopback_pace_queue);
}

static bool loopback_pace_repeats(const struct loopback_dev *dev)
{
	return dev->pace.sustain || (READ_ONCE(dev->producer_end) == V4L2LOOPBACK_END_REPEAT &&
				     !READ_ONCE(dev->live));
}

/*
 * A setting has changed, the producer has gone, or there are consumers again.
 * dev->lock is held.
 */
void loopback_pace_kick(struct loopback_dev *dev)
{
	struct loopback_pace *pace = &dev->pace;

	WRITE_ONCE(pace->on, pace->timeout || loopback_pace_repeats(dev));
	if (!pace->on || !dev->consuming)
		return;
	pace->begun = ktime_get_ns();
	mod_delayed_work(loopback_pace_queue, &pace->work, 0);
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

/* The opener begins or ends to take frames. opener->lock is held. */
void loopback_consume(struct loopback_opener *opener, bool consumes)
{
	struct loopback_dev *dev = opener->dev;

	if (opener->consumes == consumes)
		return;
	opener->consumes = consumes;
	mutex_lock(&dev->lock);
	if (consumes && !dev->consuming++) {
		loopback_event_usage(dev);
		loopback_pace_kick(dev);
	} else if (!consumes && !--dev->consuming) {
		loopback_event_usage(dev);
	}
	mutex_unlock(&dev->lock);
}

/* The newest frame once more. hub->lock is held. */
static void loopback_pace_repeat(struct loopback_dev *dev, u64 now)
{
	struct loopback_pace *pace = &dev->pace;
	u64 last = max3(pace->arrived, pace->begun, pace->given);

	pace->given = now;
	loopback_hub_repeat(&dev->hub, now, now - min(last, now));
}

/* Copy the image to a slot of ours and deliver that; unless a frame comes meanwhile. */
static void loopback_pace_fill(struct loopback_dev *dev, struct loopback_pool *pool,
			       unsigned int slot, const struct loopback_mem *image, u32 used,
			       u64 arrived)
{
	struct loopback_mem *mem = loopback_slot_mem(dev, pool, slot);
	struct loopback_hub *hub = &dev->hub;
	struct loopback_frame frame = {
		.timestamp = ktime_get_ns(),
		.bytesused = image ? used : pool->size,
		.field = V4L2_FIELD_NONE,
		.image = true,
	};

	if (mem && image)
		memcpy(mem->vaddr, image->vaddr, used);
	else if (mem)
		memset(mem->vaddr, 0, pool->size);
	loopback_hub_lock(hub);
	if (mem && hub->pool == pool && dev->pace.arrived == arrived) {
		loopback_hub_insert(hub, slot, &frame);
		dev->pace.given = frame.timestamp;
	} else {
		loopback_fill_abort(pool, slot);
	}
	loopback_hub_unlock(hub);
	loopback_mem_put(mem);
}

/* The timeout image. False: there is no slot for it now. dev->lock is held. */
static bool loopback_pace_image(struct loopback_dev *dev, u64 now)
{
	struct loopback_pace *pace = &dev->pace;
	struct loopback_hub *hub = &dev->hub;
	struct loopback_mem *image = pace->image;
	struct loopback_pool *pool = hub->pool;
	u32 used = pace->used;
	u64 arrived;
	int slot;

	if (!pool)
		return true;
	loopback_hub_lock(hub);
	arrived = pace->arrived;
	if (!pace->fresh && pool->latest >= 0 && pool->slot[pool->latest].frame.image) {
		loopback_pace_repeat(dev, now);
		loopback_hub_unlock(hub);
		return true;
	}
	slot = loopback_insert_begin(hub);
	loopback_hub_unlock(hub);
	if (slot < 0)
		return false;
	pace->fresh = false;
	kref_get(&pool->kref);
	if (image)
		kref_get(&image->kref);
	mutex_unlock(&dev->lock);
	loopback_pace_fill(dev, pool, slot, image, used, arrived);
	loopback_mem_put(image);
	loopback_pool_put(pool);
	mutex_lock(&dev->lock);
	return true;
}

static u64 loopback_pace_interval(const struct loopback_dev *dev)
{
	return div_u64((u64)dev->interval.numerator * NSEC_PER_SEC, dev->interval.denominator);
}

/* The time from which the next one counts: on schedule if this one was. */
static u64 loopback_pace_stamp(u64 due, u64 now, u64 period)
{
	return now - due < period ? due : now;
}

/* Do what is due; returns when the next thing is, or U64_MAX. dev->lock is held. */
static u64 loopback_pace_step(struct loopback_dev *dev)
{
	struct loopback_pace *pace = &dev->pace;
	u64 now = ktime_get_ns(), frame = loopback_pace_interval(dev);
	u64 arrived, silent = U64_MAX, late = U64_MAX;

	loopback_hub_lock(&dev->hub);
	arrived = max(pace->arrived, pace->begun);
	loopback_hub_unlock(&dev->hub);
	if (pace->timeout)
		silent = max(arrived, pace->shown) + pace->timeout;
	if (loopback_pace_repeats(dev))
		late = arrived > pace->repeated ? arrived + frame + frame / 2 :
						  pace->repeated + frame;
	if (now >= silent) {
		if (!loopback_pace_image(dev, now))
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

static void loopback_pace_work(struct work_struct *work)
{
	struct loopback_dev *dev = container_of(work, struct loopback_dev, pace.work.work);
	u64 next, now;

	mutex_lock(&dev->lock);
	if (dev->pace.on && dev->consuming) {
		next = loopback_pace_step(dev);
		now = ktime_get_ns();
		if (next != U64_MAX)
			queue_delayed_work(loopback_pace_queue, &dev->pace.work,
					   next > now ? nsecs_to_jiffies(next - now) + 1 : 0);
	}
	mutex_unlock(&dev->lock);
}

void loopback_pace_init(struct loopback_dev *dev)
{
	INIT_DELAYED_WORK(&dev->pace.work, loopback_pace_work);
}

/* Nobody has the device open any more, and nobody will. */
void loopback_pace_end(struct loopback_dev *dev)
{
	cancel_delayed_work_sync(&dev->pace.work);
	loopback_mem_put(dev->pace.image);
}

/* The format is another one: what image there was does not fit. dev->lock is held. */
void loopback_image_drop(struct loopback_dev *dev)
{
	loopback_mem_put(dev->pace.image);
	dev->pace.image = NULL;
	dev->pace.fresh = true;
}

/* A frame of the opener that writes the timeout image. */
int loopback_image_set(struct loopback_opener *opener, size_t size,
		       int (*slot_copy)(void *to, const void *from, size_t size),
		       const void *from)
{
	struct loopback_mem *image = loopback_mem_new(PAGE_ALIGN(opener->pool->size));
	struct loopback_dev *dev = opener->dev;
	int ret;

	if (!image)
		return -ENOMEM;
	ret = slot_copy(image->vaddr, from, size);
	if (ret) {
		loopback_mem_put(image);
		return ret;
	}
	mutex_lock(&dev->lock);
	if (dev->hub.pool == opener->pool) {
		swap(dev->pace.image, image);
		dev->pace.used = size;
		dev->pace.fresh = true;
	}
	mutex_unlock(&dev->lock);
	loopback_mem_put(image);
	return 0;
}
