/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the module tells of itself in debugfs.
 */

#ifndef LOOPBACK_DEBUGFS_H
#define LOOPBACK_DEBUGFS_H

struct loopback_dev;

void loopback_debugfs_init(void);
void loopback_debugfs_exit(void);
void loopback_debugfs_add(struct loopback_dev *dev);
void loopback_debugfs_remove(struct loopback_dev *dev);

#endif /* LOOPBACK_DEBUGFS_H */
