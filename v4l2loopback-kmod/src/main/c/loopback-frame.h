/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A frame, but for its pixels: what travels with it, how it got to a consumer
 * or why it did not, and who is told of when that is traced.
 */

#ifndef LOOPBACK_FRAME_H
#define LOOPBACK_FRAME_H

#include <linux/types.h>
#include <linux/videodev2.h>

/**
 * struct loopback_frame - what travels with the pixels of one frame
 * @timestamp: in nanoseconds
 * @bytesused: length of the payload
 * @field: enum v4l2_field
 * @flags: V4L2_BUF_FLAG_* that a producer may set, see LOOPBACK_FRAME_FLAGS
 * @timecode: valid with V4L2_BUF_FLAG_TIMECODE
 * @number: its producer's id, and which of its frames: see
 *	loopback_frame_number(); 0: no producer sent it
 * @stamped: the timestamp is the producer's own
 * @image: it is the timeout image, or the placeholder
 */
struct loopback_frame {
	u64 timestamp;
	u32 bytesused;
	u32 field;
	u32 flags;
	struct v4l2_timecode timecode;
	u64 number;
	bool stamped;
	bool image;
};

#define LOOPBACK_FRAME_FLAGS \
	(V4L2_BUF_FLAG_TIMECODE | V4L2_BUF_FLAG_TSTAMP_SRC_MASK | \
	 V4L2_BUF_FLAG_KEYFRAME | V4L2_BUF_FLAG_PFRAME | V4L2_BUF_FLAG_BFRAME)

/**
 * enum loopback_how - how a frame got to its consumer
 * @LOOPBACK_TURNED: the window was turned to its slot
 * @LOOPBACK_ALIGNED: the window showed its slot already
 * @LOOPBACK_COPIED: it was copied
 */
enum loopback_how {
	LOOPBACK_TURNED,
	LOOPBACK_ALIGNED,
	LOOPBACK_COPIED,
};

/**
 * enum loopback_drop - why a frame was lost
 * @LOOPBACK_DROP_QUEUE: the consumer had no buffer queued
 * @LOOPBACK_DROP_PINS: the consumer holds too many, and has not dequeued its
 *	token
 * @LOOPBACK_DROP_READ: the consumer was not in time with its read()
 * @LOOPBACK_DROP_GONE: nothing was kept for the consumer's token
 * @LOOPBACK_DROP_SLOT: no slot was free to copy the producer's frame into
 * @LOOPBACK_DROP_MEMORY: there was no memory
 * @LOOPBACK_DROP_STOPPED: the producer stopped while the frame waited for
 *	consumers
 */
enum loopback_drop {
	LOOPBACK_DROP_QUEUE,
	LOOPBACK_DROP_PINS,
	LOOPBACK_DROP_READ,
	LOOPBACK_DROP_GONE,
	LOOPBACK_DROP_SLOT,
	LOOPBACK_DROP_MEMORY,
	LOOPBACK_DROP_STOPPED,
};

/**
 * struct loopback_who - an open file, as trace events name it
 * @video_nr: number of the first node of its device
 * @id: unique on its device
 * @pid: of the process that opened it
 */
struct loopback_who {
	u32 video_nr;
	u32 id;
	int pid;
};

#endif /* LOOPBACK_FRAME_H */
