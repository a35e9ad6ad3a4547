/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz.c runs the threads, fuzz-calls.c makes the calls. */
#ifndef FUZZ_H
#define FUZZ_H

#include "hard.h"

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
	atomic_uint done;
	char *scratch;		/* the memory that calls are given */
	struct { char *data; size_t length; } mappings[FUZZ_MAPPINGS];
	int dmabufs[FUZZ_DMABUFS];
};

unsigned int fuzz_kinds(void);
const char *fuzz_name(unsigned int kind);
bool fuzz_must_succeed(unsigned int kind);
unsigned int fuzz_choose(struct random *r);
/* the result of the system call */
long fuzz_call(struct fuzzer *f, unsigned int kind);
/* devices that were added are removed */
void fuzz_tidy(const struct fuzzer_shared *common);

#endif
