/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The formats, and the size of a frame of each.
 */

#ifndef LOOPBACK_FORMAT_H
#define LOOPBACK_FORMAT_H

#include <linux/types.h>

struct loopback_dev;
struct v4l2_pix_format;

u32 loopback_format_nth(unsigned int index);
bool loopback_format_known(u32 fourcc);
bool loopback_format_compressed(u32 fourcc);
void loopback_format_adjust(const struct loopback_dev *dev,
			    struct v4l2_pix_format *pix);
void loopback_format_adjust_out(const struct loopback_dev *dev,
				struct v4l2_pix_format *pix);
void loopback_format_adjust_cap(const struct loopback_dev *dev,
				struct v4l2_pix_format *pix);
void loopback_format_default(struct loopback_dev *dev);

#endif /* LOOPBACK_FORMAT_H */
