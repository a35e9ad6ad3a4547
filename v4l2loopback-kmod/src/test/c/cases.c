// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of the pool, one case each: a table of steps, and what each of them
 * must answer. The world checks the general rules after every step.
 */

#include <stdio.h>

#include <linux/bitops.h>

#include "world.h"

enum op {
	END,
	PRODUCER,	/* arg: buffers, 0: it copies */
	PUBLISH,	/* arg: buffer */
	TAKE_BACK,	/* DQBUF of OUTPUT; result: buffer or -1 */
	HUNGRY,		/* poll() finds no buffer */
	SLEEP,		/* a thread sleeps in DQBUF */
	WOKEN,		/* it got a signal */
	SCRIBBLE,	/* the producer writes to all it may write to */
	GONE,		/* the producer leaves, with its buffers mapped still */
	OFF,		/* it calls STREAMOFF */
	ON,		/* and STREAMON again */
	PATIENCE,	/* arg: 0: it never waits for consumers */
	IMPATIENT,	/* it has waited long enough */
	ENDED,		/* and consumers are told the end of the stream */
	REFORMAT,	/* the producer dies, the next one has another format */
	VIEWER,		/* who, arg: buffers it has queued, 0: it reads */
	QUEUE,		/* who, arg: buffer */
	GET,		/* who, DQBUF of CAPTURE; result: buffer or -1 */
	SHOWS,		/* who, arg: buffer; result: number of its frame */
	COPIED,		/* who; its copies end */
	READ,		/* who; result: 1 if there was a new frame, -1 at the end */
	LEAVE,		/* who, arg: whether it sees by another way what it held */
	PINS,		/* who; result: slots it holds */
	TOKENS,		/* result: tokens that are out */
	LATEST,		/* result: 1 if there is a frame for who comes now */
	DROPPED,	/* who; result: frames it missed */
	INSERT,		/* the timeout image; result: 1 if there was a slot */
	REPEAT,		/* the newest frame again; result: 1 if there was one */
	SUSTAIN,	/* arg: whether that may happen */
	WARM,		/* result: slots that have memory */
	WAITING,	/* result: frames that wait to be published */
};

struct step {
	enum op op;
	int who;
	int arg;
	int result;
};

struct test_case {
	const char *name;
	unsigned int nout;
	struct step step[48];
};

#define P(op, arg, result)		{ op, 0, arg, result }
#define C(op, who, arg, result)		{ op, who, arg, result }

static const struct test_case cases[] = {
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
	{ "a producer of one buffer gets the kept frame back", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(TAKE_BACK, 0, -1),
		P(LATEST, 0, 1), P(SLEEP, 0, 0), P(TAKE_BACK, 0, 0), P(WOKEN, 0, 0),
		P(LATEST, 0, 0), P(PUBLISH, 0, 1), P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0),
	} },
	{ "who polled beside another thread's DQBUF gets the next one", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0), P(TAKE_BACK, 0, 1),
	} },
	{ "buffers come back in the order they were queued", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 5, 1),
		P(PUBLISH, 2, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(QUEUE, 0, 1, 1), C(QUEUE, 0, 0, 1), P(PUBLISH, 7, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 0, 1), C(GET, 0, 0, 2), C(GET, 0, 0, 3),
	} },
	{ "all buffers of who gives none back are filled", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), C(PINS, 0, 0, 2), P(TOKENS, 0, 1),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3),
		C(COPIED, 0, 0, 0), C(PINS, 0, 0, 2), P(PUBLISH, 3, 1),
		C(GET, 0, 0, 3), C(SHOWS, 0, 3, 4), C(COPIED, 0, 0, 0), P(TOKENS, 0, 0),
	} },
	{ "a token gets the newest frame, not that of its time", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(PUBLISH, 3, 1), P(PUBLISH, 4, 1),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 5),
		C(DROPPED, 0, 0, 2), C(COPIED, 0, 0, 0),
	} },
	{ "the kept frame is not taken from a token", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 2), P(SCRIBBLE, 0, 0), P(LATEST, 0, 1),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3),
		C(COPIED, 0, 0, 0),
	} },
	{ "a repeated frame is a new one for everybody", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		P(REPEAT, 0, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 0, 1),
		C(SHOWS, 0, 1, 1), P(GONE, 0, 0), P(REPEAT, 0, 1), C(GET, 0, 0, 2),
		C(DROPPED, 0, 0, 0),
	} },
	{ "nothing was sent, nothing is repeated", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(REPEAT, 0, 0), C(GET, 0, 0, -1),
	} },
	{ "a frame that may be repeated outlives a producer of one buffer", 8, {
		P(SUSTAIN, 1, 0), P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 0), P(SCRIBBLE, 0, 0), P(LATEST, 0, 1),
		C(VIEWER, 0, 3, 0), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 1), P(REPEAT, 0, 1),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 1),
	} },
	{ "the timeout image comes from a slot that no producer has", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1), P(INSERT, 0, 1),
		P(SCRIBBLE, 0, 0), C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2),
		P(REPEAT, 0, 1), C(GET, 0, 0, 2), P(PUBLISH, 1, 1), C(QUEUE, 0, 0, 1),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 3),
	} },
	{ "who holds nothing is served beside two frozen ones", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), C(VIEWER, 1, 4, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(PUBLISH, 2, 1),
		C(VIEWER, 2, 4, 0), C(GET, 2, 0, 0), C(SHOWS, 2, 0, 3), C(QUEUE, 2, 0, 1),
		P(PUBLISH, 3, 1), C(GET, 2, 0, 1), C(SHOWS, 2, 1, 4), C(PINS, 2, 0, 1),
		P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 2),
	} },
	{ "the frame of a dead producer is kept, and not written to", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(GONE, 0, 0),
		P(LATEST, 0, 1), C(VIEWER, 0, 2, 0), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2),
		P(PRODUCER, 8, 0), P(SCRIBBLE, 0, 0), C(SHOWS, 0, 0, 2),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 3),
	} },
	{ "a new producer gets no slot that is still held", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1), P(GONE, 0, 0),
		P(PRODUCER, 8, 0), P(SCRIBBLE, 0, 0), C(SHOWS, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "a producer that copies overwrites nothing that is held", 4, {
		P(PRODUCER, 0, 0), C(VIEWER, 0, 2, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(READ, 1, 0, 1), P(PUBLISH, 0, 1),
		P(PUBLISH, 0, 1), P(PUBLISH, 0, 1), P(PUBLISH, 0, 1), C(SHOWS, 0, 0, 1),
		C(COPIED, 1, 0, 0), C(READ, 1, 0, 1), C(COPIED, 1, 0, 0), C(READ, 1, 0, 0),
		C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "a producer that copies uses no more slots than it needs", 8, {
		P(PRODUCER, 0, 0), C(VIEWER, 0, 0, 0), P(PUBLISH, 0, 1), P(WARM, 0, 1),
		C(READ, 0, 0, 1), P(PUBLISH, 0, 1), P(WARM, 0, 2), C(COPIED, 0, 0, 0),
		P(PUBLISH, 0, 1), P(WARM, 0, 2), C(READ, 0, 0, 1), P(PUBLISH, 0, 1),
		P(PUBLISH, 0, 1), P(WARM, 0, 3), C(COPIED, 0, 0, 0), P(PUBLISH, 0, 1),
		P(WARM, 0, 3),
	} },
	{ "a new producer gets the slots of the last one", 4, {
		P(PRODUCER, 4, 0), P(PUBLISH, 0, 1), P(WARM, 0, 4), P(GONE, 0, 0),
		P(WARM, 0, 1), P(PRODUCER, 4, 0), P(WARM, 0, 5),
	} },
	{ "windows are aligned before memory is spared", 8, {
		P(PRODUCER, 0, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1), P(WARM, 0, 1),
		C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1), P(PUBLISH, 0, 1), P(WARM, 0, 2),
		C(GET, 0, 0, 1), C(QUEUE, 0, 1, 1), P(PUBLISH, 0, 1), P(WARM, 0, 3),
		C(GET, 0, 0, 2), C(QUEUE, 0, 2, 1), P(PUBLISH, 0, 1), P(WARM, 0, 3),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 4),
	} },
	{ "with two buffers one consumer may still hold one", 2, {
		P(PRODUCER, 2, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0),
		C(PINS, 0, 0, 1), P(PUBLISH, 1, 1), C(PINS, 0, 0, 1), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 1), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2), C(COPIED, 0, 0, 0),
	} },
	{ "one slot stays free for the last frame of a new producer", 3, {
		P(PRODUCER, 3, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1), P(PUBLISH, 2, 1),
		P(GONE, 0, 0), C(VIEWER, 1, 1, 0), C(GET, 1, 0, 0), C(SHOWS, 1, 0, 3),
		P(PRODUCER, 3, 0), P(PUBLISH, 0, 1), P(GONE, 0, 0), P(LATEST, 0, 1),
	} },
	{ "after the last frame comes the end, and then nothing", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1), P(PUBLISH, 1, 1),
		P(ENDED, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2), C(GET, 0, 0, 2),
		C(SHOWS, 0, 2, 0), C(GET, 0, 0, -1), C(READ, 1, 0, 1), C(COPIED, 1, 0, 0),
		C(READ, 1, 0, -1), C(READ, 1, 0, 0),
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, -1), C(READ, 1, 0, 1),
	} },
	{ "who has no buffer queued is told the end when it queues one", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0),
		P(PUBLISH, 1, 1), P(ENDED, 0, 0), C(GET, 0, 0, -1), C(QUEUE, 0, 0, 1),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2), C(QUEUE, 0, 0, 1), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 0),
	} },
	{ "the end comes before the next producer's frames", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), P(PUBLISH, 1, 1), P(ENDED, 0, 0),
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), C(QUEUE, 0, 0, 1), C(GET, 0, 0, 0),
		C(SHOWS, 0, 0, 0), C(READ, 1, 0, -1), C(READ, 1, 0, 1),
	} },
	{ "who comes after the end waits for the next stream", 8, {
		P(PRODUCER, 8, 0), P(PUBLISH, 0, 1), P(ENDED, 0, 0), C(VIEWER, 0, 3, 0),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 1), C(GET, 0, 0, -1), C(VIEWER, 1, 0, 0),
		C(READ, 1, 0, 1), C(COPIED, 1, 0, 0), C(READ, 1, 0, 0),
	} },
	{ "a token that is out gets its frame, then comes the end", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(TOKENS, 0, 1), P(ENDED, 0, 0),
		C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3),
		C(COPIED, 0, 0, 0), C(GET, 0, 0, 3), C(SHOWS, 0, 3, 0), C(GET, 0, 0, -1),
	} },
	{ "a token whose frame is gone tells the end", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(TOKENS, 0, 1), P(ENDED, 0, 0),
		P(PRODUCER, 0, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1),
		C(GET, 0, 0, 2), C(SHOWS, 0, 2, 0), C(GET, 0, 0, -1),
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
	{ "with patience each consumer gets each frame", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(WAITING, 0, 2),
		C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1), C(GET, 0, 0, -1), C(READ, 1, 0, 1),
		C(COPIED, 1, 0, 0), P(WAITING, 0, 1), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2),
		C(QUEUE, 0, 0, 1), C(READ, 1, 0, 1), C(COPIED, 1, 0, 0), P(WAITING, 0, 0),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 3), C(READ, 1, 0, 1), C(COPIED, 1, 0, 0),
	} },
	{ "with patience a buffer comes back when all have its frame", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 1, 0), C(VIEWER, 0, 0, 0), P(PUBLISH, 0, 1),
		P(HUNGRY, 0, 0), P(TAKE_BACK, 0, -1), C(READ, 0, 0, 1), P(TAKE_BACK, 0, 0),
	} },
	{ "who lets patience run out is waited for once", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 0, 0), C(VIEWER, 1, 4, 0),
		P(PUBLISH, 0, 1), C(GET, 1, 0, 0), C(QUEUE, 1, 0, 1), P(PUBLISH, 1, 1),
		P(WAITING, 0, 1), P(IMPATIENT, 0, 0), P(WAITING, 0, 0), C(GET, 1, 0, 1),
		C(SHOWS, 1, 1, 2), P(PUBLISH, 2, 1), C(GET, 1, 0, 2), C(QUEUE, 1, 1, 1),
		C(QUEUE, 1, 2, 1), C(READ, 0, 0, 1), C(DROPPED, 0, 0, 0), C(COPIED, 0, 0, 0),
		P(PUBLISH, 3, 1), P(PUBLISH, 4, 1), P(WAITING, 0, 1), C(READ, 0, 0, 1),
		P(WAITING, 0, 0), C(COPIED, 0, 0, 0),
	} },
	{ "with patience a token takes its frame before the next is published", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(PUBLISH, 3, 1), P(TOKENS, 0, 1),
		P(WAITING, 0, 1), C(GET, 0, 0, 0), C(GET, 0, 0, 1), C(GET, 0, 0, 2),
		C(SHOWS, 0, 2, 3), P(WAITING, 0, 0), C(COPIED, 0, 0, 0), C(GET, 0, 0, 3),
		C(SHOWS, 0, 3, 4), C(COPIED, 0, 0, 0),
	} },
	{ "frames that wait die with their producer", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), P(PUBLISH, 0, 1),
		P(PUBLISH, 1, 1), P(PUBLISH, 2, 1), P(WAITING, 0, 1), P(GONE, 0, 0),
		P(WAITING, 0, 0), P(PRODUCER, 8, 0), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		C(GET, 0, 0, 0), C(SHOWS, 0, 0, 2), C(QUEUE, 0, 0, 1),
		P(PUBLISH, 3, 1), C(GET, 0, 0, 0), C(SHOWS, 0, 0, 4),
	} },
	{ "who leaves is not waited for, who comes is", 8, {
		P(PATIENCE, 1, 0), P(PRODUCER, 8, 0), C(VIEWER, 0, 1, 0), C(VIEWER, 1, 0, 0),
		P(PUBLISH, 0, 1), P(PUBLISH, 1, 1), P(WAITING, 0, 1), C(LEAVE, 1, 0, 0),
		P(WAITING, 0, 0), P(PUBLISH, 2, 1), P(WAITING, 0, 1), C(LEAVE, 0, 0, 0),
		P(WAITING, 0, 0), C(VIEWER, 2, 0, 0), P(PUBLISH, 3, 1), P(WAITING, 0, 1),
		P(PATIENCE, 0, 0), P(WAITING, 0, 0),
	} },
	{ "a token is left without a frame only if a copy has the last spare", 2, {
		P(PRODUCER, 5, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 2, 1), C(GET, 0, 0, 0),
		P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1), C(GET, 0, 0, 1), P(TAKE_BACK, 0, 2),
		P(PUBLISH, 2, 1), C(GET, 0, 0, 2), C(SHOWS, 0, 2, 3), P(PUBLISH, 0, 1),
		P(TOKENS, 0, 1), P(GONE, 0, 0), P(LATEST, 0, 0), C(GET, 0, 0, 3),
		C(SHOWS, 0, 3, 0), C(COPIED, 0, 0, 0),
	} },
	{ "with a spare left it has one", 2, {
		P(PRODUCER, 5, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 2, 1), C(GET, 0, 0, 0),
		P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1), C(GET, 0, 0, 1), P(TAKE_BACK, 0, 2),
		P(PUBLISH, 2, 1), C(GET, 0, 0, 2), P(PUBLISH, 0, 1), P(TOKENS, 0, 1),
		C(COPIED, 0, 0, 0), P(GONE, 0, 0), P(LATEST, 0, 1), C(GET, 0, 0, 3),
		C(SHOWS, 0, 3, 4), C(COPIED, 0, 0, 0),
	} },
	{ "a slot goes back early only if the next window shows it", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0), P(PUBLISH, 0, 1),
		C(GET, 0, 0, 0), P(PUBLISH, 1, 1), C(GET, 0, 0, 1), C(QUEUE, 0, 0, 1),
		P(TAKE_BACK, 0, -1), P(HUNGRY, 0, 0), P(TAKE_BACK, 0, 0),
	} },
	{ "in lockstep windows need no turn after the first round", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 3, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		P(PUBLISH, 1, 1), C(GET, 0, 0, 1), C(QUEUE, 0, 1, 1),
		P(PUBLISH, 2, 1), C(GET, 0, 0, 2), C(QUEUE, 0, 2, 1),
		P(TAKE_BACK, 0, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(QUEUE, 0, 0, 1),
		P(TAKE_BACK, 0, 1), P(PUBLISH, 1, 1), C(GET, 0, 0, 1), C(QUEUE, 0, 1, 1),
		P(TAKE_BACK, 0, 2), P(PUBLISH, 2, 1), C(GET, 0, 0, 2), C(QUEUE, 0, 2, 1),
	} },
	{ "who stops and draws on changes no frame that is held", 8, {
		P(PRODUCER, 8, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0),
		P(OFF, 0, 0), P(SCRIBBLE, 0, 0), C(SHOWS, 0, 0, 1), P(ON, 0, 0),
		P(PUBLISH, 0, 1), P(SCRIBBLE, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2),
	} },
	{ "who has left and draws on changes no later frame", 4, {
		P(PRODUCER, 4, 0), C(VIEWER, 0, 4, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0),
		P(GONE, 0, 0), P(PRODUCER, 4, 0), P(PUBLISH, 0, 1), P(PUBLISH, 1, 1),
		P(SCRIBBLE, 0, 0), C(GET, 0, 0, 1), C(SHOWS, 0, 1, 2), P(GONE, 0, 0),
		P(PRODUCER, 0, 0), P(PUBLISH, 0, 1), P(PUBLISH, 0, 1), P(SCRIBBLE, 0, 0),
	} },
	{ "who has left goes on looking at what it held", 4, {
		P(PRODUCER, 4, 0), C(VIEWER, 0, 2, 0), P(PUBLISH, 0, 1), C(GET, 0, 0, 0),
		P(PUBLISH, 1, 1), C(LEAVE, 0, 1, 0), P(WARM, 0, 3), P(HUNGRY, 0, 0),
		P(TAKE_BACK, 0, 0), P(WARM, 0, 4), P(SCRIBBLE, 0, 0), P(PUBLISH, 0, 1),
	} },
	{ "no copy goes where a buffer of the producer's must get new memory", 4, {
		P(PRODUCER, 5, 0), C(VIEWER, 0, 1, 0), C(VIEWER, 1, 4, 0),
		P(PUBLISH, 0, 1), C(GET, 0, 0, 0), C(GET, 1, 0, 0), C(QUEUE, 1, 0, 1),
		P(PUBLISH, 1, 1), C(GET, 1, 0, 1), C(QUEUE, 1, 1, 1),
		P(PUBLISH, 2, 1), C(GET, 1, 0, 2), C(QUEUE, 1, 2, 1), P(HUNGRY, 0, 0),
		C(LEAVE, 0, 1, 0), P(PUBLISH, 4, 1), C(GET, 1, 0, 3), C(QUEUE, 1, 3, 1), P(TAKE_BACK, 0, 1),
		P(TAKE_BACK, 0, 4), P(PUBLISH, 4, 1), C(GET, 1, 0, 0), C(SHOWS, 1, 0, 5),
	} },
};

static int viewer_step(struct world *world, const struct step *step)
{
	struct viewer *viewer = &world->viewer[step->who];
	int i;

	switch (step->op) {
	case VIEWER:
		viewer_start(world, step->who, step->arg);
		for (i = 0; i < step->arg; i++) {
			viewer->buffer[i].entry.window = true;
			viewer->buffer[i].entry.slot = i;	/* as if from before */
			viewer_queue(world, step->who, i);
		}
		return 0;
	case QUEUE:
		return viewer_queue(world, step->who, step->arg);
	case GET:
		return viewer_dequeue(world, step->who);
	case SHOWS:
		return viewer->buffer[step->arg].content;
	case COPIED:
		viewer_copied(world, step->who);
		return 0;
	case READ:
		return viewer_read(world, step->who);
	case LEAVE:
		viewer_stop(world, step->who, step->arg);
		return 0;
	case PINS:
		return viewer->consumer.pins;
	default:
		return viewer->consumer.dropped;
	}
}

static int step_world(struct world *world, const struct step *step)
{
	switch (step->op) {
	case PRODUCER:
		producer_start(world, step->arg, step->arg);
		return 0;
	case PUBLISH:
		return producer_publish(world, step->arg);
	case TAKE_BACK:
		return producer_dequeue(world, false);
	case HUNGRY:
	case SLEEP:
		producer_hungry(world, step->op == SLEEP);
		return 0;
	case WOKEN:
		producer_woken(world);
		return 0;
	case SCRIBBLE:
		producer_scribble(world, 1);
		return 0;
	case GONE:
		producer_stop(world);
		return 0;
	case OFF:
		producer_off(world, true);
		return 0;
	case ON:
		producer_on(world);
		return 0;
	case PATIENCE:
		producer_patience(world, step->arg);
		return 0;
	case IMPATIENT:
		producer_impatient(world);
		return 0;
	case WAITING:
		return world->pool->waiting;
	case ENDED:
		producer_stop(world);
		producer_end(world);
		return 0;
	case REFORMAT:
		producer_stop(world);
		format_changes(world);
		return 0;
	case TOKENS:
		return world->hub.tokens;
	case LATEST:
		return world->pool->latest >= 0;
	case INSERT:
		return pace_insert(world);
	case REPEAT:
		return pace_repeat(world);
	case SUSTAIN:
		pace_sustain(world, step->arg);
		return 0;
	case WARM:
		return hweight64(world->pool->warm);
	default:
		return viewer_step(world, step);
	}
}

static void run(const struct test_case *test)
{
	const struct step *step;
	struct world world;

	world_init(&world, test->nout);
	for (step = test->step; step->op != END; step++) {
		int result = step_world(&world, step);

		CHECK(result == step->result, "%s: step %td: %d, not %d", test->name,
		      step - test->step, result, step->result);
		world_check(&world);
	}
	world_exit(&world);
}

int main(void)
{
	unsigned int i, n = ARRAY_SIZE(cases);

	for (i = 0; i < n; i++)
		run(&cases[i]);
	printf("cases: %u, none broken\n", n);
	return 0;
}
