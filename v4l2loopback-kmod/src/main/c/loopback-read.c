// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(): a consumer without buffers. It pins the newest frame it has not got
 * for as long as one copy takes.
 */

#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <loopback-trace.h>
#include "loopback-dev.h"
#include "loopback-frame.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pool-cap.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-hub.h"
#include "loopback-queue-cap.h"
#include "loopback-read.h"
#include "loopback-role.h"
#include "loopback-slot.h"

/*
 * Pin a frame that this consumer has not read. -EAGAIN: there is none,
 * -ENODATA: the stream has ended, or the format is another one.
 */
static int loopback_read_try(struct loopback_opener *opener, bool *limited)
{
	static const int answer[] = {
		[LOOPBACK_GRAB_FRAME] = 0,
		[LOOPBACK_GRAB_LIMITED] = 0,
		[LOOPBACK_GRAB_END] = -ENODATA,
		[LOOPBACK_GRAB_NOTHING] = -EAGAIN,
	};
	struct loopback_hub *hub = &opener->dev->hub;
	enum loopback_grab grab;
	int ret = -ENODATA;	/* of the old format */

	loopback_hub_lock(hub);
	if (hub->pool == opener->pool) {
		grab = loopback_consumer_grab(hub, &opener->consumer,
					      &opener->entry);
		*limited = grab == LOOPBACK_GRAB_LIMITED;
		ret = answer[grab];
	}
	loopback_hub_unlock(hub);
	return ret;
}

static int loopback_read_wait(struct loopback_opener *opener, bool *limited)
{
	wait_queue_head_t *queue = &opener->capture.done_wq;
	DEFINE_WAIT(wait);
	int ret;

	for (;;) {
		prepare_to_wait(queue, &wait, TASK_INTERRUPTIBLE);
		ret = loopback_read_try(opener, limited);
		if (ret != -EAGAIN)
			break;
		ret = -ENODEV;
		if (READ_ONCE(opener->dev->closed))
			break;
		ret = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		mutex_unlock(&opener->lock);
		schedule();
		mutex_lock(&opener->lock);
		ret = -EBUSY;
		/* another thread ended it */
		if (opener->role != LOOPBACK_ROLE_READER)
			break;
	}
	finish_wait(queue, &wait);
	return ret;
}

/* The same, and wait for it: who polls first finds one, and queues nowhere. */
static int loopback_read_grab(struct loopback_opener *opener, bool nonblock,
			      bool *limited)
{
	int ret = loopback_read_try(opener, limited);

	if (ret == -EAGAIN && !nonblock)
		ret = loopback_read_wait(opener, limited);
	return ret;
}

/*
 * A consumer that may not hold the slot as long as user memory may keep us gets
 * the frame by way of memory of its own.
 */
static int loopback_read_bounce(struct loopback_opener *opener,
				char __user *buf, unsigned int slot,
				size_t size)
{
	unsigned long room = PAGE_ALIGN(opener->pool->size);
	int ret = -ENOMEM;

	if (!opener->bounce)
		opener->bounce = loopback_mem_new(opener->dev->budget, room);
	if (opener->bounce)
		ret = loopback_slot_copy(opener->dev, opener->pool, slot,
					 opener->bounce->vaddr, size);
	loopback_capture_release(opener, &opener->entry);
	if (ret)
		return ret;
	loopback_copied(opener, size);
	return copy_to_user(buf, opener->bounce->vaddr, size) ? -EFAULT : 0;
}

/* From the slot itself, or from the copy if its memory is taken back. */
static int loopback_read_direct(struct loopback_opener *opener,
				char __user *buf, unsigned int slot,
				size_t size)
{
	struct loopback_mem *mem;
	bool revoked;
	int ret;

	do {
		mem = loopback_slot_pinned(opener->dev, opener->pool, slot);
		if (!mem) {
			ret = -ENOMEM;
			break;
		}
		ret = copy_to_user(buf, mem->vaddr, size) ? -EFAULT : 0;
		revoked = loopback_mem_revoked(mem);
		loopback_mem_put(mem);
	} while (revoked);
	loopback_capture_release(opener, &opener->entry);
	return ret;
}

static int loopback_read_copy(struct loopback_opener *opener, char __user *buf,
			      unsigned int slot, size_t size, bool limited)
{
	int ret = limited ? loopback_read_bounce(opener, buf, slot, size) :
			    loopback_read_direct(opener, buf, slot, size);

	if (ret == -ENOMEM) {
		trace_loopback_drop(&opener->who, opener->entry.seq, 1,
				    LOOPBACK_DROP_MEMORY);
		return ret;
	}
	loopback_copied(opener, size);
	loopback_delivered(opener, &opener->entry, -1, LOOPBACK_COPIED);
	return ret;
}

static ssize_t loopback_read_locked(struct loopback_opener *opener,
				    char __user *buf, size_t count,
				    bool nonblock)
{
	bool limited;
	int slot, ret;

	if (vb2_is_busy(&opener->capture))
		return -EBUSY;
	ret = loopback_role_get(opener, LOOPBACK_ROLE_READER);
	if (ret)
		return ret;
	ret = loopback_read_grab(opener, nonblock, &limited);
	/* the next read() is of the new format */
	if (ret == -ENODATA && loopback_stale(opener))
		loopback_role_end_file(opener, false);
	if (ret)
		return ret == -ENODATA ? 0 : ret;
	slot = opener->entry.pin;
	loopback_took(opener, &opener->pool->slot[slot].frame);
	count = min_t(size_t, count, opener->pool->slot[slot].frame.bytesused);
	ret = loopback_read_copy(opener, buf, slot, count, limited);
	return ret ? ret : count;
}

/* One frame, or the begin of it: the rest of a frame is not kept. */
ssize_t loopback_read(struct file *file, char __user *buf, size_t count,
		      loff_t *pos)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	ssize_t ret;

	if (!count)
		return 0;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_read_locked(opener, buf, count,
				   file->f_flags & O_NONBLOCK);
	mutex_unlock(&opener->lock);
	return ret;
}
