// SPDX-License-Identifier: GPL-2.0-only
/* Who has stopped or left, and goes on writing and looking. */

#include "cases.h"

const struct test_case left_cases[] = {
	{ "the frame of a dead producer is kept, and not written to", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		P(GONE, 0, 0), P(LATEST, 0, 1), C(VIEWER, 0, 2, 0),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2), P(PRODUCER, 8, 0),
		P(SCRIBBLE, 0, 0), C(SHOWS, 0, 0, 2), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 3),
	} },
	{ "a new producer gets no slot that is still held", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		P(GONE, 0, 0), P(PRODUCER, 8, 0), P(SCRIBBLE, 0, 0),
		C(SHOWS, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "a new producer gets the slots of the last one", 4, {
		P(PRODUCER, 4, 0), P(PUBLISH, 0, 1), P(WARM, 0, 4),
		P(GONE, 0, 0), P(WARM, 0, 1), P(PRODUCER, 4, 0), P(WARM, 0, 5),
	} },
	{ "who stops and draws on changes no frame that is held", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(OFF, 0, 0), P(SCRIBBLE, 0, 0),
		C(SHOWS, 0, 0, 1), P(ON, 0, 0), P(PUBLISH, 0, 1),
		P(SCRIBBLE, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "who has left and draws on changes no later frame", 4, {
		P(PRODUCER, 4, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(GONE, 0, 0), P(PRODUCER, 4, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(SCRIBBLE, 0, 0),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2), P(GONE, 0, 0),
		P(PRODUCER, 0, 0), P(PUBLISH, 0, 1), P(PUBLISH, 0, 1),
		P(SCRIBBLE, 0, 0),
	} },
	{ "who has left goes on looking at what it held", 4, {
		P(PRODUCER, 4, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(PUBLISH, 1, 1), C(LEAVE, 0, 1, 0),
		P(WARM, 0, 3), P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0),
		P(WARM, 0, 4), P(SCRIBBLE, 0, 0), P(PUBLISH, 0, 1),
	} },
	{ "a frame in a producer's own memory is copied when it is taken back",
	  4, {
		P(BRINGER, 4, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(BORROWED, 0, 2), C(GET, 0, 0, 0),
		C(GET, 0, 0, 1), P(OFF, 0, 0), P(BORROWED, 0, 0),
		P(SCRIBBLE, 0, 0), C(SHOWS, 0, 0, 1), C(SHOWS, 0, 1, 2),
		P(LATEST, 0, 1), P(ON, 0, 0), P(PUBLISH, 0, 1),
		P(BORROWED, 0, 1), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3),
		P(GONE, 0, 0), P(SCRIBBLE, 0, 0), C(SHOWS, 0, 2, 3),
	} },
	{ "no copy goes to memory that is borrowed", 2, {
		P(BRINGER, 4, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(BORROWED, 0, 2), P(PUBLISH, 2, 1),
		C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1), C(GET, 0, 0, 1),
		C(QUEUE, 0, 1, 1), P(PUBLISH, 3, 1), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 4), P(BORROWED, 0, 2),
	} },
	{ "no copy goes where a buffer of the producer's must get new memory",
	  4, {
		P(PRODUCER, 5, 0), C(VIEWER, 0, 1, 0), C(VIEWER, 1, 4, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(GET, 1, 0, 0),
		C(QUEUE, 1, 0, 1), P(PUBLISH, 1, 1), C(GET, 1, 0, 1),
		C(QUEUE, 1, 1, 1), P(PUBLISH, 2, 1), C(GET, 1, 0, 2),
		C(QUEUE, 1, 2, 1), P(HUNGRY, 0, 0), C(LEAVE, 0, 1, 0),
		P(PUBLISH, 4, 1), C(GET, 1, 0, 3), C(QUEUE, 1, 3, 1),
		P(TAKE_BACK, 0, 1), P(TAKE_BACK, 0, 4), P(PUBLISH, 4, 1),
		C(GET, 1, 0, 0), C(SHOWS, 1, 0, 5),
	} },
	{ NULL },
};
