/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * OUTPUT: frames that come in by a copy.
 */

#ifndef LOOPBACK_FILL_H
#define LOOPBACK_FILL_H

#include <linux/types.h>

struct loopback_frame;
struct loopback_opener;
struct vb2_buffer;

int loopback_output_fill(struct loopback_opener *opener,
			 struct loopback_frame *frame,
			 int (*slot_copy)(void *to, const void *from,
					  size_t size),
			 const void *from);
int loopback_output_copy(struct loopback_opener *opener, struct vb2_buffer *vb,
			 struct loopback_frame *frame);
void loopback_output_lost(struct loopback_opener *opener, int error);

#endif /* LOOPBACK_FILL_H */
