// SPDX-License-Identifier: GPL-2.0-only
/*
 * Openers: open, release and mmap.
 */

#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <media/v4l2-event.h>

#include "compat.h"
#include "loopback-access.h"
#include "loopback-dev.h"
#include "loopback-file.h"
#include "loopback-ioctl.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-poll.h"
#include "loopback-pool-hub.h"
#include "loopback-queue.h"
#include "loopback-read.h"
#include "loopback-role.h"
#include "loopback-space.h"
#include "loopback-write.h"

/* An event has come. Called under the lock of fh->wait. */
static int loopback_event_wake(struct wait_queue_entry *entry,
			       unsigned int mode, int flags, void *key)
{
	struct loopback_opener *opener =
		container_of(entry, struct loopback_opener, events);

	wake_up_interruptible(&opener->capture.done_wq);
	wake_up_interruptible(&opener->output.done_wq);
	return 0;
}

static struct loopback_opener *loopback_opener_new(struct loopback_dev *dev,
						   struct file *file)
{
	struct loopback_opener *opener;

	opener = kzalloc(sizeof(*opener), GFP_KERNEL_ACCOUNT);
	if (!opener)
		return NULL;
	opener->dev = dev;
	opener->who.pid = task_tgid_nr(current);
	get_task_comm(opener->comm, current);
	mutex_init(&opener->lock);
	mutex_init(&opener->event_lock);
	INIT_LIST_HEAD(&opener->buffers);
	INIT_LIST_HEAD(&opener->early);
	loopback_consumer_init(&opener->consumer);
	opener->consumer.who = &opener->who;
	opener->consumer.sleeps = &opener->capture.done_wq;
	loopback_producer_init(&opener->producer);
	opener->producer.who = &opener->who;
	opener->producer.sleeps = &opener->output.done_wq;
	opener->entry.slot = -1;
	opener->entry.pin = -1;
	if (loopback_queue_init(opener, V4L2_BUF_TYPE_VIDEO_CAPTURE) ||
	    loopback_queue_init(opener, V4L2_BUF_TYPE_VIDEO_OUTPUT))
		goto error;
	opener->space = loopback_space_new();
	if (opener->space)
		return opener;
error:
	mutex_destroy(&opener->event_lock);
	mutex_destroy(&opener->lock);
	kfree(opener);
	return NULL;
}

static void loopback_opener_free(struct loopback_opener *opener)
{
	loopback_space_put(opener->space);
	mutex_destroy(&opener->event_lock);
	mutex_destroy(&opener->lock);
	kfree(opener);
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
		loopback_opener_free(opener);
		return ret;
	}
	/* events may come as soon as it is in the list */
	v4l2_fh_init(&opener->fh, vdev);
	init_waitqueue_func_entry(&opener->events, loopback_event_wake);
	add_wait_queue(&opener->fh.wait, &opener->events);
	mutex_lock(&dev->lock);
	if (dev->closed) {
		ret = -ENODEV;
	} else if (dev->config.max_openers &&
		   dev->open_count >= dev->config.max_openers) {
		ret = -EBUSY;
	} else {
		dev->open_count++;
		opener->who.video_nr = dev->number;
		opener->who.id = ++dev->opened;
		list_add_tail(&opener->link, &dev->openers);
	}
	mutex_unlock(&dev->lock);
	if (ret) {
		v4l2_fh_exit(&opener->fh);
		loopback_opener_free(opener);
		return ret;
	}
	loopback_compat_fh_add(&opener->fh, file);
	loopback_space_enter(opener->space, file);
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
	loopback_role_end_file(opener, false);
	loopback_role_end_file(opener, true);
	loopback_role_put(opener);
	mutex_unlock(&opener->lock);
	mutex_lock(&dev->lock);
	list_del(&opener->link);
	if (!--dev->open_count && !dev->keep_format)
		dev->chosen = false;
	if (dev->chooser == opener)
		dev->chooser = NULL;
	loopback_pace_rest(dev);
	loopback_totals_add(&dev->gone, opener);
	mutex_unlock(&dev->lock);
	loopback_compat_fh_del(&opener->fh, file);
	v4l2_fh_exit(&opener->fh);
	loopback_opener_free(opener);
	return 0;
}

/* One opener has one role, so the offset is never ambiguous. */
static int loopback_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct loopback_opener *opener = loopback_opener_of(file);

	return vb2_mmap(vb2_is_busy(&opener->output) ? &opener->output :
						       &opener->capture, vma);
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
