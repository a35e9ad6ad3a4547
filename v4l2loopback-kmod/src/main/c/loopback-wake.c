// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the frame pool asks of the kernel beside videobuf2.
 */

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "loopback-pool.h"
#include "loopback-wake.h"

struct workqueue_struct *loopback_workqueue;

int loopback_wake_init(void)
{
	loopback_workqueue = alloc_workqueue("v4l2loopback",
					     WQ_UNBOUND | WQ_HIGHPRI, 0);
	return loopback_workqueue ? 0 : -ENOMEM;
}

void loopback_wake_exit(void)
{
	destroy_workqueue(loopback_workqueue);
}

/* Only a producer's frame counts: sustain_framerate and timeout rely on it. */
void loopback_hub_arrived(struct loopback_hub *hub)
{
	lockdep_assert_held(&hub->lock);
	if (READ_ONCE(hub->paced))
		hub->arrived = ktime_get_ns();
}

/* A limit that runs already begins anew. */
void loopback_hub_limit(struct loopback_hub *hub)
{
	unsigned long delay = msecs_to_jiffies(hub->patience);

	lockdep_assert_held(&hub->lock);
	hub->limit = jiffies + delay;
	/* it may copy a frame: not on the per-CPU system workqueue */
	mod_delayed_work(loopback_workqueue, hub->limit_work, delay);
}

/* Who goes to sleep queues first, and then looks at the hub under hub->lock. */
static void loopback_wake(struct wait_queue_head *sleepers,
			  struct wait_queue_head *other)
{
	/* hub->lock of the two sections orders queueing and this look */
	if (waitqueue_active(sleepers))
		wake_up_interruptible(sleepers);
	if (other)
		wake_up_interruptible(other);
}

void loopback_consumer_wake(struct loopback_consumer *consumer)
{
	loopback_wake(consumer->sleeps, READ_ONCE(consumer->other));
}

void loopback_producer_wake(struct loopback_producer *producer)
{
	loopback_wake(producer->sleeps, READ_ONCE(producer->other));
}
