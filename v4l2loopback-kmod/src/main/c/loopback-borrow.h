/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * OUTPUT: how buffers in memory of the program's own come to be slots of the
 * pool, and cease to be them.
 */

#ifndef LOOPBACK_BORROW_H
#define LOOPBACK_BORROW_H

#include <linux/types.h>

/*
 * A buffer comes back when all have seen its frame: who has fewer than that
 * would wait for consumers, where a copy has it back at once.
 */
#define LOOPBACK_BORROW_FROM	3

struct loopback_buffer;
struct loopback_opener;

bool loopback_by_reference(void);
void loopback_output_brings(struct loopback_opener *opener,
			    unsigned int buffers);
void loopback_output_borrow(struct loopback_opener *opener,
			    struct loopback_buffer *buffer);
int loopback_output_borrowed_begin(struct loopback_opener *opener,
				   struct loopback_buffer *buffer);
void loopback_output_borrowed_end(struct loopback_opener *opener,
				  struct loopback_buffer *buffer);
void loopback_output_reclaim(struct loopback_opener *opener,
			     struct loopback_buffer *buffer);
void loopback_output_reclaim_all(struct loopback_opener *opener);

#endif /* LOOPBACK_BORROW_H */
