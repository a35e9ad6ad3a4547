/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * OUTPUT: how MMAP buffers come to be slots of the pool, and cease to be them.
 */

#ifndef LOOPBACK_BIND_H
#define LOOPBACK_BIND_H

struct loopback_buffer;
struct loopback_opener;
struct vb2_buffer;

int loopback_output_bind(struct vb2_buffer *vb);
void loopback_output_unbound(struct vb2_buffer *vb);
void loopback_output_renew(struct loopback_opener *opener,
			   struct loopback_buffer *buffer);
void loopback_output_untrap(struct loopback_opener *opener);

#endif /* LOOPBACK_BIND_H */
