// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers of either queue: what the frame pool does to them.
 */

#include <media/videobuf2-v4l2.h>

#include "loopback-buffer.h"
#include "loopback-entry.h"
#include "loopback-frame.h"

void loopback_entry_stamp(struct loopback_entry *entry,
			  const struct loopback_frame *frame, u32 sequence)
{
	struct loopback_buffer *buffer = loopback_entry_buffer(entry);

	buffer->stamped = frame->stamped;
	buffer->vb.sequence = sequence;
	buffer->vb.field = frame->field;
	buffer->vb.flags &= ~(LOOPBACK_FRAME_FLAGS | V4L2_BUF_FLAG_LAST);
	buffer->vb.flags |= frame->flags;
	buffer->vb.timecode = frame->timecode;
	buffer->vb.vb2_buf.timestamp = frame->timestamp;
	vb2_set_plane_payload(&buffer->vb.vb2_buf, 0, frame->bytesused);
}

void loopback_entry_last(struct loopback_entry *entry, u32 sequence)
{
	static const struct loopback_frame nothing = {
		.field = V4L2_FIELD_NONE,
	};

	loopback_entry_stamp(entry, &nothing, sequence);
	loopback_entry_buffer(entry)->vb.flags |= V4L2_BUF_FLAG_LAST;
}

void loopback_entry_complete(struct loopback_entry *entry)
{
	struct loopback_buffer *buffer = loopback_entry_buffer(entry);
	enum vb2_buffer_state state = VB2_BUF_STATE_DONE;

	if (entry->error)
		state = VB2_BUF_STATE_ERROR;
	vb2_buffer_done(&buffer->vb.vb2_buf, state);
	if (unlikely(buffer->other))
		wake_up_interruptible(buffer->other);
}
