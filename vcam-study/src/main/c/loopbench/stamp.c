// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

enum { WORD = sizeof(uint64_t), MARK_DISTANCE = 4096 };

static size_t middle(size_t size)
{
	return size / 2 / WORD * WORD;
}

static size_t last(size_t size)
{
	return size / WORD * WORD - WORD;
}

static size_t step(enum coverage coverage)
{
	return coverage == COVER_FULL ? WORD : MARK_DISTANCE;
}

void stamp_fill(void *frame, size_t size, uint64_t number, enum coverage coverage)
{
	char *bytes = frame;

	if (coverage != COVER_ENDS)
		for (size_t at = 0; at < last(size); at += step(coverage))
			*(volatile uint64_t *)(bytes + at) = number;
	*(volatile uint64_t *)bytes = number;
	*(volatile uint64_t *)(bytes + middle(size)) = number;
	*(volatile uint64_t *)(bytes + last(size)) = number;
}

/* volatile: another process may write while we read, and that is what we look for */
static uint64_t word(const void *frame, size_t at)
{
	return *(const volatile uint64_t *)((const char *)frame + at);
}

struct verdict stamp_check(const void *frame, size_t size, enum coverage coverage)
{
	struct verdict v = { .number = word(frame, 0) };

	v.torn = word(frame, middle(size)) != v.number || word(frame, last(size)) != v.number;
	if (coverage != COVER_ENDS)
		for (size_t at = 0; at < last(size) && !v.torn; at += step(coverage))
			v.torn = word(frame, at) != v.number;
	return v;
}
