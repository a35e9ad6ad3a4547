// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may feed a device and who may watch it: the attributes output_gid and
 * capture_gid of its nodes, -1 for anybody. They are looked at when a file is
 * opened; what is open keeps what it may.
 */

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/sysfs.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "loopback-access.h"
#include "loopback-dev.h"
#include "loopback-opener.h"

#define LOOPBACK_GID_ANY	-1

static unsigned int allowed_gid = -1;
module_param(allowed_gid, uint, 0644);
MODULE_PARM_DESC(allowed_gid,
		 "only members of this group may open a device, -1: anybody");

static int control_gid = LOOPBACK_GID_ANY;
module_param(control_gid, int, 0444);
MODULE_PARM_DESC(control_gid,
		 "members of this group may make devices of their own, -1: none");

/* Whoever overrides file permissions overrides the group, too. */
static bool loopback_access_member(unsigned int gid)
{
	return gid == (unsigned int)LOOPBACK_GID_ANY ||
	       in_group_p(make_kgid(&init_user_ns, gid)) ||
	       capable(CAP_DAC_OVERRIDE);
}

/* May it open any device, or the control node? */
bool loopback_may_open(void)
{
	return loopback_access_member(READ_ONCE(allowed_gid));
}

/*
 * What may be done with the control node? Without a control_gid that is what
 * the file permissions say. With one the node is open to anybody, so we say it:
 * who is no administrator may have devices that are its own.
 */
int loopback_access_control(bool *owned_only)
{
	*owned_only = control_gid >= 0 && !capable(CAP_DAC_OVERRIDE);
	return !*owned_only || loopback_access_member(control_gid) ? 0 :
								     -EACCES;
}

umode_t loopback_access_control_mode(void)
{
	return control_gid >= 0 ? 0666 : 0;
}

void loopback_access_init(struct loopback_dev *dev)
{
	dev->output_gid = LOOPBACK_GID_ANY;
	dev->capture_gid = LOOPBACK_GID_ANY;
}

/*
 * What the node or the flags rule out needs no group; something must be left.
 */
int loopback_access_open(struct loopback_opener *opener, struct file *file)
{
	enum vfl_devnode_direction dir = video_devdata(file)->vfl_dir;
	bool writes = (file->f_flags & O_ACCMODE) != O_RDONLY;
	bool reads = (file->f_flags & O_ACCMODE) != O_WRONLY;
	struct loopback_dev *dev = opener->dev;

	opener->may_output =
		loopback_access_member(READ_ONCE(dev->output_gid));
	opener->may_capture =
		loopback_access_member(READ_ONCE(dev->capture_gid));
	if (dir == VFL_DIR_TX)
		return opener->may_output ? 0 : -EACCES;
	if (dir == VFL_DIR_RX)
		return opener->may_capture ? 0 : -EACCES;
	if ((writes && opener->may_output) || (reads && opener->may_capture))
		return 0;
	return -EACCES;
}

/* May it have the role, or choose the format of that side? */
bool loopback_access_may(const struct loopback_opener *opener, bool output)
{
	return output ? opener->may_output : opener->may_capture;
}

static int loopback_access_store(unsigned int *gid, const char *buf,
				 size_t count)
{
	int wanted, ret = kstrtoint(buf, 0, &wanted);

	if (ret)
		return ret;
	if (wanted < LOOPBACK_GID_ANY)
		return -EINVAL;
	WRITE_ONCE(*gid, wanted);
	return count;
}

static struct loopback_dev *loopback_access_dev(struct device *node)
{
	return video_get_drvdata(to_video_device(node));
}

static ssize_t output_gid_show(struct device *node,
			       struct device_attribute *attr, char *buf)
{
	struct loopback_dev *dev = loopback_access_dev(node);

	return sysfs_emit(buf, "%d\n", READ_ONCE(dev->output_gid));
}

static ssize_t output_gid_store(struct device *node,
				struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct loopback_dev *dev = loopback_access_dev(node);

	return loopback_access_store(&dev->output_gid, buf, count);
}
static DEVICE_ATTR_RW(output_gid);

static ssize_t capture_gid_show(struct device *node,
				struct device_attribute *attr, char *buf)
{
	struct loopback_dev *dev = loopback_access_dev(node);

	return sysfs_emit(buf, "%d\n", READ_ONCE(dev->capture_gid));
}

static ssize_t capture_gid_store(struct device *node,
				 struct device_attribute *attr,
				 const char *buf, size_t count)
{
	struct loopback_dev *dev = loopback_access_dev(node);

	return loopback_access_store(&dev->capture_gid, buf, count);
}
static DEVICE_ATTR_RW(capture_gid);

static struct attribute *loopback_access_attrs[] = {
	&dev_attr_output_gid.attr,
	&dev_attr_capture_gid.attr,
	NULL
};

const struct attribute_group loopback_access_group = {
	.attrs = loopback_access_attrs,
};
