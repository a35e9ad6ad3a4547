/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Backpressure, the part that sleeps.
 */

#ifndef LOOPBACK_FLOW_H
#define LOOPBACK_FLOW_H

#include <linux/types.h>

struct loopback_dev;
struct loopback_opener;

void loopback_flow_init(struct loopback_dev *dev);
void loopback_flow_exit(struct loopback_dev *dev);
void loopback_flow_patience(struct loopback_dev *dev, unsigned int patience);
int loopback_flow_turn(struct loopback_opener *opener, bool nonblock);

#endif /* LOOPBACK_FLOW_H */
