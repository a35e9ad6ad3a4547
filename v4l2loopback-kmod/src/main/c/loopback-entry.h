/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An entry: what the frame pool knows of a buffer of either queue, and what it
 * does to the buffer. That is videobuf2's business, so that user space, where
 * the pool is compiled, too, has functions of its own.
 */

#ifndef LOOPBACK_ENTRY_H
#define LOOPBACK_ENTRY_H

#include <linux/list.h>
#include <linux/types.h>

struct loopback_frame;

/**
 * struct loopback_entry - what the pool knows of one buffer of a queue
 * @link: OUTPUT: in a list of its opener's
 * @next: the next one in the consumer's queue, or that is done
 * @slot: OUTPUT: the slot whose memory it is; CAPTURE: the one it shows; or -1
 * @pin: CAPTURE: the slot it holds for its consumer, or -1
 * @vote: CAPTURE: the slot for which it is counted as a vote, plus 1; or 0
 * @window: CAPTURE: may be turned to any slot without a copy
 * @token: CAPTURE: done without a frame, it gets the newest when dequeued
 * @brief: CAPTURE: its pin is over the limit, and ends with the copy
 * @error: done, and that without a frame
 * @turn: CAPTURE: number of the frame that it waits for
 * @seq: CAPTURE: number of the frame that it got
 * @shown: CAPTURE: when that was published, if anybody asks for times
 * @pinned: CAPTURE: when @pin began, if anybody asks
 */
struct loopback_entry {
	struct list_head link;
	struct loopback_entry *next;
	int slot;
	int pin;
	u8 vote;
	bool window;
	bool token;
	bool brief;
	bool error;
	u64 turn;
	u64 seq;
	u64 shown;
	u64 pinned;
};

/* The consumer's buffer got a frame. */
void loopback_entry_stamp(struct loopback_entry *entry,
			  const struct loopback_frame *frame, u32 sequence);
/* The consumer's buffer is the last one: it has no frame. */
void loopback_entry_last(struct loopback_entry *entry, u32 sequence);
/* The buffer goes back to its queue's owner. Wants hub->done_lock alone. */
void loopback_entry_complete(struct loopback_entry *entry);

#endif /* LOOPBACK_ENTRY_H */
