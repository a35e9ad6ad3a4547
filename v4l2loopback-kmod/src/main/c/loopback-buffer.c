// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers of either queue: what the frame pool does to them, and the list of
 * them that their opener keeps.
 */

#include "loopback.h"

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
}

/* videobuf2 has forgotten the memory of this buffer: there is no buf_cleanup. */
static void loopback_buffer_dropped(void *owner)
{
	loopback_buffer_delist(owner);
}

void loopback_buffer_enlist(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;
	struct loopback_alias *alias = loopback_alias_of(vb);

	if (vb->memory != VB2_MEMORY_MMAP) {
		alias->owner = vb;
		alias->dropped = loopback_buffer_dropped;
	}
	loopback_hub_lock(&opener->dev->hub);
	list_add_tail(&loopback_buffer_of(vb)->all, &opener->buffers);
	loopback_hub_unlock(&opener->dev->hub);
}

void loopback_buffer_delist(struct vb2_buffer *vb)
{
	struct loopback_opener *opener = vb->vb2_queue->drv_priv;

	loopback_hub_lock(&opener->dev->hub);
	list_del_init(&loopback_buffer_of(vb)->all);
	loopback_hub_unlock(&opener->dev->hub);
}
