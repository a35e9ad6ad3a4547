/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All devices, and the control node.
 */

#ifndef LOOPBACK_CTL_H
#define LOOPBACK_CTL_H

struct file;
struct loopback_config;

int loopback_devices_add(const struct loopback_config *config,
			 const struct file *owner);
void loopback_devices_remove_all(void);
int loopback_ctl_register(void);
void loopback_ctl_deregister(void);

#endif /* LOOPBACK_CTL_H */
