// SPDX-License-Identifier: GPL-2.0-only
/*
 * write(): a producer without buffers. Each frame is copied once, into a slot
 * that no consumer reads.
 */

#include <linux/ktime.h>
#include <linux/uaccess.h>

#include <loopback-trace.h>
#include "loopback-dev.h"
#include "loopback-fill.h"
#include "loopback-flow.h"
#include "loopback-opener.h"
#include "loopback-role.h"
#include "loopback-write.h"

static int loopback_write_copy(void *to, const void *from, size_t size)
{
	const void __user *user = (const void __user __force *)from;

	return copy_from_user(to, user, size) ? -EFAULT : 0;
}

/*
 * How much of a write() is a frame. Raw formats take whole frames only: what is
 * over is the next frame if it is one, else padding. A compressed frame is as
 * long as the write().
 */
static ssize_t loopback_write_size(const struct loopback_opener *opener,
				   size_t count)
{
	u32 size = opener->pool->size;

	if (opener->dev->compressed)
		return count && count <= size ? count : -EINVAL;
	if (count < size)
		return -EINVAL;
	return size;
}

static int loopback_write_frame(struct loopback_opener *opener,
				const char __user *buf, size_t size)
{
	struct loopback_frame frame = { .field = V4L2_FIELD_NONE };
	int ret;

	frame.number = loopback_frame_number(opener, opener->sequence++);
	frame.bytesused = size;
	frame.timestamp = ktime_get_ns();
	trace_loopback_queue(&opener->who, &frame, VB2_MEMORY_UNKNOWN, -1);
	ret = loopback_output_fill(opener, &frame, loopback_write_copy,
				   (const void __force *)buf);
	if (ret != -ENOBUFS)
		return ret;
	loopback_output_lost(opener, ret);
	return 0;
}

static ssize_t loopback_write_locked(struct loopback_opener *opener,
				     const char __user *buf, size_t count,
				     bool nonblock)
{
	bool began = loopback_role_writes(opener->role);
	ssize_t size;
	int ret;

	if (vb2_is_busy(&opener->output))
		return -EBUSY;
	ret = loopback_role_get(opener, LOOPBACK_ROLE_WRITER);
	if (ret)
		return ret;
	size = loopback_write_size(opener, count);
	if (size < 0) {
		if (!began)
			loopback_role_end_file(opener, true);
		return size;
	}
	loopback_set_live(opener, true);
	ret = loopback_flow_turn(opener, nonblock);
	if (!ret)
		ret = loopback_write_frame(opener, buf, size);
	if (ret)
		return ret;
	return count - size < opener->pool->size ? count : size;
}

ssize_t loopback_write(struct file *file, const char __user *buf, size_t count,
		       loff_t *pos)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	ssize_t ret;

	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_write_locked(opener, buf, count,
				    file->f_flags & O_NONBLOCK);
	mutex_unlock(&opener->lock);
	return ret;
}
