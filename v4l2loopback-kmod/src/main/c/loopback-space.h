/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The address space in which all mappings of one open file lie.
 */

#ifndef LOOPBACK_SPACE_H
#define LOOPBACK_SPACE_H

#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/kref.h>

/**
 * struct loopback_space - where the buffers of one open file are mapped
 * @kref: the file, and each of its windows: who leaves may still give other
 *	memory to a window of a producer that is just closing its file
 * @inode: of its own: what is mapped of one file is found, and taken away,
 *	without a look at any other
 * @numbers: of the windows that exist; it has its own lock
 */
struct loopback_space {
	struct kref kref;
	struct inode *inode;
	struct ida numbers;
};

int loopback_space_fs_init(void);
void loopback_space_fs_exit(void);
struct loopback_space *loopback_space_new(void);
void loopback_space_put(struct loopback_space *space);
void loopback_space_enter(struct loopback_space *space, struct file *file);

#endif /* LOOPBACK_SPACE_H */
