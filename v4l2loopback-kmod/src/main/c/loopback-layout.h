/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The layout of a device's frames, and what it is while nobody feeds it.
 */

#ifndef LOOPBACK_LAYOUT_H
#define LOOPBACK_LAYOUT_H

#include <linux/types.h>

struct loopback_dev;
struct loopback_opener;
struct loopback_placeholder;
struct loopback_pool;
struct v4l2_pix_format;

struct loopback_pool *loopback_layout_set(struct loopback_dev *dev,
					  const struct loopback_opener *source,
					  const struct v4l2_pix_format *pix);
struct loopback_pool *
loopback_layout_place(struct loopback_dev *dev,
		      const struct loopback_opener *source,
		      struct loopback_placeholder *placeholder);
bool loopback_layout_rest(struct loopback_dev *dev);
bool loopback_layout_rests(const struct loopback_dev *dev);

#endif /* LOOPBACK_LAYOUT_H */
