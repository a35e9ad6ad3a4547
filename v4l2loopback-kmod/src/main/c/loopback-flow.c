// SPDX-License-Identifier: GPL-2.0-only
/*
 * Backpressure, the part that sleeps: the producer's waits, and their limit.
 */

#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "loopback-dev.h"
#include "loopback-flow.h"
#include "loopback-opener.h"
#include "loopback-pool-back.h"
#include "loopback-pool-flow.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-patience.h"
#include "loopback-slot.h"

static void loopback_limit_work(struct work_struct *work)
{
	struct loopback_dev *dev = container_of(to_delayed_work(work),
						struct loopback_dev,
						limit_work);
	struct loopback_hub *hub = &dev->hub;
	bool keep;

	loopback_hub_lock(hub);
	if (!time_before(jiffies, hub->limit))	/* or it has just begun anew */
		loopback_flow_expire(hub);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(dev);
}

void loopback_flow_init(struct loopback_dev *dev)
{
	INIT_DELAYED_WORK(&dev->limit_work, loopback_limit_work);
	dev->hub.limit_work = &dev->limit_work;
}

void loopback_flow_exit(struct loopback_dev *dev)
{
	cancel_delayed_work_sync(&dev->limit_work);
}

/* In ms; 0: the producer waits for nobody. */
void loopback_flow_patience(struct loopback_dev *dev, unsigned int patience)
{
	struct loopback_hub *hub = &dev->hub;
	bool keep;

	loopback_hub_lock(hub);
	loopback_flow_set(hub, patience);
	keep = loopback_keep_wanted(hub);
	loopback_hub_unlock(hub);
	if (keep)
		loopback_keep(dev);
}

/*
 * Wait until a frame may be published, if consumers are waited for at all.
 * opener->lock is dropped while we sleep.
 */
int loopback_flow_turn(struct loopback_opener *opener, bool nonblock)
{
	struct loopback_hub *hub = &opener->dev->hub;
	wait_queue_head_t *queue = &opener->output.done_wq;
	enum loopback_role role = opener->role;
	DEFINE_WAIT(wait);
	bool open;
	int ret = 0;

	lockdep_assert_held(&opener->lock);
	if (!READ_ONCE(hub->patience) || loopback_role_is_image(role))
		return 0;
	for (;;) {
		prepare_to_wait(queue, &wait, TASK_INTERRUPTIBLE);
		loopback_hub_lock(hub);
		open = loopback_hub_served(hub);
		loopback_hub_unlock(hub);
		if (open)
			break;
		if (READ_ONCE(opener->dev->closed))
			ret = -ENODEV;
		else if (nonblock)
			ret = -EAGAIN;
		else if (signal_pending(current))
			ret = -ERESTARTSYS;
		if (ret)
			break;
		mutex_unlock(&opener->lock);
		schedule();
		mutex_lock(&opener->lock);
		if (hub->producer != &opener->producer ||
		    opener->role != role) {
			/* another thread ended it, to stream perhaps */
			ret = -EBUSY;
			break;
		}
	}
	finish_wait(queue, &wait);
	return ret;
}
