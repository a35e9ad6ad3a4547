/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who has not got a frame yet.
 */

#ifndef LOOPBACK_BEHIND_H
#define LOOPBACK_BEHIND_H

struct file;

long loopback_behind(struct file *file, void __user *arg);

#endif /* LOOPBACK_BEHIND_H */
