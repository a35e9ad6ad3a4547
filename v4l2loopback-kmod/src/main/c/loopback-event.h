/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What programs are told without asking: V4L2 events, and uevents of the node.
 */

#ifndef LOOPBACK_EVENT_H
#define LOOPBACK_EVENT_H

struct loopback_dev;
struct loopback_opener;
struct v4l2_event_subscription;
struct v4l2_fh;

void loopback_event_usage(struct loopback_dev *dev);
int loopback_event_subscribe_usage(struct v4l2_fh *fh,
				   const struct v4l2_event_subscription *sub);
void loopback_event_layout(struct loopback_dev *dev,
			   const struct loopback_opener *source);
void loopback_event_signal(struct loopback_dev *dev,
			   const struct loopback_opener *source);
void loopback_event_end(struct loopback_dev *dev,
			const struct loopback_opener *source);
void loopback_announce(struct loopback_dev *dev);

#endif /* LOOPBACK_EVENT_H */
