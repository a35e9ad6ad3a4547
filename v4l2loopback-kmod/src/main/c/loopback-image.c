// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timeout image, which an opener puts out once, and consumers get when the
 * producer is silent.
 */

#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>

#include "loopback-dev.h"
#include "loopback-image.h"
#include "loopback-mem.h"
#include "loopback-opener.h"

/* The format is another one: what image there was does not fit. */
void loopback_image_drop(struct loopback_dev *dev)
{
	lockdep_assert_held(&dev->lock);
	loopback_mem_put(dev->image.mem);
	dev->image.mem = NULL;
	dev->image.fresh = true;
}

/* A frame of the opener that writes the timeout image. */
int loopback_image_set(struct loopback_opener *opener, size_t size,
		       int (*slot_copy)(void *to, const void *from,
					size_t size),
		       const void *from)
{
	unsigned long room = PAGE_ALIGN(opener->pool->size);
	struct loopback_dev *dev = opener->dev;
	struct loopback_mem *mem = loopback_mem_new(dev->budget, room);
	int ret;

	lockdep_assert_held(&opener->lock);
	if (!mem)
		return -ENOMEM;
	ret = slot_copy(mem->vaddr, from, size);
	if (ret) {
		loopback_mem_put(mem);
		return ret;
	}
	mutex_lock(&dev->lock);
	if (dev->hub.pool == opener->pool) {
		swap(dev->image.mem, mem);
		dev->image.used = size;
		dev->image.fresh = true;
	}
	mutex_unlock(&dev->lock);
	loopback_mem_put(mem);
	return 0;
}
