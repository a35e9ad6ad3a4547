/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Roles: what an opener is to its device, and how it comes to be that.
 */

#ifndef LOOPBACK_ROLE_H
#define LOOPBACK_ROLE_H

#include <linux/types.h>

struct loopback_dev;
struct loopback_hub;
struct loopback_opener;

/**
 * enum loopback_role - what an opener is
 * @LOOPBACK_ROLE_NONE: nothing yet, or nothing any more
 * @LOOPBACK_ROLE_POLLER: it has polled for frames and taken none: it gives way
 *	to any other role that it asks for
 * @LOOPBACK_ROLE_READER: a consumer by read()
 * @LOOPBACK_ROLE_CAPTURE: a consumer by buffers
 * @LOOPBACK_ROLE_WRITER: the producer, by write()
 * @LOOPBACK_ROLE_OUTPUT: the producer, by buffers
 * @LOOPBACK_ROLE_IMAGE: whatever it puts out, until it consumes or is closed,
 *	is the timeout image; it is no producer. Nothing is in use now
 * @LOOPBACK_ROLE_IMAGE_WRITER: the same, it puts out by write()
 * @LOOPBACK_ROLE_IMAGE_OUTPUT: the same, it puts out by buffers
 */
enum loopback_role {
	LOOPBACK_ROLE_NONE,
	LOOPBACK_ROLE_POLLER,
	LOOPBACK_ROLE_READER,
	LOOPBACK_ROLE_CAPTURE,
	LOOPBACK_ROLE_WRITER,
	LOOPBACK_ROLE_OUTPUT,
	LOOPBACK_ROLE_IMAGE,
	LOOPBACK_ROLE_IMAGE_WRITER,
	LOOPBACK_ROLE_IMAGE_OUTPUT,
};

/* It puts frames out, be they the producer's or the timeout image. */
static inline bool loopback_role_is_output(enum loopback_role role)
{
	return role >= LOOPBACK_ROLE_WRITER;
}

static inline bool loopback_role_is_image(enum loopback_role role)
{
	return role >= LOOPBACK_ROLE_IMAGE;
}

static inline bool loopback_role_is_producer(enum loopback_role role)
{
	return role == LOOPBACK_ROLE_WRITER || role == LOOPBACK_ROLE_OUTPUT;
}

/* It waits for frames in read() or poll(). */
static inline bool loopback_role_reads(enum loopback_role role)
{
	return role == LOOPBACK_ROLE_POLLER || role == LOOPBACK_ROLE_READER;
}

static inline bool loopback_role_writes(enum loopback_role role)
{
	return role == LOOPBACK_ROLE_WRITER ||
	       role == LOOPBACK_ROLE_IMAGE_WRITER;
}

int loopback_role_get(struct loopback_opener *opener, enum loopback_role role);
void loopback_role_put(struct loopback_opener *opener);
void loopback_role_end_file(struct loopback_opener *opener, bool output);
void loopback_set_live(const struct loopback_opener *opener, bool live);

#endif /* LOOPBACK_ROLE_H */
