// SPDX-License-Identifier: GPL-2.0-only
/* Who gets which slot, and when the producer gets it back. */

#include "cases.h"

const struct test_case slot_cases[] = {
	{ "who comes late gets the kept frame, once", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		C(VIEWER, 0, 3, 0), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2),
		C(GET, 0, 0, -1), C(QUEUE, 0, 0, 1), C(GET, 0, 0, -1),
	} },
	{ "a held slot does not go back to the producer", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(PUBLISH, 1, 1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, -1), C(QUEUE, 0, 0, 1), P(TAKE_BACK, 0, 0),
		P(SCRIBBLE, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "who polled beside another thread's DQBUF gets the next one", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0), P(TAKE_BACK, 0, 1),
	} },
	{ "buffers come back in the order they were queued", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 5, 1),
		P(PUBLISH, 2, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(QUEUE, 0, 1, 1), C(QUEUE, 0, 0, 1), P(PUBLISH, 7, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 0, 1), C(GET, 0, 0, 2),
		C(GET, 0, 0, 3),
	} },
	{ "who holds nothing is served beside two frozen ones", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), C(VIEWER, 1, 4, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(PUBLISH, 2, 1),
		C(VIEWER, 2, 4, 0), C(GET, 2, 0, 0), C(SHOWS, 2, 0, 3),
		C(QUEUE, 2, 0, 1), P(PUBLISH, 3, 1), C(GET, 2, 0, 1),
		C(SHOWS, 2, 1, 4), C(PINS, 2, 0, 1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 2),
	} },
	{ "a producer that copies overwrites nothing that is held", 4, {
		P(PRODUCER, 0, 0), C(VIEWER, 0, 2, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(READ, 1, 0, 1),
		P(PUBLISH, 0, 1), P(PUBLISH, 0, 1), P(PUBLISH, 0, 1),
		P(PUBLISH, 0, 1), C(SHOWS, 0, 0, 1), C(COPIED, 1, 0, 0),
		C(READ, 1, 0, 1), C(COPIED, 1, 0, 0), C(READ, 1, 0, 0),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "a producer that copies uses no more slots than it needs", 8, {
		P(PRODUCER, 0, 0), C(VIEWER, 0, 0, 0), P(PUBLISH, 0, 1),
		P(WARM, 0, 1), C(READ, 0, 0, 1), P(PUBLISH, 0, 1),
		P(WARM, 0, 2), C(COPIED, 0, 0, 0), P(PUBLISH, 0, 1),
		P(WARM, 0, 2), C(READ, 0, 0, 1), P(PUBLISH, 0, 1),
		P(PUBLISH, 0, 1), P(WARM, 0, 3), C(COPIED, 0, 0, 0),
		P(PUBLISH, 0, 1), P(WARM, 0, 3),
	} },
	{ "windows are aligned before memory is spared", 8, {
		P(PRODUCER, 0, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(WARM, 0, 1), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		P(PUBLISH, 0, 1), P(WARM, 0, 2), C(GET, 0, 0, 1),
		C(QUEUE, 0, 1, 1), P(PUBLISH, 0, 1), P(WARM, 0, 3),
		C(GET, 0, 0, 2), C(QUEUE, 0, 2, 1), P(PUBLISH, 0, 1),
		P(WARM, 0, 3), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 4),
	} },
	{ "with two buffers one consumer may still hold one", 2, {
		P(PRODUCER, 2, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), C(PINS, 0, 0, 1), P(PUBLISH, 1, 1),
		C(PINS, 0, 0, 1), P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 1),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2), C(COPIED, 0, 0, 0),
	} },
	{ "one slot stays free for the last frame of a new producer", 3, {
		P(PRODUCER, 3, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		P(PUBLISH, 2, 1), P(GONE, 0, 0), C(VIEWER, 1, 1, 0),
		C(GET, 1, 0, 0), C(SHOWS, 1, 0, 3), P(PRODUCER, 3, 0),
		P(PUBLISH, 0, 1), P(GONE, 0, 0), P(LATEST, 0, 1),
	} },
	{ "a slot goes back early only if the next window shows it", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(PUBLISH, 1, 1), C(GET, 0, 0, 1),
		C(QUEUE, 0, 0, 1), P(TAKE_BACK, 0, -1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 0),
	} },
	{ "in lockstep windows need no turn after the first round", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1), P(PUBLISH, 1, 1),
		C(GET, 0, 0, 1), C(QUEUE, 0, 1, 1), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 2), C(QUEUE, 0, 2, 1), P(TAKE_BACK, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		P(TAKE_BACK, 0, 1), P(PUBLISH, 1, 1), C(GET, 0, 0, 1),
		C(QUEUE, 0, 1, 1), P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 2), C(QUEUE, 0, 2, 1),
	} },
	{ NULL },
};
