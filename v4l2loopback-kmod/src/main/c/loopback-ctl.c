// SPDX-License-Identifier: GPL-2.0-only
/*
 * All devices, and the control node /dev/v4l2loopback, which makes and removes
 * them.
 */

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/v4l2loopback.h>

#include "loopback-access.h"
#include "loopback-config.h"
#include "loopback-ctl.h"
#include "loopback-dev.h"
#include "loopback-device.h"

static LIST_HEAD(loopback_devices);
static unsigned int loopback_devices_count;
static DEFINE_MUTEX(loopback_devices_lock);	/* guards both, outermost */
static bool loopback_ctl_registered;

/* By the number of any of its nodes. */
static struct loopback_dev *loopback_device_find(s64 number)
{
	struct loopback_dev *dev;
	unsigned int i;

	lockdep_assert_held(&loopback_devices_lock);
	list_for_each_entry(dev, &loopback_devices, link)
		for (i = 0; i < dev->nodes; i++)
			if (dev->node[i].num == number)
				return dev;
	return NULL;
}

/*
 * All video nodes of the machine share 256 minors, and not only root may use
 * the control node: whoever is no administrator has to leave some to others.
 */
static bool loopback_devices_full(void)
{
	lockdep_assert_held(&loopback_devices_lock);
	return loopback_devices_count >= LOOPBACK_DEVICES_ANYBODY &&
	       !capable(CAP_SYS_ADMIN);
}

static int loopback_devices_add_locked(const struct loopback_config *config,
				       const struct file *owner)
{
	struct loopback_dev *dev;

	if (loopback_device_find(config->video_nr) ||
	    loopback_device_find(config->capture_nr))
		return -EEXIST;
	if (loopback_devices_full())
		return -ENOSPC;
	dev = loopback_device_add(config);
	if (IS_ERR(dev))
		return PTR_ERR(dev);
	dev->owner = owner;
	list_add_tail(&dev->link, &loopback_devices);
	loopback_devices_count++;
	return dev->number;
}

/*
 * Returns the number that its first node has got.
 *
 * @owner: the file that it goes with, or NULL
 */
int loopback_devices_add(const struct loopback_config *config,
			 const struct file *owner)
{
	int ret;

	mutex_lock(&loopback_devices_lock);
	ret = loopback_devices_add_locked(config, owner);
	mutex_unlock(&loopback_devices_lock);
	return ret;
}

/* The module is unloaded, so nobody has one open. */
void loopback_devices_remove_all(void)
{
	struct loopback_dev *dev, *next;

	list_for_each_entry_safe(dev, next, &loopback_devices, link) {
		list_del(&dev->link);
		loopback_device_remove(dev);
	}
}

/* This file may have devices that go with it, and touch no others. */
static bool loopback_ctl_owned_only(const struct file *file)
{
	return file->private_data;
}

static void loopback_devices_forget(struct loopback_dev *dev)
{
	lockdep_assert_held(&loopback_devices_lock);
	list_del(&dev->link);
	loopback_devices_count--;
}

static int loopback_devices_remove_locked(struct loopback_dev *dev,
					  const struct file *file)
{
	int ret;

	lockdep_assert_held(&loopback_devices_lock);
	if (dev->owner == file) {
		loopback_devices_forget(dev);
		loopback_device_unplug(dev);
		return 0;
	}
	if (loopback_ctl_owned_only(file))
		return -EACCES;
	ret = loopback_device_close(dev);
	if (ret)
		return ret;
	loopback_devices_forget(dev);
	loopback_device_remove(dev);
	return 0;
}

static int loopback_devices_remove(unsigned long number,
				   const struct file *file)
{
	struct loopback_dev *dev;
	int ret = -ENODEV;

	mutex_lock(&loopback_devices_lock);
	dev = number <= INT_MAX ? loopback_device_find(number) : NULL;
	if (dev)
		ret = loopback_devices_remove_locked(dev, file);
	mutex_unlock(&loopback_devices_lock);
	return ret;
}

/* The owner's file is closed. */
static void loopback_devices_disown(const struct file *owner)
{
	struct loopback_dev *dev, *next;

	mutex_lock(&loopback_devices_lock);
	list_for_each_entry_safe(dev, next, &loopback_devices, link) {
		if (dev->owner != owner)
			continue;
		loopback_devices_forget(dev);
		loopback_device_unplug(dev);
	}
	mutex_unlock(&loopback_devices_lock);
}

static int loopback_config_size(u32 *least, u32 *most, u32 min, u32 max,
				u32 smallest)
{
	*least = max(min, smallest);
	if (max >= *least)
		*most = min_t(u32, max, LOOPBACK_SIZE_LIMIT);
	return *most < *least ? -EINVAL : 0;
}

/* What the program did not ask for stays as the module's parameters have it. */
static int loopback_config_from_user(struct loopback_config *config,
				     const struct v4l2_loopback_config *user,
				     bool owned)
{
	int ret;

	config->video_nr = max(user->output_nr, -1);
	if (user->capture_nr == V4L2LOOPBACK_CAPTURE_ANY)
		config->capture_nr = LOOPBACK_NR_ANY;
	else if (user->capture_nr > V4L2LOOPBACK_CAPTURE_JOINED &&
		 user->capture_nr <= V4L2LOOPBACK_CAPTURE_MAX)
		config->capture_nr = user->capture_nr;
	if (config->capture_nr == config->video_nr && config->video_nr >= 0)
		return -EINVAL;
	memcpy(config->label, user->card_label, sizeof(config->label));
	config->label[sizeof(config->label) - 1] = 0;
	ret = loopback_config_size(&config->min_width, &config->max_width,
				   user->min_width, user->max_width,
				   LOOPBACK_WIDTH_MIN);
	if (!ret)
		ret = loopback_config_size(&config->min_height,
					   &config->max_height,
					   user->min_height, user->max_height,
					   LOOPBACK_HEIGHT_MIN);
	if (user->max_buffers > 0)
		config->max_buffers = loopback_buffers_limit(user->max_buffers);
	if (user->max_openers > 0)
		config->max_openers = user->max_openers;
	config->exclusive = !user->announce_all_caps;
	if (owned && user->announce_all_caps == V4L2LOOPBACK_ANNOUNCE_CAMERA)
		config->camera = config->capture_nr == LOOPBACK_NR_JOINED;
	return ret;
}

static int loopback_ctl_add(const void __user *arg, const struct file *owner)
{
	struct v4l2_loopback_config user;
	struct loopback_config config;
	int ret = 0;

	loopback_config_default(&config);
	if (arg) {
		if (copy_from_user(&user, arg, sizeof(user)))
			return -EFAULT;
		ret = loopback_config_from_user(&config, &user, owner);
	}
	return ret ? ret : loopback_devices_add(&config, owner);
}

static void loopback_config_to_user(struct v4l2_loopback_config *user,
				    struct loopback_dev *dev)
{
	const struct loopback_config *config = &dev->config;

	user->output_nr = dev->node[0].num;
	user->capture_nr = dev->nodes > 1 ? dev->node[1].num :
					    V4L2LOOPBACK_CAPTURE_JOINED;
	strscpy_pad(user->card_label, dev->card, sizeof(user->card_label));
	user->min_width = config->min_width;
	user->max_width = config->max_width;
	user->min_height = config->min_height;
	user->max_height = config->max_height;
	user->max_buffers = config->max_buffers;
	user->max_openers = READ_ONCE(config->max_openers);
	user->debug = loopback_debug_level();
	user->announce_all_caps = config->camera ?
				  V4L2LOOPBACK_ANNOUNCE_CAMERA :
				  !config->exclusive;
}

static int loopback_ctl_query(void __user *arg)
{
	struct v4l2_loopback_config user;
	struct loopback_dev *dev;

	if (!arg)
		return -EINVAL;
	if (copy_from_user(&user, arg, sizeof(user)))
		return -EFAULT;
	mutex_lock(&loopback_devices_lock);
	dev = loopback_device_find(user.output_nr);
	if (dev)
		loopback_config_to_user(&user, dev);
	mutex_unlock(&loopback_devices_lock);
	if (!dev)
		return -ENODEV;
	return copy_to_user(arg, &user, sizeof(user)) ? -EFAULT : 0;
}

static int loopback_ctl_version(u32 __user *arg)
{
	return put_user(KERNEL_VERSION(V4L2LOOPBACK_VERSION_MAJOR,
				       V4L2LOOPBACK_VERSION_MINOR,
				       V4L2LOOPBACK_VERSION_BUGFIX), arg);
}

static int loopback_ctl_open(struct inode *inode, struct file *file)
{
	bool owned_only;
	int ret = loopback_access_control(&owned_only);

	if (ret)
		return ret;
	file->private_data = owned_only ? file : NULL;
	return nonseekable_open(inode, file);
}

static int loopback_ctl_release(struct inode *inode, struct file *file)
{
	loopback_devices_disown(file);
	return 0;
}

static long loopback_ctl_ioctl(struct file *file, unsigned int cmd,
			       unsigned long arg)
{
	void __user *user = (void __user *)arg;

	if (cmd == V4L2LOOPBACK_CTL_VERSION)
		return loopback_ctl_version(user);
	if (!loopback_may_open())
		return -EACCES;
	switch (cmd) {
	case V4L2LOOPBACK_CTL_ADD:
	case V4L2LOOPBACK_CTL_ADD_LEGACY:
		return loopback_ctl_owned_only(file) ?
			       -EACCES : loopback_ctl_add(user, NULL);
	case V4L2LOOPBACK_CTL_ADD_OWNED:
		return loopback_ctl_add(user, file);
	case V4L2LOOPBACK_CTL_REMOVE:
	case V4L2LOOPBACK_CTL_REMOVE_LEGACY:
		return loopback_devices_remove(arg, file);
	case V4L2LOOPBACK_CTL_QUERY:
	case V4L2LOOPBACK_CTL_QUERY_LEGACY:
		return loopback_ctl_query(user);
	default:
		return -ENOSYS;	/* not ENOTTY: what this node has always said */
	}
}

static const struct file_operations loopback_ctl_fops = {
	.owner		= THIS_MODULE,
	.open		= loopback_ctl_open,
	.release	= loopback_ctl_release,
	.unlocked_ioctl	= loopback_ctl_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

static struct miscdevice loopback_ctl = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "v4l2loopback",
	.fops	= &loopback_ctl_fops,
};

int loopback_ctl_register(void)
{
	int ret;

	loopback_ctl.mode = loopback_access_control_mode();
	ret = misc_register(&loopback_ctl);
	loopback_ctl_registered = !ret;
	return ret;
}

void loopback_ctl_deregister(void)
{
	if (loopback_ctl_registered)
		misc_deregister(&loopback_ctl);
}

MODULE_ALIAS_MISCDEV(MISC_DYNAMIC_MINOR);
