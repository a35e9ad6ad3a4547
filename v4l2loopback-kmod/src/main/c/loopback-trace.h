/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trace events: the way of a frame through the module. loopback.rst says what
 * each of them means. The frame pool uses them, too; when it is compiled for
 * user space it finds another file of this name. So all include it in angle
 * brackets, which look in the include path and not beside the source first.
 */

#undef TRACE_SYSTEM
#define TRACE_SYSTEM v4l2loopback

#if !defined(LOOPBACK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define LOOPBACK_TRACE_H

#include <linux/tracepoint.h>
#include <linux/types.h>
#include <media/videobuf2-core.h>

#include "loopback-frame.h"
#include "loopback-timing.h"

TRACE_DEFINE_ENUM(LOOPBACK_TURNED);
TRACE_DEFINE_ENUM(LOOPBACK_ALIGNED);
TRACE_DEFINE_ENUM(LOOPBACK_COPIED);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_QUEUE);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_PINS);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_READ);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_GONE);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_SLOT);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_MEMORY);
TRACE_DEFINE_ENUM(LOOPBACK_DROP_STOPPED);
TRACE_DEFINE_ENUM(VB2_MEMORY_UNKNOWN);
TRACE_DEFINE_ENUM(VB2_MEMORY_MMAP);
TRACE_DEFINE_ENUM(VB2_MEMORY_USERPTR);
TRACE_DEFINE_ENUM(VB2_MEMORY_DMABUF);

TRACE_EVENT(loopback_queue,
	TP_PROTO(const struct loopback_who *who,
		 const struct loopback_frame *frame,
		 u32 memory, int index),
	TP_ARGS(who, frame, memory, index),

	TP_STRUCT__entry(
		__field(u32, video_nr)
		__field(int, index)
		__field(u32, memory)
		__field(u32, bytesused)
		__field(u64, timestamp)
		__field(u32, opener)
		__field(pid_t, pid)
	),

	TP_fast_assign(
		__entry->video_nr = who->video_nr;
		__entry->index = index;
		__entry->memory = memory;
		__entry->bytesused = frame->bytesused;
		__entry->timestamp = frame->timestamp;
		__entry->opener = who->id;
		__entry->pid = who->pid;
	),

	TP_printk("video_nr=%u index=%d memory=%s bytesused=%u timestamp=%llu opener=%u pid=%d",
		  __entry->video_nr, __entry->index,
		  __print_symbolic(__entry->memory,
				   { VB2_MEMORY_UNKNOWN, "write" },
				   { VB2_MEMORY_MMAP, "mmap" },
				   { VB2_MEMORY_USERPTR, "userptr" },
				   { VB2_MEMORY_DMABUF, "dmabuf" }),
		  __entry->bytesused, __entry->timestamp,
		  __entry->opener, __entry->pid)
);

TRACE_EVENT(loopback_publish,
	TP_PROTO(u32 video_nr, u64 sequence, int slot,
		 const struct loopback_frame *frame),
	TP_ARGS(video_nr, sequence, slot, frame),

	TP_STRUCT__entry(
		__field(u32, video_nr)
		__field(u64, sequence)
		__field(int, slot)
		__field(u32, bytesused)
		__field(u64, timestamp)
	),

	TP_fast_assign(
		__entry->video_nr = video_nr;
		__entry->sequence = sequence;
		__entry->slot = slot;
		__entry->bytesused = frame->bytesused;
		__entry->timestamp = frame->timestamp;
	),

	TP_printk("video_nr=%u sequence=%llu slot=%d bytesused=%u timestamp=%llu",
		  __entry->video_nr, __entry->sequence, __entry->slot,
		  __entry->bytesused, __entry->timestamp)
);

TRACE_EVENT_FN(loopback_deliver,
	TP_PROTO(const struct loopback_who *who, u64 sequence, int slot,
		 int index, enum loopback_how how, u64 latency),
	TP_ARGS(who, sequence, slot, index, how, latency),

	TP_STRUCT__entry(
		__field(u32, video_nr)
		__field(u64, sequence)
		__field(int, slot)
		__field(int, index)
		__field(u32, how)
		__field(u64, latency)
		__field(u32, opener)
		__field(pid_t, pid)
	),

	TP_fast_assign(
		__entry->video_nr = who->video_nr;
		__entry->sequence = sequence;
		__entry->slot = slot;
		__entry->index = index;
		__entry->how = how;
		__entry->latency = latency;
		__entry->opener = who->id;
		__entry->pid = who->pid;
	),

	TP_printk("video_nr=%u sequence=%llu slot=%d index=%d how=%s latency_ns=%llu opener=%u pid=%d",
		  __entry->video_nr, __entry->sequence, __entry->slot,
		  __entry->index,
		  __print_symbolic(__entry->how,
				   { LOOPBACK_TURNED, "turned" },
				   { LOOPBACK_ALIGNED, "aligned" },
				   { LOOPBACK_COPIED, "copied" }),
		  __entry->latency, __entry->opener, __entry->pid),

	loopback_timing_on, loopback_timing_off
);

TRACE_EVENT(loopback_drop,
	TP_PROTO(const struct loopback_who *who, u64 sequence, u64 count,
		 enum loopback_drop why),
	TP_ARGS(who, sequence, count, why),

	TP_STRUCT__entry(
		__field(u32, video_nr)
		__field(u64, sequence)
		__field(u64, count)
		__field(u32, why)
		__field(u32, opener)
		__field(pid_t, pid)
	),

	TP_fast_assign(
		__entry->video_nr = who->video_nr;
		__entry->sequence = sequence;
		__entry->count = count;
		__entry->why = why;
		__entry->opener = who->id;
		__entry->pid = who->pid;
	),

	TP_printk("video_nr=%u sequence=%llu count=%llu why=%s opener=%u pid=%d",
		  __entry->video_nr, __entry->sequence, __entry->count,
		  __print_symbolic(__entry->why,
				   { LOOPBACK_DROP_QUEUE, "no-buffer-queued" },
				   { LOOPBACK_DROP_PINS, "holds-too-many" },
				   { LOOPBACK_DROP_READ, "not-read" },
				   { LOOPBACK_DROP_GONE, "no-frame-kept" },
				   { LOOPBACK_DROP_SLOT, "no-free-slot" },
				   { LOOPBACK_DROP_MEMORY, "no-memory" },
				   { LOOPBACK_DROP_STOPPED,
				     "producer-stopped" }),
		  __entry->opener, __entry->pid)
);

TRACE_EVENT_FN(loopback_release,
	TP_PROTO(const struct loopback_who *who, u64 sequence, int slot,
		 u64 pinned),
	TP_ARGS(who, sequence, slot, pinned),

	TP_STRUCT__entry(
		__field(u32, video_nr)
		__field(u64, sequence)
		__field(int, slot)
		__field(u64, held)
		__field(u32, opener)
		__field(pid_t, pid)
	),

	TP_fast_assign(
		__entry->video_nr = who->video_nr;
		__entry->sequence = sequence;
		__entry->slot = slot;
		__entry->held = loopback_time_since(pinned);
		__entry->opener = who->id;
		__entry->pid = who->pid;
	),

	TP_printk("video_nr=%u sequence=%llu slot=%d held_ns=%llu opener=%u pid=%d",
		  __entry->video_nr, __entry->sequence, __entry->slot,
		  __entry->held,
		  __entry->opener, __entry->pid),

	loopback_timing_on, loopback_timing_off
);

#endif /* LOOPBACK_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE loopback-trace

/* the rest must be outside the guard */
#include <trace/define_trace.h>
