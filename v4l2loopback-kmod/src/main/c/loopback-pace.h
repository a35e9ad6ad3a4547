/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Frames that no producer sent, and for whom.
 */

#ifndef LOOPBACK_PACE_H
#define LOOPBACK_PACE_H

#include <linux/types.h>

struct loopback_dev;
struct loopback_opener;

void loopback_pace_init(struct loopback_dev *dev);
void loopback_pace_end(struct loopback_dev *dev);
void loopback_pace_weigh(struct loopback_dev *dev);
void loopback_pace_kick(struct loopback_dev *dev);
void loopback_pace_rest(struct loopback_dev *dev);
void loopback_pace_sustain(struct loopback_dev *dev, bool sustain);
void loopback_pace_timeout(struct loopback_dev *dev, unsigned int milliseconds);
void loopback_consume(struct loopback_opener *opener, bool consumes);

#endif /* LOOPBACK_PACE_H */
