/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The timeout image.
 */

#ifndef LOOPBACK_IMAGE_H
#define LOOPBACK_IMAGE_H

#include <linux/types.h>

struct loopback_dev;
struct loopback_opener;

void loopback_image_drop(struct loopback_dev *dev);
int loopback_image_set(struct loopback_opener *opener, size_t size,
		       int (*slot_copy)(void *to, const void *from,
					size_t size),
		       const void *from);

#endif /* LOOPBACK_IMAGE_H */
