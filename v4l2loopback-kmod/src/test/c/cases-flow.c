// SPDX-License-Identifier: GPL-2.0-only
/* With patience the producer waits for its consumers. */

#include "cases.h"

const struct test_case flow_cases[] = {
	{ "with patience each consumer gets each frame", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0),
		C(VIEWER, 1, 0, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		P(PUBLISH, 2, 1), P(WAITING, 0, 2), C(GET, 0, 0, 0),
		C(QUEUE, 0, 0, 1), C(GET, 0, 0, -1), C(READ, 1, 0, 1),
		C(COPIED, 1, 0, 0), P(WAITING, 0, 1), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 2), C(QUEUE, 0, 0, 1), C(READ, 1, 0, 1),
		C(COPIED, 1, 0, 0), P(WAITING, 0, 0), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 3), C(READ, 1, 0, 1), C(COPIED, 1, 0, 0),
	} },
	{ "with patience a buffer comes back when all have its frame", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 1, 0), C(VIEWER, 0, 0, 0),
		P(PUBLISH, 0, 1), P(HUNGRY, 0, 0), P(TAKE_BACK, 0, -1),
		C(READ, 0, 0, 1), P(TAKE_BACK, 0, 0),
	} },
	{ "with patience one that was copied does, too, and no earlier", 2, {
		P(PATIENCE, 1, 0), P(PRODUCER, 5, 0), C(VIEWER, 0, 0, 0),
		P(PUBLISH, 2, 1), P(TAKE_BACK, 0, -1), P(PUBLISH, 3, 1),
		P(TAKE_BACK, 0, -1), C(READ, 0, 0, 1), P(TAKE_BACK, 0, 2),
		P(TAKE_BACK, 0, -1), C(COPIED, 0, 0, 0), C(READ, 0, 0, 1),
		P(TAKE_BACK, 0, 3), C(COPIED, 0, 0, 0),
	} },
	{ "who lets patience run out is waited for once", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 0, 0),
		C(VIEWER, 1, 4, 0), P(PUBLISH, 0, 1), C(GET, 1, 0, 0),
		C(QUEUE, 1, 0, 1), P(PUBLISH, 1, 1), P(WAITING, 0, 1),
		P(IMPATIENT, 0, 0), P(WAITING, 0, 0), C(GET, 1, 0, 1),
		C(SHOWS, 1, 1, 2), P(PUBLISH, 2, 1), C(GET, 1, 0, 2),
		C(QUEUE, 1, 1, 1), C(QUEUE, 1, 2, 1), C(READ, 0, 0, 1),
		C(DROPPED, 0, 0, 0), C(COPIED, 0, 0, 0), P(PUBLISH, 3, 1),
		P(PUBLISH, 4, 1), P(WAITING, 0, 1), C(READ, 0, 0, 1),
		P(WAITING, 0, 0), C(COPIED, 0, 0, 0),
	} },
	{ "with patience a token takes its frame before the next is published",
	  8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(PUBLISH, 2, 1),
		P(PUBLISH, 3, 1), P(TOKENS, 0, 1), P(WAITING, 0, 1),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2),
		C(SHOWS, 0, 2, 3), P(WAITING, 0, 0), C(COPIED, 0, 0, 0),
		C(GET, 0, 0, 3), C(SHOWS, 0, 3, 4), C(COPIED, 0, 0, 0),
	} },
	{ "frames that wait die with their producer", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(PUBLISH, 2, 1),
		P(WAITING, 0, 1), P(GONE, 0, 0), P(WAITING, 0, 0),
		P(PRODUCER, 8, 0), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2), C(QUEUE, 0, 0, 1),
		P(PUBLISH, 3, 1), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 4),
	} },
	{ "who leaves is not waited for, who comes is", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0),
		C(VIEWER, 1, 0, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		P(WAITING, 0, 1), C(LEAVE, 1, 0, 0), P(WAITING, 0, 0),
		P(PUBLISH, 2, 1), P(WAITING, 0, 1), C(LEAVE, 0, 0, 0),
		P(WAITING, 0, 0), C(VIEWER, 2, 0, 0), P(PUBLISH, 3, 1),
		P(WAITING, 0, 1), P(PATIENCE, 0, 0), P(WAITING, 0, 0),
	} },
	{ NULL },
};
