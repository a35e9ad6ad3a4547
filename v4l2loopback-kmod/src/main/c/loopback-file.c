// SPDX-License-Identifier: GPL-2.0-only
/*
 * Openers: open, release, mmap, and which role each has.
 */

#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <media/v4l2-event.h>

#include "loopback.h"

/*
 * Consumers that are to wait for the next producer hear nothing: v4l2-ctl for
 * one takes no frame any more after V4L2_EVENT_EOS.
 */
static void loopback_tell_end(struct loopback_dev *dev)
{
	static const struct v4l2_event eos = { .type = V4L2_EVENT_EOS };
	bool ended = READ_ONCE(dev->producer_end) == V4L2LOOPBACK_END_OF_STREAM;
	struct loopback_opener *opener;

	mutex_lock(&dev->lock);
	list_for_each_entry(opener, &dev->openers, link)
		if (ended && &opener->producer != dev->hub.producer)
			v4l2_event_queue_fh(&opener->fh, &eos);
	loopback_pace_kick(dev);
	mutex_unlock(&dev->lock);
	if (!ended)
		return;
	loopback_hub_lock(&dev->hub);
	loopback_hub_end(&dev->hub);
	loopback_hub_unlock(&dev->hub);
}

/* Is there a producer that streams? Decides what exclusive_caps announces. */
void loopback_set_live(const struct loopback_opener *opener, bool live)
{
	struct loopback_dev *dev = opener->dev;
	bool ends = dev->live && !live;

	if (opener->timeout_image)
		return;
	WRITE_ONCE(dev->live, live);
	if (ends)
		loopback_tell_end(dev);
}

/* A consumer by read() begins, or is none any more. opener->lock is held. */
void loopback_set_reading(struct loopback_opener *opener, bool reading)
{
	struct loopback_hub *hub = &opener->dev->hub;

	if (opener->reading == reading)
		return;
	opener->reading = reading;
	loopback_consume(opener, reading);
	loopback_hub_lock(hub);
	if (!reading)
		loopback_consumer_stop(hub, &opener->consumer);
	else if (hub->pool == opener->pool)
		loopback_consumer_read(hub, &opener->consumer);
	loopback_hub_unlock(hub);
	if (!reading)
		wake_up_interruptible(&opener->capture.done_wq);
}

/* Who goes to sleep queues first, and then looks at the hub under hub->lock. */
static void loopback_wake(struct vb2_queue *q)
{
	if (waitqueue_active(&q->done_wq))
		wake_up_interruptible(&q->done_wq);
}

/* read() waits where its queue would. */
void loopback_consumer_wake(struct loopback_consumer *consumer)
{
	loopback_wake(&loopback_consumer_opener(consumer)->capture);
}

/* And so do write(), and a QBUF that must wait for consumers. */
void loopback_producer_wake(struct loopback_producer *producer)
{
	loopback_wake(&container_of(producer, struct loopback_opener,
				    producer)->output);
}

void loopback_hub_arrived(struct loopback_hub *hub)
{
	struct loopback_dev *dev = container_of(hub, struct loopback_dev, hub);

	if (READ_ONCE(dev->pace.on))
		dev->pace.arrived = ktime_get_ns();
}

/* dev->lock is held. */
static int loopback_join_pool(struct loopback_opener *opener)
{
	struct loopback_dev *dev = opener->dev;
	struct loopback_pool *pool;

	if (opener->pool)
		return 0;
	if (!dev->hub.pool) {
		pool = loopback_pool_new(dev->config.max_buffers, dev->format.sizeimage);
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

/*
 * Take the role of producer (output) or consumer, and a reference on the pool;
 * nothing if the opener has the role. loopback_unclaim() has to follow what the
 * role is wanted for. opener->lock is held.
 */
int loopback_claim(struct loopback_opener *opener, bool output)
{
	struct loopback_dev *dev = opener->dev;
	struct loopback_hub *hub = &dev->hub;
	bool publishes;
	int ret;

	if (output ? opener->writing : opener->reading)
		return 0;
	if (!loopback_access_may(opener, output))
		return -EACCES;
	if (output ? opener->reading || vb2_is_busy(&opener->capture) :
		     opener->writing || vb2_is_busy(&opener->output))
		return -EBUSY;
	mutex_lock(&dev->lock);
	if (output && loopback_draws(opener)) {
		opener->timeout_image = true;
		opener->image_candidate = false;
		WRITE_ONCE(dev->timeout_image_io, false);
	}
	publishes = output && !opener->timeout_image;
	if (output ? loopback_has_rival(opener) :
		     loopback_strict && dev->capture_opener &&
		     dev->capture_opener != opener)
		ret = -EBUSY;
	else
		ret = loopback_join_pool(opener);
	if (!ret && publishes) {
		loopback_hub_lock(hub);
		hub->producer = &opener->producer;
		loopback_hub_unlock(hub);
	} else if (!ret && !output) {
		dev->capture_opener = opener;
	}
	mutex_unlock(&dev->lock);
	return ret;
}

/* dev->lock is held. */
static bool loopback_pool_used(struct loopback_dev *dev, const struct loopback_pool *pool)
{
	struct loopback_opener *opener;

	list_for_each_entry(opener, &dev->openers, link)
		if (opener->pool == pool)
			return true;
	return false;
}

/* Give the role back if nothing needs it any more. opener->lock is held. */
void loopback_unclaim(struct loopback_opener *opener)
{
	struct loopback_pool *pool = opener->pool, *unused = NULL;
	struct loopback_dev *dev = opener->dev;
	struct loopback_hub *hub = &dev->hub;

	if (!pool || opener->reading || opener->writing ||
	    vb2_is_busy(&opener->capture) || vb2_is_busy(&opener->output))
		return;
	mutex_lock(&dev->lock);
	opener->pool = NULL;
	if (dev->capture_opener == opener)
		dev->capture_opener = NULL;
	loopback_hub_lock(hub);
	opener->consumer.pool = NULL;
	opener->consumer.last = 0;
	opener->consumer.base = 0;
	if (hub->producer == &opener->producer)
		hub->producer = NULL;
	if (hub->pool == pool && !loopback_pool_used(dev, pool))
		unused = loopback_hub_detach(hub);
	loopback_hub_unlock(hub);
	loopback_hub_settle(hub);
	mutex_unlock(&dev->lock);
	loopback_mem_put(opener->bounce);
	opener->bounce = NULL;
	loopback_pool_put(unused);
	loopback_pool_put(pool);
}

static int loopback_init_queue(struct loopback_opener *opener, struct vb2_queue *q,
			       enum v4l2_buf_type type)
{
	bool output = V4L2_TYPE_IS_OUTPUT(type);

	q->type = type;
	q->io_modes = VB2_MMAP | VB2_USERPTR | VB2_DMABUF;
	q->drv_priv = opener;
	q->buf_struct_size = sizeof(struct loopback_buffer);
	q->ops = output ? &loopback_output_ops : &loopback_capture_ops;
	q->mem_ops = &loopback_mem_ops;
	q->timestamp_flags = output ? V4L2_BUF_FLAG_TIMESTAMP_COPY :
				      V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
	q->lock = &opener->lock;
	return vb2_queue_init(q);
}

static struct loopback_opener *loopback_opener_new(struct loopback_dev *dev,
						   struct file *file)
{
	struct loopback_opener *opener = kzalloc(sizeof(*opener), GFP_KERNEL);

	if (!opener)
		return NULL;
	opener->dev = dev;
	opener->mapping = file->f_mapping;
	opener->pid = task_tgid_nr(current);
	get_task_comm(opener->comm, current);
	mutex_init(&opener->lock);
	INIT_LIST_HEAD(&opener->buffers);
	INIT_LIST_HEAD(&opener->early);
	loopback_consumer_init(&opener->consumer);
	opener->entry.slot = -1;
	opener->entry.pin = -1;
	if (loopback_init_queue(opener, &opener->capture, V4L2_BUF_TYPE_VIDEO_CAPTURE) ||
	    loopback_init_queue(opener, &opener->output, V4L2_BUF_TYPE_VIDEO_OUTPUT)) {
		mutex_destroy(&opener->lock);
		kfree(opener);
		return NULL;
	}
	return opener;
}

static int loopback_open(struct file *file)
{
	struct video_device *vdev = video_devdata(file);
	struct loopback_dev *dev = video_get_drvdata(vdev);
	struct loopback_opener *opener;
	int ret = 0;

	if (!loopback_may_open())
		return -EACCES;
	opener = loopback_opener_new(dev, file);
	if (!opener)
		return -ENOMEM;
	ret = loopback_access_open(opener, file);
	if (ret) {
		mutex_destroy(&opener->lock);
		kfree(opener);
		return ret;
	}
	/* events may come as soon as it is in the list */
	v4l2_fh_init(&opener->fh, vdev);
	mutex_lock(&dev->lock);
	if (dev->closed) {
		ret = -ENODEV;
	} else if (dev->config.max_openers && dev->open_count >= dev->config.max_openers) {
		ret = -EBUSY;
	} else {
		dev->open_count++;
		opener->id = ++dev->opened;
		opener->image_candidate = dev->timeout_image_io;
		list_add_tail(&opener->link, &dev->openers);
	}
	mutex_unlock(&dev->lock);
	if (ret) {
		v4l2_fh_exit(&opener->fh);
		mutex_destroy(&opener->lock);
		kfree(opener);
		return ret;
	}
	loopback_compat_fh_add(&opener->fh, file);
	return 0;
}

static int loopback_release(struct file *file)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct loopback_dev *dev = opener->dev;

	mutex_lock(&opener->lock);
	opener->closing = true;
	vb2_queue_release(&opener->capture);
	vb2_queue_release(&opener->output);
	loopback_end_file_io(opener, false);
	loopback_end_file_io(opener, true);
	loopback_unclaim(opener);
	mutex_unlock(&opener->lock);
	mutex_lock(&dev->lock);
	list_del(&opener->link);
	if (!--dev->open_count && !dev->keep_format)
		dev->chosen = false;
	loopback_totals_add(&dev->gone, opener);
	mutex_unlock(&dev->lock);
	loopback_compat_fh_del(&opener->fh, file);
	v4l2_fh_exit(&opener->fh);
	mutex_destroy(&opener->lock);
	kfree(opener);
	return 0;
}

/* One opener has one role, so the offset is never ambiguous. */
static int loopback_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct loopback_opener *opener = loopback_opener_of(file);

	return vb2_mmap(vb2_is_busy(&opener->output) ? &opener->output : &opener->capture,
			vma);
}

/* What read() or write() began ends: REQBUFS, STREAMOFF, release. */
void loopback_end_file_io(struct loopback_opener *opener, bool output)
{
	if (output && opener->writing) {
		opener->writing = false;
		loopback_set_live(opener, false);
		wake_up_interruptible(&opener->output.done_wq);
	} else if (!output) {
		loopback_set_reading(opener, false);
	}
	loopback_unclaim(opener);
}

const struct v4l2_file_operations loopback_fops = {
	.owner		= THIS_MODULE,
	.open		= loopback_open,
	.release	= loopback_release,
	.unlocked_ioctl	= loopback_ioctl,
	.mmap		= loopback_mmap,
	.read		= loopback_read,
	.write		= loopback_write,
	.poll		= loopback_poll,
};
