// SPDX-License-Identifier: GPL-2.0-only
/*
 * The placeholder, which a program hands over and consumers get while no
 * producer streams.
 */

#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/v4l2loopback.h>

#include "loopback-access.h"
#include "loopback-dev.h"
#include "loopback-format.h"
#include "loopback-layout.h"
#include "loopback-mem.h"
#include "loopback-opener.h"
#include "loopback-pace.h"
#include "loopback-placeholder.h"
#include "loopback-slot.h"

/* Its layout, if the device can have just that. */
static int
loopback_placeholder_format(struct loopback_dev *dev,
			    const struct v4l2loopback_placeholder *user,
			    struct v4l2_pix_format *pix)
{
	*pix = (struct v4l2_pix_format) {
		.width = user->width,
		.height = user->height,
		.pixelformat = user->pixelformat,
	};
	if (!loopback_format_known(user->pixelformat) ||
	    user->bytesused > INT_MAX)
		return -EINVAL;
	loopback_format_adjust(dev, pix);
	if (pix->width != user->width || pix->height != user->height)
		return -EINVAL;
	if (loopback_format_compressed(user->pixelformat))
		return !user->bytesused || user->bytesused > pix->sizeimage ?
		       -EINVAL : 0;
	return user->bytesused == pix->sizeimage ? 0 : -EINVAL;
}

/* Takes no lock: user memory may be slow. */
static int
loopback_placeholder_read(struct loopback_dev *dev,
			  const struct v4l2loopback_placeholder *user,
			  struct loopback_placeholder *placeholder)
{
	struct loopback_image *image = &placeholder->image;
	int ret = loopback_placeholder_format(dev, user, &placeholder->format);
	unsigned long size = placeholder->format.sizeimage;

	if (ret)
		return ret;
	image->mem = loopback_mem_new(dev->budget, PAGE_ALIGN(size));
	if (!image->mem)
		return -ENOMEM;
	image->used = user->bytesused;
	image->fresh = true;
	if (!copy_from_user(image->mem->vaddr, u64_to_user_ptr(user->data),
			    user->bytesused))
		return 0;
	loopback_mem_put(image->mem);
	return -EFAULT;
}

/* All zeros: there is to be none. */
static bool loopback_placeholder_none(const struct v4l2loopback_placeholder *p)
{
	return !memchr_inv(p, 0, sizeof(*p));
}

long loopback_placeholder_set(struct file *file, const void __user *arg)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct loopback_placeholder placeholder = {};
	struct loopback_dev *dev = opener->dev;
	struct v4l2loopback_placeholder user;
	struct loopback_pool *old;
	int ret;

	if (!loopback_access_may(opener, true))
		return -EACCES;
	if (copy_from_user(&user, arg, sizeof(user)))
		return -EFAULT;
	if (memchr_inv(user.reserved, 0, sizeof(user.reserved)))
		return -EINVAL;
	if (!loopback_placeholder_none(&user)) {
		ret = loopback_placeholder_read(dev, &user, &placeholder);
		if (ret)
			return ret;
	}
	mutex_lock(&dev->lock);
	old = loopback_layout_place(dev, opener, &placeholder);
	loopback_pace_kick(dev);
	mutex_unlock(&dev->lock);
	loopback_mem_put(placeholder.image.mem);
	loopback_pool_put(old);
	return 0;
}

static void loopback_placeholder_tell(struct loopback_dev *dev,
				      struct v4l2loopback_placeholder *user,
				      struct loopback_mem **mem)
{
	const struct loopback_placeholder *placeholder = &dev->placeholder;

	mutex_lock(&dev->lock);
	user->pixelformat = placeholder->format.pixelformat;
	user->width = placeholder->format.width;
	user->height = placeholder->format.height;
	user->bytesused = placeholder->image.used;
	*mem = placeholder->image.mem;
	if (*mem)
		loopback_mem_get(*mem);
	mutex_unlock(&dev->lock);
}

long loopback_placeholder_get(struct file *file, void __user *arg)
{
	struct loopback_opener *opener = loopback_opener_of(file);
	struct v4l2loopback_placeholder user;
	struct loopback_mem *mem;
	long ret = 0;
	u32 room;

	if (!loopback_access_may(opener, false))
		return -EACCES;
	if (copy_from_user(&user, arg, sizeof(user)))
		return -EFAULT;
	if (memchr_inv(user.reserved, 0, sizeof(user.reserved)))
		return -EINVAL;
	room = user.data ? user.bytesused : 0;
	loopback_placeholder_tell(opener->dev, &user, &mem);
	if (room && room < user.bytesused)
		ret = -ENOSPC;
	else if (room && mem && copy_to_user(u64_to_user_ptr(user.data),
					     mem->vaddr, user.bytesused))
		ret = -EFAULT;
	loopback_mem_put(mem);
	if (copy_to_user(arg, &user, sizeof(user)))
		ret = -EFAULT;
	return ret;
}
