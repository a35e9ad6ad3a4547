// SPDX-License-Identifier: GPL-2.0-only
/* The newest frame: kept, taken by a token, repeated, replaced by an image. */

#include "cases.h"

const struct test_case newest_cases[] = {
	{ "a producer of one buffer gets the kept frame back", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(TAKE_BACK, 0, -1),
		P(LATEST, 0, 1), P(SLEEP, 0, 0), P(TAKE_BACK, 0, 0),
		P(WOKEN, 0, 0), P(LATEST, 0, 0), P(PUBLISH, 0, 1),
		P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0),
	} },
	{ "all buffers of who gives none back are filled", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), C(PINS, 0, 0, 2),
		P(TOKENS, 0, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3), C(COPIED, 0, 0, 0),
		C(PINS, 0, 0, 2), P(PUBLISH, 3, 1), C(GET, 0, 0, 3),
		C(SHOWS, 0, 3, 4), C(COPIED, 0, 0, 0), P(TOKENS, 0, 0),
	} },
	{ "a token gets the newest frame, not that of its time", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(PUBLISH, 3, 1),
		P(PUBLISH, 4, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(GET, 0, 0, 2), C(SHOWS, 0, 2, 5), C(DROPPED, 0, 0, 2),
		C(COPIED, 0, 0, 0),
	} },
	{ "the kept frame is not taken from a token", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 2), P(SCRIBBLE, 0, 0), P(LATEST, 0, 1),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2),
		C(SHOWS, 0, 2, 3), C(COPIED, 0, 0, 0),
	} },
	{ "a repeated frame is a new one for everybody", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(REPEAT, 0, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(SHOWS, 0, 0, 1), C(SHOWS, 0, 1, 1), P(GONE, 0, 0),
		P(REPEAT, 0, 1), C(GET, 0, 0, 2), C(DROPPED, 0, 0, 0),
	} },
	{ "nothing was sent, nothing is repeated", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(REPEAT, 0, 0),
		C(GET, 0, 0, -1),
	} },
	{ "a frame that may be repeated outlives a producer of one buffer", 8, {
		P(SUSTAIN, 1, 0), P(PRODUCER, 8, 0), P(PUBLISH, 0, 1),
		P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0), P(SCRIBBLE, 0, 0),
		P(LATEST, 0, 1), C(VIEWER, 0, 3, 0), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 1), P(REPEAT, 0, 1), C(GET, 0, 0, 1),
		C(SHOWS, 0, 1, 1),
	} },
	{ "the timeout image comes from a slot that no producer has", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(INSERT, 0, 1), P(SCRIBBLE, 0, 0), C(GET, 0, 0, 0),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2), P(REPEAT, 0, 1),
		C(GET, 0, 0, 2), P(PUBLISH, 1, 1), C(QUEUE, 0, 0, 1),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 3),
	} },
	{ "a token is left without a frame only if a copy has the last spare",
	  2, {
		P(PRODUCER, 5, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 0), P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 1), P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3), P(PUBLISH, 0, 1),
		P(TOKENS, 0, 1), P(GONE, 0, 0), P(LATEST, 0, 0),
		C(GET, 0, 0, 3), C(SHOWS, 0, 3, 0), C(COPIED, 0, 0, 0),
	} },
	{ "with a spare left it has one", 2, {
		P(PRODUCER, 5, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 0), P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 1), P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 2), P(PUBLISH, 0, 1), P(TOKENS, 0, 1),
		C(COPIED, 0, 0, 0), P(GONE, 0, 0), P(LATEST, 0, 1),
		C(GET, 0, 0, 3), C(SHOWS, 0, 3, 4), C(COPIED, 0, 0, 0),
	} },
	{ NULL },
};
