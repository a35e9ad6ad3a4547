/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case is a row of steps, and what each of them must answer. In between the
 * world checks its general rules.
 */

#ifndef LOOPBACK_TEST_CASES_H
#define LOOPBACK_TEST_CASES_H

#include <stddef.h>

enum op {
	END,
	PRODUCER,	/* arg: buffers, 0: it copies */
	BRINGER,	/* arg: buffers, in memory of its own */
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
	READ,		/* who; result: 1: a new frame, -1: the end */
	LEAVE,		/* who, arg: it sees what it held by another way */
	PINS,		/* who; result: slots it holds */
	TOKENS,		/* result: tokens that are out */
	LATEST,		/* result: 1 if there is a frame for who comes now */
	DROPPED,	/* who; result: frames it missed */
	INSERT,		/* the timeout image; result: 1 if there was a slot */
	REPEAT,		/* the newest frame again; result: 1 if there was one */
	SUSTAIN,	/* arg: whether that may happen */
	WARM,		/* result: slots that have memory */
	BORROWED,	/* result: slots whose memory is the producer's own */
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

/* each ends in one without a name */
extern const struct test_case slot_cases[], newest_cases[], end_cases[],
			      flow_cases[], left_cases[];

#endif /* LOOPBACK_TEST_CASES_H */
