// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(): a consumer without buffers. It pins the newest frame it has not got
 * for as long as one copy takes.
 */

#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "loopback.h"

/*
 * Wait for a frame that this consumer has not read, and pin it. -ENODATA: the
 * stream has ended.
 */
static int loopback_read_grab(struct loopback_opener *opener, bool nonblock, bool *limited)
{
	struct loopback_dev *dev = opener->dev;
	struct loopback_hub *hub = &dev->hub;
	DEFINE_WAIT(wait);
	int ret;

	for (;;) {
		if (!nonblock)
			prepare_to_wait(&dev->read_wait, &wait, TASK_INTERRUPTIBLE);
		spin_lock(&hub->lock);
		if (hub->pool != opener->pool)
			ret = -EIO;
		else
			ret = loopback_consumer_grab(hub, &opener->consumer, &opener->entry,
						     limited);
		spin_unlock(&hub->lock);
		if (ret != LOOPBACK_GRAB_NOTHING)
			break;
		ret = nonblock ? -EAGAIN : signal_pending(current) ? -ERESTARTSYS : 0;
		if (ret)
			break;
		mutex_unlock(&opener->lock);
		schedule();
		mutex_lock(&opener->lock);
		if (!opener->reading) {
			ret = -EBUSY;	/* another thread ended it */
			break;
		}
	}
	finish_wait(&dev->read_wait, &wait);
	return ret == LOOPBACK_GRAB_END ? -ENODATA : ret;
}

/*
 * User memory may keep us for any time. A consumer that may not hold the slot
 * so long gets it by way of memory of its own.
 */
static int loopback_read_copy(struct loopback_opener *opener, char __user *buf,
			      unsigned int slot, size_t size, bool limited)
{
	const void *from = opener->pool->slot[slot].mem->vaddr;
	int ret = 0;

	if (limited) {
		if (!opener->bounce)
			opener->bounce = loopback_mem_new(PAGE_ALIGN(opener->pool->size));
		if (opener->bounce)
			memcpy(opener->bounce->vaddr, from, size);
		else
			ret = -ENOMEM;
		loopback_capture_release(opener, &opener->entry);
		if (ret)
			return ret;
		from = opener->bounce->vaddr;
	}
	if (copy_to_user(buf, from, size))
		ret = -EFAULT;
	opener->copied++;
	if (!limited)
		loopback_capture_release(opener, &opener->entry);
	return ret;
}

static ssize_t loopback_read_locked(struct loopback_opener *opener, char __user *buf,
				    size_t count, bool nonblock)
{
	bool limited;
	int slot, ret;

	if (vb2_is_busy(&opener->capture))
		return -EBUSY;
	ret = loopback_claim(opener, false);
	if (ret)
		return ret;
	loopback_set_reading(opener, true);
	slot = loopback_read_grab(opener, nonblock, &limited);
	if (slot == -EIO)
		loopback_set_reading(opener, false);	/* the next read() is of the new format */
	if (slot < 0)
		return slot == -ENODATA ? 0 : slot;
	count = min_t(size_t, count, opener->pool->slot[slot].frame.bytesused);
	ret = loopback_read_copy(opener, buf, slot, count, limited);
	return ret ? ret : count;
}

/* One frame, or the begin of it: the rest of a frame is not kept. */
ssize_t loopback_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	ssize_t ret;

	if (!count)
		return 0;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_read_locked(opener, buf, count, file->f_flags & O_NONBLOCK);
	loopback_unclaim(opener);
	mutex_unlock(&opener->lock);
	return ret;
}
