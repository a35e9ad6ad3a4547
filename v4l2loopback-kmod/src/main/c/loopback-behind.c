// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who has not got a frame yet: for a producer that shows another picture and
 * wants to know when nobody looks at the one before any more.
 */

#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/v4l2loopback.h>

#include "loopback-access.h"
#include "loopback-behind.h"
#include "loopback-dev.h"
#include "loopback-opener.h"

/* It takes frames; who only polls for them has none that could be old. */
static bool loopback_takes(const struct loopback_opener *opener)
{
	return READ_ONCE(opener->consumes) &&
	       READ_ONCE(opener->role) != LOOPBACK_ROLE_POLLER;
}

static bool loopback_has(const struct loopback_opener *opener, u64 number)
{
	u64 taken = READ_ONCE(opener->taken);

	return upper_32_bits(taken) == upper_32_bits(number) &&
	       (s32)(lower_32_bits(taken) - lower_32_bits(number)) >= 0;
}

static void loopback_behind_count(struct loopback_dev *dev, u64 number,
				  struct v4l2loopback_behind *behind)
{
	struct loopback_opener *opener;

	lockdep_assert_held(&dev->lock);
	list_for_each_entry(opener, &dev->openers, link) {
		if (!loopback_takes(opener) || loopback_has(opener, number))
			continue;
		if (!behind->count++) {
			behind->pid = opener->who.pid;
			strscpy_pad(behind->comm, opener->comm,
				    sizeof(behind->comm));
		}
	}
}

long loopback_behind(struct file *file, void __user *arg)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct loopback_dev *dev = opener->dev;
	struct v4l2loopback_behind behind;
	u64 number;

	if (!loopback_access_may(opener, true))
		return -EACCES;
	if (copy_from_user(&behind, arg, sizeof(behind)))
		return -EFAULT;
	if (memchr_inv(behind.reserved, 0, sizeof(behind.reserved)))
		return -EINVAL;
	number = loopback_frame_number(opener, behind.sequence);
	behind.count = 0;
	behind.pid = 0;
	memset(behind.comm, 0, sizeof(behind.comm));
	mutex_lock(&dev->lock);
	loopback_behind_count(dev, number, &behind);
	mutex_unlock(&dev->lock);
	return copy_to_user(arg, &behind, sizeof(behind)) ? -EFAULT : 0;
}
