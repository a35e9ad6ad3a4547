/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The V4L2 controls of a device.
 */

#ifndef LOOPBACK_CTRLS_H
#define LOOPBACK_CTRLS_H

struct loopback_dev;

int loopback_ctrls_init(struct loopback_dev *dev);

#endif /* LOOPBACK_CTRLS_H */
