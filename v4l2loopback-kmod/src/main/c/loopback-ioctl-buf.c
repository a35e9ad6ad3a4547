// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of buffers: those of videobuf2 on one of the opener's own two
 * queues, under the opener's lock, and with the role taken and given back.
 */

#include <linux/fcntl.h>
#include <linux/uaccess.h>
#include <media/v4l2-ioctl.h>

#include "compat.h"
#include "loopback-buffer.h"
#include "loopback-dev.h"
#include "loopback-ioctl-buf.h"
#include "loopback-opener.h"
#include "loopback-queue.h"
#include "loopback-queue-cap.h"
#include "loopback-queue-out.h"
#include "loopback-role.h"
#include "loopback-window-map.h"

static bool loopback_type_valid(struct file *file, u32 type)
{
	enum vfl_devnode_direction dir = video_devdata(file)->vfl_dir;

	return type == V4L2_BUF_TYPE_VIDEO_CAPTURE ? dir != VFL_DIR_TX :
	       type == V4L2_BUF_TYPE_VIDEO_OUTPUT && dir != VFL_DIR_RX;
}

/* A side that is not shown takes no buffers, where it is not merely busy. */
static bool loopback_type_hidden(struct file *file, u32 type)
{
	return loopback_strict && V4L2_TYPE_IS_OUTPUT(type) &&
	       loopback_side_hidden(file, true);
}

static struct vb2_queue *loopback_queue(struct loopback_opener *opener,
					u32 type)
{
	return V4L2_TYPE_IS_OUTPUT(type) ? &opener->output : &opener->capture;
}

/* Whether the queue is somebody else's: then even REQBUFS(0) is refused. */
static bool loopback_queue_taken(struct loopback_opener *opener, bool output)
{
	struct loopback_dev *dev = opener->dev;
	bool taken;

	mutex_lock(&dev->lock);
	if (output)
		taken = loopback_has_rival(opener);
	else
		taken = loopback_strict && dev->capture_opener &&
			dev->capture_opener != opener;
	mutex_unlock(&dev->lock);
	return taken;
}

static enum loopback_role loopback_buffers_role(u32 type)
{
	return V4L2_TYPE_IS_OUTPUT(type) ? LOOPBACK_ROLE_OUTPUT :
					   LOOPBACK_ROLE_CAPTURE;
}

/* Buffers of an old format are let go before those of the new one are made. */
static int loopback_renew(struct loopback_opener *opener,
			  const struct v4l2_requestbuffers *req,
			  enum loopback_role role)
{
	struct v4l2_requestbuffers none = {
		.type = req->type,
		.memory = req->memory,
	};
	int ret = 0;

	if (loopback_stale(opener))
		ret = vb2_reqbufs(loopback_queue(opener, req->type), &none);
	loopback_role_put(opener);
	return ret ?: loopback_role_get(opener, role);
}

static int loopback_reqbufs_locked(struct loopback_opener *opener,
				   struct v4l2_requestbuffers *req)
{
	enum loopback_role role = loopback_buffers_role(req->type);
	bool output = V4L2_TYPE_IS_OUTPUT(req->type);
	int ret = 0;

	loopback_role_end_file(opener, output);
	if (req->count)
		ret = loopback_renew(opener, req, role);
	else if (loopback_queue_taken(opener, output))
		ret = -EBUSY;
	if (!ret)
		ret = vb2_reqbufs(loopback_queue(opener, req->type), req);
	loopback_queues_stopped(opener);
	loopback_role_put(opener);
	loopback_wake_other(opener, output);
	return ret;
}

int loopback_reqbufs(struct file *file, void *priv,
		     struct v4l2_requestbuffers *req)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	if (loopback_type_hidden(file, req->type))
		return -EINVAL;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_reqbufs_locked(opener, req);
	mutex_unlock(&opener->lock);
	return ret;
}

int loopback_create_bufs(struct file *file, void *priv,
			 struct v4l2_create_buffers *create)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	enum loopback_role role = loopback_buffers_role(create->format.type);
	bool output = V4L2_TYPE_IS_OUTPUT(create->format.type);
	int ret = 0;

	if (loopback_type_hidden(file, create->format.type))
		return -EINVAL;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	if (create->count) {
		loopback_role_end_file(opener, output);
		ret = loopback_role_get(opener, role);
	}
	if (!ret)
		ret = vb2_create_bufs(loopback_queue(opener,
						     create->format.type),
				      create);
	loopback_role_put(opener);
	mutex_unlock(&opener->lock);
	return ret;
}

#ifdef LOOPBACK_REMOVE_BUFS
int loopback_remove_bufs(struct file *file, void *priv,
			 struct v4l2_remove_buffers *remove)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret = 0;

	if (!loopback_type_valid(file, remove->type))
		return -EINVAL;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	if (remove->count)
		ret = vb2_core_remove_bufs(loopback_queue(opener, remove->type),
					   remove->index, remove->count);
	loopback_role_put(opener);
	mutex_unlock(&opener->lock);
	return ret;
}
#endif

/* A producer's own timestamp is passed on, and said to be. */
static void loopback_timestamp_type(struct vb2_queue *q, struct v4l2_buffer *b)
{
	struct vb2_buffer *vb = vb2_get_buffer(q, b->index);

	if (q->is_output || !vb || !loopback_buffer_of(vb)->stamped)
		return;
	b->flags &= ~(V4L2_BUF_FLAG_TIMESTAMP_MASK |
		      V4L2_BUF_FLAG_TSTAMP_SRC_MASK);
	b->flags |= V4L2_BUF_FLAG_TIMESTAMP_COPY |
		    (to_vb2_v4l2_buffer(vb)->flags &
		     V4L2_BUF_FLAG_TSTAMP_SRC_MASK);
}

int loopback_querybuf(struct file *file, void *priv, struct v4l2_buffer *b)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct vb2_queue *q = loopback_queue(opener, b->type);
	int ret;

	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = vb2_querybuf(q, b);
	if (!ret)
		loopback_timestamp_type(q, b);
	mutex_unlock(&opener->lock);
	return ret;
}

/*
 * videobuf2 keeps the pages that it has pinned while a buffer comes with the
 * same pointer. What a window shows there changes: it is to look again.
 */
static void loopback_userptr_forget(struct vb2_queue *q,
				    const struct v4l2_buffer *b)
{
	struct vb2_buffer *vb;

	if (q->memory != VB2_MEMORY_USERPTR)
		return;
	vb = vb2_get_buffer(q, b->index);
	if (vb && b->m.userptr == vb->planes[0].m.userptr &&
	    vb->state == VB2_BUF_STATE_DEQUEUED &&
	    loopback_window_at(b->m.userptr))
		vb->planes[0].m.userptr = 0;
}

int loopback_prepare_buf(struct file *file, void *priv, struct v4l2_buffer *b)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	loopback_userptr_forget(loopback_queue(opener, b->type), b);
	ret = vb2_prepare_buf(loopback_queue(opener, b->type), NULL, b);
	mutex_unlock(&opener->lock);
	return ret;
}

/* Some programs leave the memory type out; the queue has one only. */
static void loopback_memory_default(struct loopback_opener *opener,
				    struct v4l2_buffer *b)
{
	if (!b->memory && !loopback_strict)
		b->memory = loopback_queue(opener, b->type)->memory;
}

/* A queue fails when the device is closed, and then only. */
static int loopback_queue_answer(struct loopback_opener *opener, int ret)
{
	return ret == -EIO && READ_ONCE(opener->dev->closed) ? -ENODEV : ret;
}

int loopback_qbuf(struct file *file, void *priv, struct v4l2_buffer *b)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret = 0;

	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	loopback_memory_default(opener, b);
	loopback_userptr_forget(loopback_queue(opener, b->type), b);
	if (V4L2_TYPE_IS_OUTPUT(b->type) &&
	    READ_ONCE(opener->dev->hub.patience))
		ret = loopback_output_turn(opener, b->index,
					   file->f_flags & O_NONBLOCK);
	if (!ret)
		ret = vb2_qbuf(loopback_queue(opener, b->type), NULL, b);
	ret = loopback_queue_answer(opener, ret);
	/* it may be done by now, but that is for DQBUF to tell */
	if (!ret && (b->flags & V4L2_BUF_FLAG_DONE))
		b->flags ^= V4L2_BUF_FLAG_DONE | V4L2_BUF_FLAG_QUEUED;
	mutex_unlock(&opener->lock);
	return ret;
}

static int loopback_dqbuf_locked(struct loopback_opener *opener,
				 struct v4l2_buffer *b, bool nonblock)
{
	struct vb2_queue *q = loopback_queue(opener, b->type);
	/* it only shrinks under opener->lock: no sleep if it has a buffer */
	bool waits = q->is_output && list_empty_careful(&q->done_list);
	int ret;

	if (waits)
		loopback_output_wait(opener, true);
	ret = vb2_dqbuf(q, b, nonblock);
	if (q->is_output)
		loopback_output_woken(opener, waits);
	if (!ret)
		loopback_timestamp_type(q, b);
	return loopback_queue_answer(opener, ret);
}

int loopback_dqbuf(struct file *file, void *priv, struct v4l2_buffer *b)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	ret = loopback_dqbuf_locked(opener, b, file->f_flags & O_NONBLOCK);
	mutex_unlock(&opener->lock);
	return ret;
}

int loopback_expbuf(struct file *file, void *priv,
		    struct v4l2_exportbuffer *exp)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret = 0;

	/* all that videobuf2 checks, for a window that is exported changes */
	if (!loopback_type_valid(file, exp->type) || exp->plane ||
	    exp->flags & ~(O_CLOEXEC | O_ACCMODE))
		return -EINVAL;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	if (!V4L2_TYPE_IS_OUTPUT(exp->type))
		ret = loopback_capture_export(opener, exp->index);
	if (!ret)
		ret = vb2_expbuf(loopback_queue(opener, exp->type), exp);
	if (!ret && V4L2_TYPE_IS_OUTPUT(exp->type))
		opener->exported = true;
	mutex_unlock(&opener->lock);
	return ret;
}

int loopback_streamon(struct file *file, void *priv, enum v4l2_buf_type type)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	/* the core leaves the type to us */
	if (!loopback_type_valid(file, type))
		return -EINVAL;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	/* some programs do that before write(), which starts by itself */
	if (V4L2_TYPE_IS_OUTPUT(type) && !vb2_is_busy(&opener->output) &&
	    !loopback_strict)
		ret = 0;
	else
		ret = vb2_streamon(loopback_queue(opener, type), type);
	mutex_unlock(&opener->lock);
	return ret;
}

int loopback_streamoff(struct file *file, void *priv, enum v4l2_buf_type type)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	int ret;

	if (!loopback_type_valid(file, type))
		return -EINVAL;
	if (mutex_lock_interruptible(&opener->lock))
		return -ERESTARTSYS;
	loopback_role_end_file(opener, V4L2_TYPE_IS_OUTPUT(type));
	ret = vb2_streamoff(loopback_queue(opener, type), type);
	loopback_queues_stopped(opener);
	loopback_wake_other(opener, V4L2_TYPE_IS_OUTPUT(type));
	mutex_unlock(&opener->lock);
	return ret;
}

/* QBUF and DQBUF as the core would do them: four of them carry each frame. */
long loopback_ioctl_buffer(struct file *file, unsigned int cmd,
			   void __user *user)
{
	struct v4l2_buffer b;
	int ret;

	if (copy_from_user(&b, user, sizeof(b)))
		return -EFAULT;
	if (!loopback_type_valid(file, b.type))
		return -EINVAL;
	ret = cmd == VIDIOC_QBUF ? loopback_qbuf(file, NULL, &b) :
				   loopback_dqbuf(file, NULL, &b);
	if (!ret && copy_to_user(user, &b, sizeof(b)))
		ret = -EFAULT;
	return ret;
}
