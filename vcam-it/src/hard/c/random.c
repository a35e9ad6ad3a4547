// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

/* splitmix64: any seed will do, neighbours included */
uint64_t random_next(struct random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

struct random random_stream(uint64_t number)
{
	struct random r = { .state = settings.seed + (number << 32) };

	random_next(&r);
	return r;
}

unsigned int random_below(struct random *r, unsigned int limit)
{
	return random_next(r) % limit;
}

bool one_in(struct random *r, unsigned int n)
{
	return random_below(r, n) == 0;
}
