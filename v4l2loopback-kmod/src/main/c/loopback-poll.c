// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(): of the queue that streams, or else of read() and write().
 */

#include <media/v4l2-event.h>

#include "loopback.h"

#define LOOPBACK_POLL_IN	(EPOLLIN | EPOLLRDNORM)
#define LOOPBACK_POLL_OUT	(EPOLLOUT | EPOLLWRNORM)

/*
 * The queue streams. Its own lock guards the list, and nothing in it is touched.
 * Wait for it even if nothing is asked for: an epoll may ask later.
 */
static __poll_t loopback_poll_queue(struct vb2_queue *q, struct file *file,
				    poll_table *wait, __poll_t asked, __poll_t ready)
{
	poll_wait(file, &q->done_wq, wait);
	if (!(asked & ready))
		return 0;
	if (!vb2_is_streaming(q) || q->error)
		return EPOLLERR;
	/* after the last buffer DQBUF fails at once */
	if (q->last_buffer_dequeued)
		return ready;
	return list_empty_careful(&q->done_list) ? 0 : ready;
}

/* Events: a second queue to wait on is only worth it for who may get some. */
static __poll_t loopback_poll_event(struct loopback_opener *opener, struct file *file,
				    poll_table *wait, __poll_t asked)
{
	if ((asked & (LOOPBACK_POLL_IN | LOOPBACK_POLL_OUT)) && !(asked & EPOLLPRI) &&
	    list_empty(&opener->fh.subscribed))
		return 0;
	poll_wait(file, &opener->fh.wait, wait);
	return (asked & EPOLLPRI) && v4l2_event_pending(&opener->fh) ? EPOLLPRI : 0;
}

static __poll_t loopback_poll_read(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	__poll_t ret = 0;

	if (vb2_is_busy(&opener->capture) || loopback_claim(opener, false))
		return EPOLLERR;
	loopback_set_reading(opener, true);
	loopback_hub_lock(hub);
	if (hub->pool != opener->pool)
		ret = EPOLLERR;
	else if (loopback_consumer_ready(hub, &opener->consumer))
		ret = LOOPBACK_POLL_IN;
	loopback_hub_unlock(hub);
	return ret;
}

/* write() waits for consumers if it must; it fails when somebody else is the producer. */
static __poll_t loopback_poll_write(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	__poll_t ret = LOOPBACK_POLL_OUT;

	if (vb2_is_busy(&opener->output))
		return EPOLLERR;
	loopback_hub_lock(hub);
	if (loopback_has_rival(opener))
		ret = EPOLLERR;
	else if (hub->producer == &opener->producer && !loopback_hub_served(hub))
		ret = 0;
	loopback_hub_unlock(hub);
	return ret;
}

/*
 * No queue streams: read() or write(), whichever is asked for. An epoll waits
 * from now on for what may come later: it does not queue again.
 */
static __poll_t loopback_poll_idle(struct loopback_opener *opener, struct file *file,
				   poll_table *wait, __poll_t events)
{
	enum vfl_devnode_direction dir = video_devdata(file)->vfl_dir;
	bool output = opener->writing || vb2_is_busy(&opener->output) || dir == VFL_DIR_TX ||
		      (!(events & LOOPBACK_POLL_IN) && dir != VFL_DIR_RX &&
		       !opener->reading);
	__poll_t ret = 0;

	poll_wait(file, &opener->capture.done_wq, wait);
	poll_wait(file, &opener->output.done_wq, wait);
	mutex_lock(&opener->lock);
	if (output && (events & LOOPBACK_POLL_OUT))
		ret = loopback_poll_write(opener);
	else if (!output && (events & LOOPBACK_POLL_IN))
		ret = loopback_poll_read(opener);
	loopback_unclaim(opener);
	mutex_unlock(&opener->lock);
	return ret;
}

__poll_t loopback_poll(struct file *file, poll_table *wait)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	__poll_t asked = poll_requested_events(wait);
	__poll_t ret = loopback_poll_event(opener, file, wait, asked);

	if (vb2_is_streaming(&opener->output)) {
		if ((asked & LOOPBACK_POLL_OUT) &&
		    !loopback_producer_ready(&opener->producer))
			loopback_output_wait(opener, false);
		return ret | loopback_poll_queue(&opener->output, file, wait, asked,
						 LOOPBACK_POLL_OUT);
	}
	if (vb2_is_streaming(&opener->capture))
		return ret | loopback_poll_queue(&opener->capture, file, wait, asked,
						 LOOPBACK_POLL_IN);
	return ret | loopback_poll_idle(opener, file, wait, asked);
}
