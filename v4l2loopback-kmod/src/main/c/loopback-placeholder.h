/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The placeholder.
 */

#ifndef LOOPBACK_PLACEHOLDER_H
#define LOOPBACK_PLACEHOLDER_H

struct file;

long loopback_placeholder_set(struct file *file, const void __user *arg);
long loopback_placeholder_get(struct file *file, void __user *arg);

#endif /* LOOPBACK_PLACEHOLDER_H */
