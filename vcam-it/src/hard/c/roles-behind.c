// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* A producer asks who has not got its frame yet, with every pair of methods. */

#include "roles.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "node.h"

enum { METHODS = 4, DEPTH = 4 };

/* of the last frame sent */
static int behind(const struct pair *p)
{
	struct node_behind b = { .sequence = p->number - 1 };
	int error = device_ioctl(p->producer.fd, NODE_BEHIND, &b);

	if (error)
		return error;
	CHECK(b.count ? b.pid == getpid() && strcmp(b.comm, "hard") == 0 : b.pid == 0 && !b.comm[0]);
	return b.count;
}

/* Whatever waits in the consumer's queue is older: it is behind until it has taken the newest. */
static void until_it_has_it(struct pair *p)
{
	struct buffer b;
	unsigned int taken = 0;

	do {
		CHECK(behind(p) == 1);
		if (!CHECK(pair_take(p, &b)))
			return;
		taken++;
		if (!frame_is(&p->consumer, b.data, p->number))
			CHECK(behind(p) == 1);
		else
			CHECK(behind(p) == 0);
		pair_give(p, &b);
	} while (behind(p) == 1 && taken < 2 * DEPTH);
	CHECK(behind(p) == 0);
}

static void with_methods(enum method producer, enum method consumer)
{
	struct pair p;

	pair_open(&p, producer, consumer, DEPTH);
	pair_send(&p);
	if (consumer == METHOD_RW)
		CHECK(behind(&p) == 0); /* nobody has read yet, so nobody takes frames */
	CHECK(pair_join(&p));
	pair_send_many(&p, 3);
	until_it_has_it(&p);
	pair_send(&p);
	until_it_has_it(&p);
	if (consumer != METHOD_RW) {
		pair_send(&p);
		side_stop(&p.consumer);
		CHECK(behind(&p) == 0); /* it takes no more */
	}
	pair_close(&p);
}

void who_is_behind(void)
{
	for (unsigned int producer = 0; producer < METHODS; producer++)
		for (unsigned int consumer = 0; consumer < METHODS; consumer++)
			with_methods(producer, consumer);
}

/* The frames of a stream, and of a producer, are not those of the one before, whose numbers were higher. */
void who_is_behind_the_next_stream(void)
{
	struct node_behind b = { .reserved = { 1 } };
	struct device next;
	struct pair p;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, DEPTH);
	CHECK(pair_join(&p));
	CHECK(pair_move_many(&p, 20));
	CHECK(behind(&p) == 0);
	CHECK(device_ioctl(p.producer.fd, NODE_BEHIND, &b) == -EINVAL);
	device_close(&p.producer);
	side_open(&next, OUTPUT, METHOD_RW, &shapes[0], DEPTH);
	p.producer = next;
	p.number = 0;
	pair_send(&p);
	until_it_has_it(&p);
	pair_close(&p);
}
