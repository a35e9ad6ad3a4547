/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who may feed a device and who may watch it.
 */

#ifndef LOOPBACK_ACCESS_H
#define LOOPBACK_ACCESS_H

#include <linux/types.h>

struct attribute_group;
struct file;
struct loopback_dev;
struct loopback_opener;

extern const struct attribute_group loopback_access_group;

bool loopback_may_open(void);
int loopback_access_control(bool *owned_only);
umode_t loopback_access_control_mode(void);
void loopback_access_init(struct loopback_dev *dev);
int loopback_access_open(struct loopback_opener *opener, struct file *file);
bool loopback_access_may(const struct loopback_opener *opener, bool output);

#endif /* LOOPBACK_ACCESS_H */
