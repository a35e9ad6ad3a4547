/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How one device is made and freed.
 */

#ifndef LOOPBACK_DEVICE_H
#define LOOPBACK_DEVICE_H

struct loopback_config;
struct loopback_dev;

struct loopback_dev *loopback_device_add(const struct loopback_config *config);
int loopback_device_close(struct loopback_dev *dev);
void loopback_device_remove(struct loopback_dev *dev);
void loopback_device_unplug(struct loopback_dev *dev);

#endif /* LOOPBACK_DEVICE_H */
