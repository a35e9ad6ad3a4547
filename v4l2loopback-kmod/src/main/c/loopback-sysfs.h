/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes of a node.
 */

#ifndef LOOPBACK_SYSFS_H
#define LOOPBACK_SYSFS_H

struct attribute_group;

extern const struct attribute_group loopback_sysfs_group;

#endif /* LOOPBACK_SYSFS_H */
