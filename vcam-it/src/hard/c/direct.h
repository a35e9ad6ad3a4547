/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* direct.c moves the frames and judges, direct-ways.c has the kernel read and write them, direct-ring.c by io_uring. */
#ifndef DIRECT_H
#define DIRECT_H

#include "hard.h"

/* what the ways need; what this kernel lacks is -1 */
struct tools {
	int memory;		/* /proc/self/mem */
	int disk;		/* opened O_DIRECT */
	int sender, receiver;	/* a connection */
	int pipes[2];
	struct device borrower, viewer;	/* an OUTPUT queue that takes our pointer, and who reads what comes out of it */
};

/* Some kernels pin as if to write: the window is private then, and has to be turned. So such ways come seldom. */
enum chance { EVERY_FRAME, SELDOM, SELDOM_FIRST, SELDOM_THEN /* the same window, the next time */ };

struct way {
	const char *name;
	/* moves all bytes; 0 or a negative errno */
	int (*move)(struct tools *t, void *frame, size_t size, void *memory);
	enum chance chance;
	bool optional;		/* a kernel may refuse it for windows, though it has it */
};

extern const struct way fetches[], stores[];
extern const unsigned int fetches_count, stores_count;

void tools_open(struct tools *t, const struct shape *s);
/* the errno for what the kernel has done with size bytes */
int whole(long n, size_t size);

/* direct-ring.c: registers the memory and writes it to the file */
int ring_write(int fd, void *memory, size_t size);

#endif
