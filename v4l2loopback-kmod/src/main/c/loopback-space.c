// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces: an inode without a name for each open file. The node's own
 * inode would not do. All files have that in common, so taking a frame away
 * from one would stop the others; and its size is 0, below which newer kernels
 * map page by page.
 */

#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/pseudo_fs.h>
#include <linux/slab.h>

#include "loopback-space.h"

#define LOOPBACK_FS_MAGIC	0x76346c32	/* "v4l2" */

static struct vfsmount *loopback_mount;

/* What the core gives a file, but for where it is mapped. */
static struct file_operations loopback_file_fops;
static DEFINE_MUTEX(loopback_file_fops_lock);	/* guards its first use */

static int loopback_fs_context(struct fs_context *fc)
{
	return init_pseudo(fc, LOOPBACK_FS_MAGIC) ? 0 : -ENOMEM;
}

/*
 * No owner: that would keep the module as long as it is mounted, which is
 * always.
 */
static struct file_system_type loopback_fs = {
	.name			= "v4l2loopback",
	.init_fs_context	= loopback_fs_context,
	.kill_sb		= kill_anon_super,
};

int loopback_space_fs_init(void)
{
	loopback_mount = kern_mount(&loopback_fs);
	return PTR_ERR_OR_ZERO(loopback_mount);
}

void loopback_space_fs_exit(void)
{
	kern_unmount(loopback_mount);
}

/* One for a file that opens; NULL: there is no memory for it. */
struct loopback_space *loopback_space_new(void)
{
	struct loopback_space *space;

	space = kzalloc(sizeof(*space), GFP_KERNEL_ACCOUNT);
	if (!space)
		return NULL;
	space->inode = alloc_anon_inode(loopback_mount->mnt_sb);
	if (IS_ERR(space->inode)) {
		kfree(space);
		return NULL;
	}
	i_size_write(space->inode, MAX_LFS_FILESIZE);
	kref_init(&space->kref);
	ida_init(&space->numbers);
	return space;
}

/* Nothing is mapped any more, and no window is left. */
static void loopback_space_release(struct kref *kref)
{
	struct loopback_space *space =
		container_of(kref, struct loopback_space, kref);

	ida_destroy(&space->numbers);
	iput(space->inode);
	kfree(space);
}

void loopback_space_put(struct loopback_space *space)
{
	kref_put(&space->kref, loopback_space_release);
}

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
/*
 * Blocks want an address that suits them. The core of V4L2 has no hook for
 * that.
 */
static unsigned long
loopback_unmapped_area(struct file *file, unsigned long addr,
		       unsigned long len, unsigned long pgoff,
		       unsigned long flags)
{
	return thp_get_unmapped_area(file, addr, len, 0, flags);
}
#else
#define loopback_unmapped_area	NULL
#endif

/*
 * Called from open(). From here on the file has a reference on this module of
 * its own, in exchange for that on the core: its operations are read once more
 * after the node has been let go.
 */
void loopback_space_enter(struct loopback_space *space, struct file *file)
{
	mutex_lock(&loopback_file_fops_lock);
	if (!loopback_file_fops.owner) {
		loopback_file_fops = *file->f_op;
		loopback_file_fops.get_unmapped_area = loopback_unmapped_area;
		loopback_file_fops.owner = THIS_MODULE;
	}
	mutex_unlock(&loopback_file_fops_lock);
	__module_get(THIS_MODULE);
	replace_fops(file, &loopback_file_fops);
	file->f_mapping = space->inode->i_mapping;
}
