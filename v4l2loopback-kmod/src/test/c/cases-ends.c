// SPDX-License-Identifier: GPL-2.0-only
/* The end of a stream, and of a generation: told once, after the last frame. */

#include "cases.h"

const struct test_case end_cases[] = {
	{ "after the last frame comes the end, and then nothing", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		P(PUBLISH, 1, 1), P(ENDED, 0, 0), C(GET, 0, 0, 1),
		C(SHOWS, 0, 1, 2), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 0),
		C(GET, 0, 0, -1), C(READ, 1, 0, 1), C(COPIED, 1, 0, 0),
		C(READ, 1, 0, -1), C(READ, 1, 0, 0), P(PRODUCER, 8, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, -1), C(READ, 1, 0, 1),
	} },
	{ "who has no buffer queued is told the end when it queues one", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(PUBLISH, 1, 1), P(ENDED, 0, 0),
		C(GET, 0, 0, -1), C(QUEUE, 0, 0, 1), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 2), C(QUEUE, 0, 0, 1), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 0),
	} },
	{ "the end comes before the next producer's frames", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), P(PUBLISH, 1, 1),
		P(ENDED, 0, 0), P(PRODUCER, 8, 0), P(PUBLISH, 0, 1),
		C(QUEUE, 0, 0, 1), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 0),
		C(READ, 1, 0, -1), C(READ, 1, 0, 1),
	} },
	{ "who comes after the end waits for the next stream", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(ENDED, 0, 0),
		C(VIEWER, 0, 3, 0), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 1),
		C(GET, 0, 0, -1), C(VIEWER, 1, 0, 0), C(READ, 1, 0, 1),
		C(COPIED, 1, 0, 0), C(READ, 1, 0, 0),
	} },
	{ "a token that is out gets its frame, then comes the end", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(TOKENS, 0, 1),
		P(ENDED, 0, 0), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3), C(COPIED, 0, 0, 0),
		C(GET, 0, 0, 3), C(SHOWS, 0, 3, 0), C(GET, 0, 0, -1),
	} },
	{ "a token whose frame is gone tells the end", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(TOKENS, 0, 1),
		P(ENDED, 0, 0), P(PRODUCER, 0, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2),
		C(SHOWS, 0, 2, 0), C(GET, 0, 0, -1),
	} },
	{ "at a change of format a buffer that is queued is the last one", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(REFORMAT, 0, 0), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 1),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 0), C(QUEUE, 0, 0, 1),
		C(GET, 0, 0, -1), C(PINS, 0, 0, 0),
	} },
	{ "or else the next one that is queued, once", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(REFORMAT, 0, 0), C(GET, 0, 0, -1),
		C(QUEUE, 0, 0, 1), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 0),
		C(QUEUE, 0, 0, 1), C(GET, 0, 0, -1),
	} },
	{ "or the token that is out, and no buffer after it", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 5, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(TOKENS, 0, 1),
		P(REFORMAT, 0, 0), P(TOKENS, 0, 0), C(GET, 0, 0, 0),
		C(QUEUE, 0, 0, 1), C(GET, 0, 0, 1), C(GET, 0, 0, 2),
		C(SHOWS, 0, 2, 0), C(GET, 0, 0, -1), C(QUEUE, 0, 2, 1),
		C(GET, 0, 0, -1),
	} },
	{ NULL },
};
