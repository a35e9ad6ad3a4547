// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(): of the queue that streams, or else of read() and write().
 */

#include <media/v4l2-event.h>

#include "loopback-access.h"
#include "loopback-dev.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-poll.h"
#include "loopback-pool-deliver.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-patience.h"
#include "loopback-queue-out.h"
#include "loopback-role.h"

#define LOOPBACK_POLL_IN	(EPOLLIN | EPOLLRDNORM)
#define LOOPBACK_POLL_OUT	(EPOLLOUT | EPOLLWRNORM)

/*
 * Wait for one queue, whatever is asked for: an epoll calls with the table
 * once, when the file is added, and may ask for something else later. What
 * becomes of the other queue, and events, is handed on to who waits here.
 * False: the queue streams no more.
 */
static bool loopback_poll_join(struct vb2_queue *q, struct file *file,
			       poll_table *wait)
{
	if (!vb2_is_streaming(q))
		return false;
	poll_wait(file, &q->done_wq, wait);
	/* pairs with loopback_role_cross() */
	smp_mb();
	return vb2_is_streaming(q);
}

/* The queue streams. Its own lock guards the list; no item is touched. */
static __poll_t loopback_poll_queue(struct vb2_queue *q, __poll_t asked,
				    __poll_t ready)
{
	if (!(asked & ready))
		return 0;
	if (!vb2_is_streaming(q) || q->error)
		return EPOLLERR;
	/* after the last buffer DQBUF fails at once */
	if (q->last_buffer_dequeued)
		return ready;
	return list_empty_careful(&q->done_list) ? 0 : ready;
}

static __poll_t loopback_poll_output(struct loopback_opener *opener,
				     __poll_t asked)
{
	__poll_t ret = loopback_poll_queue(&opener->output, asked,
					   LOOPBACK_POLL_OUT);

	if (ret || !(asked & LOOPBACK_POLL_OUT))
		return ret;
	/* another thread may take what is given back now: it is told to look */
	loopback_output_wait(opener, false);
	return loopback_poll_queue(&opener->output, asked, LOOPBACK_POLL_OUT);
}

/*
 * Who polls for frames is taken for a consumer, until it asks for another role.
 * It counts as one at once if it wants nothing else: a program that only reads
 * when poll() says so would else never start the producer that waits for it.
 */
static __poll_t loopback_poll_begin(struct loopback_opener *opener, bool counts)
{
	int ret;

	/* who holds it while user memory is copied has a role, and we none */
	if (mutex_lock_interruptible(&opener->lock))
		return 0;
	ret = loopback_role_get(opener, LOOPBACK_ROLE_POLLER);
	if (!ret && counts)
		loopback_consume(opener, true);
	mutex_unlock(&opener->lock);
	return ret ? EPOLLERR : 0;
}

/* It has polled before, nothing has changed, and it counts if it is to. */
static bool loopback_poll_begun(struct loopback_opener *opener, bool counts)
{
	struct loopback_hub *hub = &opener->dev->hub;
	bool begun;

	loopback_hub_lock(hub);
	begun = opener->role == LOOPBACK_ROLE_READER ||
		(opener->role == LOOPBACK_ROLE_POLLER &&
		 opener->consumer.pool == hub->pool &&
		 (opener->consumes || !counts));
	loopback_hub_unlock(hub);
	return begun;
}

/* A frame, or the end of what it reads: read() does not wait then. */
static __poll_t loopback_poll_frame(struct loopback_opener *opener)
{
	struct loopback_consumer *consumer = &opener->consumer;
	struct loopback_hub *hub = &opener->dev->hub;
	bool ready = false;

	loopback_hub_lock(hub);
	if (loopback_role_reads(opener->role) && hub->pool == consumer->pool)
		ready = loopback_consumer_ready(hub, consumer);
	else if (opener->role == LOOPBACK_ROLE_READER)
		ready = true;
	loopback_hub_unlock(hub);
	return ready ? LOOPBACK_POLL_IN : 0;
}

static __poll_t loopback_poll_read(struct loopback_opener *opener, bool counts)
{
	__poll_t ret = 0;

	if (!loopback_poll_begun(opener, counts))
		ret = loopback_poll_begin(opener, counts);
	return ret ?: loopback_poll_frame(opener);
}

/* write() may wait for consumers; it fails beside another producer. */
static __poll_t loopback_poll_write(struct loopback_opener *opener)
{
	struct loopback_hub *hub = &opener->dev->hub;
	__poll_t ret = LOOPBACK_POLL_OUT;

	loopback_hub_lock(hub);
	if (loopback_has_rival(opener))
		ret = EPOLLERR;
	else if (hub->producer == &opener->producer &&
		 !loopback_hub_served(hub))
		ret = 0;
	loopback_hub_unlock(hub);
	return ret;
}

/*
 * Nothing but polled yet: both ways may be open. That write() is not, for
 * another one is the producer, is no error to who may read.
 */
static __poll_t loopback_poll_either(struct loopback_opener *opener, bool in,
				     bool out)
{
	__poll_t ret;

	if (!in)
		return out ? loopback_poll_write(opener) : 0;
	ret = loopback_poll_read(opener, !out);
	if (out && loopback_access_may(opener, true))
		ret |= loopback_poll_write(opener) & ~EPOLLERR;
	return ret;
}

/*
 * No queue streams: read() or write(). Both may hold opener->lock while user
 * memory keeps them, so that it is not waited for when somebody has a role.
 */
static __poll_t loopback_poll_idle(struct loopback_opener *opener,
				   struct file *file, poll_table *wait,
				   __poll_t asked)
{
	enum vfl_devnode_direction dir = video_devdata(file)->vfl_dir;
	bool in = (asked & LOOPBACK_POLL_IN) && dir != VFL_DIR_TX;
	bool out = (asked & LOOPBACK_POLL_OUT) && dir != VFL_DIR_RX;

	if (dir != VFL_DIR_TX)
		poll_wait(file, &opener->capture.done_wq, wait);
	if (dir != VFL_DIR_RX)
		poll_wait(file, &opener->output.done_wq, wait);

	switch (READ_ONCE(opener->role)) {
	case LOOPBACK_ROLE_CAPTURE:
		return in ? EPOLLERR : 0;
	case LOOPBACK_ROLE_OUTPUT:
	case LOOPBACK_ROLE_IMAGE_OUTPUT:
		return out ? EPOLLERR : 0;
	case LOOPBACK_ROLE_READER:
		return in ? loopback_poll_read(opener, true) : 0;
	case LOOPBACK_ROLE_WRITER:
	case LOOPBACK_ROLE_IMAGE_WRITER:
	case LOOPBACK_ROLE_IMAGE:
		return out ? loopback_poll_write(opener) : 0;
	default:
		return loopback_poll_either(opener, in, out);
	}
}

__poll_t loopback_poll(struct file *file, poll_table *wait)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	__poll_t asked = poll_requested_events(wait), ret;

	if (loopback_poll_join(&opener->output, file, wait))
		ret = loopback_poll_output(opener, asked);
	else if (loopback_poll_join(&opener->capture, file, wait))
		ret = loopback_poll_queue(&opener->capture, asked,
					  LOOPBACK_POLL_IN);
	else
		ret = loopback_poll_idle(opener, file, wait, asked);
	if ((asked & EPOLLPRI) && v4l2_event_pending(&opener->fh))
		ret |= EPOLLPRI;
	return ret;
}
