/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* pinned.c: what pages show that somebody keeps; pinstress.c: frames that turn while others pin pages. */
#ifndef PINNED_H
#define PINNED_H

#include "hard.h"

enum { KEPT = 32768 };

/* the first pages of a frame, in a pipe */
struct keep {
	int pipes[2];
	uint64_t words[KEPT / 8];	/* what came out of it */
};

bool keep_begin(struct keep *k);
void keep_end(struct keep *k);
/* 0 or a negative errno */
int keep_take(struct keep *k, void *frame);
/* what they show now; they are let go */
int keep_look(struct keep *k);
/* nothing but that number */
bool keep_is(const struct keep *k, uint64_t number);

void pin_while_steered(const struct shape *s);
void pin_while_turned(const struct shape *s);

#endif
