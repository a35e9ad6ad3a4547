/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CAPTURE: how frames go out. What videobuf2 calls, and what else is done.
 */

#ifndef LOOPBACK_QUEUE_CAP_H
#define LOOPBACK_QUEUE_CAP_H

struct device;
struct loopback_entry;
struct loopback_opener;
struct vb2_buffer;
struct vb2_queue;

int loopback_capture_queue_setup(struct vb2_queue *q, unsigned int *nbuffers,
				 unsigned int *nplanes, unsigned int sizes[],
				 struct device *alloc_devs[]);
int loopback_capture_buf_init(struct vb2_buffer *vb);
void loopback_capture_buf_cleanup(struct vb2_buffer *vb);
void loopback_capture_buf_queue(struct vb2_buffer *vb);
void loopback_capture_buf_finish(struct vb2_buffer *vb);
int loopback_capture_start(struct loopback_opener *opener);
void loopback_capture_stop(struct loopback_opener *opener);

void loopback_capture_release(struct loopback_opener *opener,
			      struct loopback_entry *entry);
int loopback_capture_export(struct loopback_opener *opener, unsigned int index);

#endif /* LOOPBACK_QUEUE_CAP_H */
