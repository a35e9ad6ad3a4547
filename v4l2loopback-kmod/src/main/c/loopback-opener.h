/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An opener: an open file with its two queues, its role, and its buffers.
 */

#ifndef LOOPBACK_OPENER_H
#define LOOPBACK_OPENER_H

#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>

#include <loopback-trace.h>
#include "compat.h"
#include "loopback-dev.h"
#include "loopback-alias.h"
#include "loopback-buffer.h"
#include "loopback-frame.h"
#include "loopback-mem.h"
#include "loopback-pool.h"
#include "loopback-space.h"

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

/**
 * struct loopback_opener - one open file
 * @fh: what the V4L2 core knows of it
 * @dev: its device
 * @link: in dev->openers
 * @lock: guards the queues and everything below. Rank: see LAYERS
 * @event_lock: held by the one thread that waits for an event of @fh
 * @capture: the CAPTURE queue
 * @output: the OUTPUT queue
 * @pool: held while the opener has a role
 * @buffers: of either queue, struct loopback_buffer.all (and hub->lock)
 * @early: OUTPUT buffers queued before STREAMON
 * @producer: its OUTPUT role
 * @consumer: its CAPTURE role
 * @space: where its buffers are mapped
 * @may_output: it may have the OUTPUT role
 * @may_capture: it may have the CAPTURE role
 * @exported: an OUTPUT buffer was exported: its memory may outlive the file
 * @closing: nothing maps its buffers any more
 * @role: what it is to the device. Changed under hub->lock, too
 * @events: hands wake-ups of @fh on to who waits for a queue
 * @consumes: one of dev->consuming
 * @sequence: of the next OUTPUT buffer, or of the next write()
 * @before: how many frames its earlier streams can have had, modulo 2^32
 * @taken: loopback_frame.number of the last frame that its program has got,
 *	0: none since it takes frames
 * @entry: what read() pins
 * @bounce: where read() copies a frame that it may not hold
 * @who: how trace events name it
 * @comm: name of the process that opened it
 * @copied: frames copied, either way
 * @copied_bytes: their payload
 * @turned: windows turned to another slot
 * @aligned: windows that showed the right slot already
 * @borrowed: frames that came in without a copy, in memory of its program's
 * @copies: why the last one came by a copy all the same, or NULL
 * @failed: buffers done without a frame
 * @latency: of its frames, while somebody wants to know
 */
struct loopback_opener {
	struct v4l2_fh fh;
	struct loopback_dev *dev;
	struct list_head link;
	struct mutex lock;	/* see kernel-doc */
	struct mutex event_lock;
	struct vb2_queue capture;
	struct vb2_queue output;
	struct loopback_pool *pool;
	struct list_head buffers;
	struct list_head early;
	struct loopback_producer producer;
	struct loopback_consumer consumer;
	struct loopback_space *space;
	bool may_output;
	bool may_capture;
	bool exported;
	bool closing;
	enum loopback_role role;
	struct wait_queue_entry events;
	bool consumes;
	u32 sequence;
	u32 before;
	u64 taken;
	struct loopback_entry entry;
	struct loopback_mem *bounce;
	struct loopback_who who;
	char comm[TASK_COMM_LEN];
	u64 copied;
	u64 copied_bytes;
	u64 turned;
	u64 aligned;
	u64 borrowed;
	const char *copies;
	u64 failed;
	struct loopback_latency latency;
};

static inline struct loopback_opener *loopback_opener_of(struct file *file)
{
	return container_of(loopback_compat_fh(file), struct loopback_opener,
			    fh);
}

/* Its buffers are of a format that the device has no more. */
static inline bool loopback_stale(const struct loopback_opener *opener)
{
	return opener->pool && opener->pool != READ_ONCE(opener->dev->hub.pool);
}

/*
 * What it puts out is the timeout image, or will be: it was opened after the
 * button was pressed, and nobody else has put anything out since.
 */
static inline bool
loopback_is_image_writer(const struct loopback_opener *opener)
{
	const struct loopback_dev *dev = opener->dev;
	enum loopback_role role = READ_ONCE(opener->role);

	return loopback_role_is_image(role) ||
	       (!loopback_role_is_producer(role) &&
		READ_ONCE(dev->timeout_image_io) &&
		opener->who.id > READ_ONCE(dev->image_since));
}

/* Somebody else is the producer, and there can be one only. */
static inline bool loopback_has_rival(const struct loopback_opener *opener)
{
	const struct loopback_producer *producer;

	producer = READ_ONCE(opener->dev->hub.producer);
	return producer && producer != &opener->producer &&
	       !loopback_is_image_writer(opener);
}

/*
 * Its queue has woken those who wait for it. An epoll waits for the queue that
 * it found when it was added, and for that alone: it may be the other one.
 */
static inline void loopback_wake_other(const struct loopback_opener *opener,
				       bool output)
{
	struct wait_queue_head *other = output ?
		READ_ONCE(opener->producer.other) :
		READ_ONCE(opener->consumer.other);

	if (unlikely(other))
		wake_up_interruptible(other);
}

/* Of its frames no two have the same, whatever becomes of @sequence. */
static inline u64 loopback_frame_number(const struct loopback_opener *opener,
					u32 sequence)
{
	u32 before = READ_ONCE(opener->before);

	return (u64)opener->who.id << 32 | (u32)(before + sequence);
}

/* Its stream has ended; the next one counts from 0. */
static inline void loopback_sequence_restart(struct loopback_opener *opener)
{
	lockdep_assert_held(&opener->lock);
	WRITE_ONCE(opener->before, opener->before + opener->sequence + 1);
	opener->sequence = 0;
}

/* Its program gets this frame now; a producer may ask for it at any time. */
static inline void loopback_took(struct loopback_opener *opener,
				 const struct loopback_frame *frame)
{
	lockdep_assert_held(&opener->lock);
	if (frame->number)
		WRITE_ONCE(opener->taken, frame->number);
}

/* A frame, or as much of it as goes that way, was copied. */
static inline void loopback_copied(struct loopback_opener *opener, size_t size)
{
	lockdep_assert_held(&opener->lock);
	opener->copied++;
	opener->copied_bytes += size;
}

extern bool loopback_strict;

bool loopback_side_hidden(struct file *file, bool output);
void loopback_totals_add(struct loopback_totals *sum,
			 const struct loopback_opener *opener);
void loopback_buffer_enlist(struct vb2_buffer *vb,
			    void (*dropped)(void *owner));
void loopback_buffer_delist(struct vb2_buffer *vb);
void loopback_time_delivery(struct loopback_opener *opener,
			    const struct loopback_entry *entry, int index,
			    enum loopback_how how);

/* The consumer has got its frame, index -1: by read(). */
static inline void loopback_delivered(struct loopback_opener *opener,
				      const struct loopback_entry *entry,
				      int index, enum loopback_how how)
{
	if (loopback_timed())
		loopback_time_delivery(opener, entry, index, how);
}

#endif /* LOOPBACK_OPENER_H */
