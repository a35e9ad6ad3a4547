/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * OUTPUT: how frames come in. What videobuf2 calls, and what else is done.
 */

#ifndef LOOPBACK_QUEUE_OUT_H
#define LOOPBACK_QUEUE_OUT_H

#include <linux/types.h>

struct device;
struct loopback_opener;
struct vb2_buffer;
struct vb2_queue;

int loopback_output_queue_setup(struct vb2_queue *q, unsigned int *nbuffers,
				unsigned int *nplanes, unsigned int sizes[],
				struct device *alloc_devs[]);
int loopback_output_buf_init(struct vb2_buffer *vb);
void loopback_output_buf_cleanup(struct vb2_buffer *vb);
int loopback_output_buf_out_validate(struct vb2_buffer *vb);
int loopback_output_buf_prepare(struct vb2_buffer *vb);
void loopback_output_buf_queue(struct vb2_buffer *vb);
void loopback_output_buf_finish(struct vb2_buffer *vb);
void loopback_output_start(struct loopback_opener *opener);
void loopback_output_stop(struct loopback_opener *opener);

void loopback_output_wait(struct loopback_opener *opener, bool sleeps);
void loopback_output_woken(struct loopback_opener *opener, bool slept);
int loopback_output_turn(struct loopback_opener *opener, unsigned int index,
			 bool nonblock);

#endif /* LOOPBACK_QUEUE_OUT_H */
