// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two queues of an opener, as videobuf2 sees them. To stream is a matter of
 * the queue and of the opener's role, and here both meet.
 */

#include <linux/compiler.h>
#include <linux/wait.h>
#include <media/videobuf2-v4l2.h>

#include "compat.h"
#include "loopback-buffer.h"
#include "loopback-dev.h"
#include "loopback-mem-ops.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-queue-cap.h"
#include "loopback-queue-out.h"
#include "loopback-queue.h"
#include "loopback-role.h"

static int loopback_output_start_streaming(struct vb2_queue *q,
					   unsigned int count)
{
	struct loopback_opener *opener = q->drv_priv;

	loopback_set_live(opener, true);
	loopback_output_start(opener);
	return 0;
}

static void loopback_output_stop_streaming(struct vb2_queue *q)
{
	struct loopback_opener *opener = q->drv_priv;

	loopback_output_stop(opener);
	loopback_set_live(opener, false);
}

static const struct vb2_ops loopback_output_ops = {
	.queue_setup		= loopback_output_queue_setup,
	.buf_init		= loopback_output_buf_init,
	.buf_cleanup		= loopback_output_buf_cleanup,
	.buf_out_validate	= loopback_output_buf_out_validate,
	.buf_prepare		= loopback_output_buf_prepare,
	.buf_queue		= loopback_output_buf_queue,
	.buf_finish		= loopback_output_buf_finish,
	.start_streaming	= loopback_output_start_streaming,
	.stop_streaming		= loopback_output_stop_streaming,
#ifdef LOOPBACK_WAIT_PREPARE
	.wait_prepare		= LOOPBACK_WAIT_PREPARE,
	.wait_finish		= LOOPBACK_WAIT_FINISH,
#endif
};

static int loopback_capture_start_streaming(struct vb2_queue *q,
					    unsigned int count)
{
	struct loopback_opener *opener = q->drv_priv;
	int ret = loopback_capture_start(opener);

	if (!ret)
		loopback_consume(opener, true);
	return ret;
}

static void loopback_capture_stop_streaming(struct vb2_queue *q)
{
	struct loopback_opener *opener = q->drv_priv;

	loopback_consume(opener, false);
	loopback_capture_stop(opener);
}

static const struct vb2_ops loopback_capture_ops = {
	.queue_setup		= loopback_capture_queue_setup,
	.buf_init		= loopback_capture_buf_init,
	.buf_cleanup		= loopback_capture_buf_cleanup,
	.buf_queue		= loopback_capture_buf_queue,
	.buf_finish		= loopback_capture_buf_finish,
	.start_streaming	= loopback_capture_start_streaming,
	.stop_streaming		= loopback_capture_stop_streaming,
#ifdef LOOPBACK_WAIT_PREPARE
	.wait_prepare		= LOOPBACK_WAIT_PREPARE,
	.wait_finish		= LOOPBACK_WAIT_FINISH,
#endif
};

int loopback_queue_init(struct loopback_opener *opener,
			enum v4l2_buf_type type)
{
	bool output = V4L2_TYPE_IS_OUTPUT(type);
	struct vb2_queue *q = output ? &opener->output : &opener->capture;

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

/* The device is closed: whoever waits, for a buffer or for an event, looks. */
void loopback_queues_fail(struct loopback_opener *opener)
{
	vb2_queue_error(&opener->capture);
	vb2_queue_error(&opener->output);
	wake_up_all(&opener->fh.wait);
}

/* When a queue stops it forgets that it has failed. */
void loopback_queues_stopped(struct loopback_opener *opener)
{
	/* pairs with loopback_device_unplug(): one of us sees the other */
	smp_mb();
	if (READ_ONCE(opener->dev->closed))
		loopback_queues_fail(opener);
}
