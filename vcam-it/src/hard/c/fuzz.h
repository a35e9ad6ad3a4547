/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz.c runs the threads, fuzz-calls.c and fuzz-queue.c make the calls, fuzz-arguments.c what they are given. */
#ifndef FUZZ_H
#define FUZZ_H

#include "hard.h"

#include <linux/videodev2.h>
#include <sys/ioctl.h>

enum {
	FUZZ_KINDS_MAX = 64, FUZZ_NODES = 6, FUZZ_INHERITED = 2, FUZZ_MAPPINGS = 8, FUZZ_DMABUFS = 4,
	FUZZ_SCRATCH = 256 << 10,
};

struct fuzzer_shared {
	int nodes[FUZZ_NODES];	/* the first ones are of all processes */
	int control;		/* -1: there is none */
};

struct fuzzer {
	struct fuzzer_shared *common;
	struct random random;
	unsigned long calls;
	unsigned int node;	/* the one that the call is made on */
	atomic_uint done;
	char *scratch;		/* the memory that calls are given */
	struct { char *data; size_t length; } mappings[FUZZ_MAPPINGS];
	int dmabufs[FUZZ_DMABUFS];
	int pipes[2];		/* pages of mappings, until it is full */
	struct { unsigned int node, type, index; } taken;	/* the newest buffer that was dequeued */
};

unsigned int fuzz_kinds(void);
const char *fuzz_name(unsigned int kind);
bool fuzz_must_succeed(unsigned int kind);
unsigned int fuzz_choose(struct random *r);
/* the result of the system call */
long fuzz_call(struct fuzzer *f, unsigned int kind);
/* devices that were added are removed */
void fuzz_tidy(const struct fuzzer_shared *common);

/* fuzz-arguments.c */
int fuzz_node(struct fuzzer *f);
unsigned int fuzz_type(struct fuzzer *f);
unsigned int fuzz_memory(struct fuzzer *f);
uint64_t fuzz_number(struct random *r);
struct v4l2_buffer fuzz_buffer(struct fuzzer *f);
struct v4l2_format fuzz_format(struct fuzzer *f);
void fuzz_spoil(struct random *r, void *argument, size_t size);

#define CALL(fd, request, argument)						\
({										\
	fuzz_spoil(&f->random, argument, sizeof(*(argument)));			\
	ioctl(fd, request, argument);						\
})

/* fuzz-queue.c */
long fuzz_call_reqbufs(struct fuzzer *f);
long fuzz_call_create(struct fuzzer *f);
long fuzz_call_remove(struct fuzzer *f);
long fuzz_call_querybuf(struct fuzzer *f);
long fuzz_call_prepare(struct fuzzer *f);
long fuzz_call_qbuf(struct fuzzer *f);
long fuzz_call_dqbuf(struct fuzzer *f);
long fuzz_call_streamon(struct fuzzer *f);
long fuzz_call_streamoff(struct fuzzer *f);
long fuzz_call_export(struct fuzzer *f);
long fuzz_call_mmap(struct fuzzer *f);
long fuzz_call_touch(struct fuzzer *f);
long fuzz_call_poll(struct fuzzer *f);
long fuzz_call_read(struct fuzzer *f);
long fuzz_call_write(struct fuzzer *f);

#endif
