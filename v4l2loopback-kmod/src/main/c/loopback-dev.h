/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A device: how it was asked for, what its two sides share, what it counts.
 */

#ifndef LOOPBACK_DEV_H
#define LOOPBACK_DEV_H

#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <media/v4l2-ctrls.h>
#include <media/v4l2-dev.h>
#include <media/v4l2-device.h>

#include "compat.h"
#include "loopback-mem.h"
#include "loopback-pool.h"

#define LOOPBACK_DEVICES_MAX	8	/* made at load */
#define LOOPBACK_DEVICES_ANYBODY 64	/* more: CAP_SYS_ADMIN's */
#define LOOPBACK_NR_ANY		-2
#define LOOPBACK_NR_JOINED	-1
#define LOOPBACK_WIDTH_MIN	2
#define LOOPBACK_HEIGHT_MIN	1
#define LOOPBACK_RATE_MAX	1000	/* frames per second */
#define LOOPBACK_PATIENCE_MAX	60000	/* ms */
#define LOOPBACK_SIZE_LIMIT	16384	/* 32 bits hold the size of any frame */

struct dentry;
struct file;

/**
 * struct loopback_config - how a device is to be made
 * @video_nr: number of its (OUTPUT) node, -1: any
 * @capture_nr: number of a node of its own for CAPTURE, -1: one joined node,
 *	-2: any number
 * @label: name of the card, or empty
 * @exclusive: announce OUTPUT or CAPTURE, not both
 * @camera: announce CAPTURE alone, at all times; of a joined device
 * @min_width: narrowest frame
 * @min_height: lowest frame
 * @max_width: widest frame
 * @max_height: highest frame
 * @max_buffers: slots a producer maps
 * @max_openers: open files at a time, 0: any number
 * @dev_debug: V4L2_DEV_DEBUG_* of its nodes
 */
struct loopback_config {
	int video_nr;
	int capture_nr;
	char label[32];
	bool exclusive;
	bool camera;
	u32 min_width;
	u32 min_height;
	u32 max_width;
	u32 max_height;
	unsigned int max_buffers;
	unsigned int max_openers;
	unsigned int dev_debug;
};

/**
 * struct loopback_latency - times from publishing to delivery, in ns
 * @count: how many were taken
 * @sum: of all
 * @max: the longest
 */
struct loopback_latency {
	u64 count;
	u64 sum;
	u64 max;
};

/**
 * struct loopback_totals - counters of one opener, or of those that have closed
 * @delivered: frames that consumers got
 * @dropped: frames that they missed in between
 * @borrowed: frames that were shown where their producers had them
 * @denied: of those delivered, copied because the consumer held too many
 * @copied: frames copied, either way
 * @copied_bytes: their payload
 * @turned: windows turned to another slot
 * @aligned: windows that showed the right slot already
 * @failed: frames lost for want of memory or of a free slot
 * @latency: of frames delivered while somebody wanted to know
 */
struct loopback_totals {
	u64 delivered;
	u64 dropped;
	u64 borrowed;
	u64 denied;
	u64 copied;
	u64 copied_bytes;
	u64 turned;
	u64 aligned;
	u64 failed;
	struct loopback_latency latency;
};

/**
 * struct loopback_pace - what is delivered when no frame comes (dev->lock)
 * @work: delivers it, while somebody consumes
 * @timer: queues @work when the next thing is due
 * @sustain: the control sustain_framerate
 * @timeout: the control, in nanoseconds
 * @begun: when a consumer came, or a control changed
 * @repeated: when the last frame was to be delivered again
 * @shown: when the timeout image was to be delivered
 * @rested: when the placeholder was to be delivered
 * @image: of the images, the one that was delivered last (hub->lock)
 * @given: when anything else than a frame of the producer's was delivered.
 *	hub->lock guards it
 */
struct loopback_pace {
	struct work_struct work;
	struct hrtimer timer;
	bool sustain;
	u64 timeout;
	u64 begun;
	u64 repeated;
	u64 shown;
	u64 rested;
	const struct loopback_image *image;
	u64 given;
};

/**
 * struct loopback_image - the timeout image, or a placeholder (dev->lock)
 * @mem: its memory, or NULL: zeros
 * @used: length of its payload
 * @fresh: no slot has this image yet
 */
struct loopback_image {
	struct loopback_mem *mem;
	u32 used;
	bool fresh;
};

/**
 * struct loopback_placeholder - what a device shows while nobody feeds it
 *	(dev->lock)
 * @format: of the picture, and of the device then; pixelformat 0: there is none
 * @image: the picture
 */
struct loopback_placeholder {
	struct v4l2_pix_format format;
	struct loopback_image image;
};

/**
 * struct loopback_dev - one device: one or two nodes, one format
 * @v4l2_dev: its last reference frees the device
 * @link: in the list of devices
 * @node: the joined node, or the OUTPUT and the CAPTURE one
 * @nodes: how many of them
 * @number: of the first node
 * @card: name shown to users
 * @config: as asked for
 * @ctrls: its controls; their lock ranks before @lock
 * @lock: guards @format, @interval, @openers, @hub.pool. Rank: see LAYERS
 * @budget: what its frames are charged to
 * @format: of both sides
 * @compressed: @format is, so frames differ in length
 * @interval: time per frame
 * @openers: open files, struct loopback_opener.link
 * @open_count: how many of them
 * @opened: how many there ever were
 * @owner: the file of the control node that it goes with, or NULL
 * @closed: it is being made or removed: nobody may open it, and no call of who
 *	has it open may wait
 * @gone: counters of openers that have closed
 * @kept: frames copied to keep the newest one (hub->lock)
 * @kept_bytes: their payload (hub->lock)
 * @capture_opener: the only consumer in strict mode
 * @keep_format: the control: @format stays once it is @chosen
 * @keep_strides: the control: a producer's S_FMT may pad lines
 * @chosen: somebody has set @format; forgotten at the last close
 * @chooser: who has set it to feed the device, while it has it open
 * @placeholder: what is delivered while no producer streams
 * @timeout_image_io: the control: an opener will write the timeout image
 * @image_since: @opened when that was pressed
 * @consuming: openers that take frames, whether by a stream or by read()
 * @image: what is delivered when the producer is silent
 * @pace: what is delivered when no frame comes
 * @live: a producer streams
 * @output_gid: the group that may feed, -1: anybody
 * @capture_gid: the group that may watch, -1: anybody
 * @producer_end: the control: what consumers get after the last frame
 * @limit_work: marks the consumers that are late when patience runs out
 * @hub: the roles and the frame pool
 * @debugfs: file with the counters
 */
struct loopback_dev {
	struct v4l2_device v4l2_dev;
	struct list_head link;
	struct video_device node[2];
	unsigned int nodes;
	unsigned int number;
	char card[32];
	struct loopback_config config;
	struct v4l2_ctrl_handler ctrls;
	struct mutex lock;	/* see kernel-doc */
	struct loopback_budget *budget;
	struct v4l2_pix_format format;
	bool compressed;
	struct v4l2_fract interval;
	struct list_head openers;
	unsigned int open_count;
	u32 opened;
	const struct file *owner;
	bool closed;
	struct loopback_totals gone;
	u64 kept;
	u64 kept_bytes;
	struct loopback_opener *capture_opener;
	bool keep_format;
	bool keep_strides;
	bool chosen;
	const struct loopback_opener *chooser;
	struct loopback_placeholder placeholder;
	bool timeout_image_io;
	u32 image_since;
	unsigned int consuming;
	struct loopback_image image;
	struct loopback_pace pace;
	bool live;
	unsigned int output_gid;
	unsigned int capture_gid;
	int producer_end;
	struct delayed_work limit_work;
	struct loopback_hub hub;
	struct dentry *debugfs;
};

/* Of a device that shows one side: is it CAPTURE? */
static inline bool loopback_shows_capture(const struct loopback_dev *dev)
{
	return dev->config.camera || READ_ONCE(dev->live) ||
	       READ_ONCE(dev->keep_format);
}

/* Is the format settled by keep_format? */
static inline bool loopback_format_kept(const struct loopback_dev *dev)
{
	return READ_ONCE(dev->keep_format) && READ_ONCE(dev->chosen);
}

static inline bool loopback_has_placeholder(const struct loopback_dev *dev)
{
	return READ_ONCE(dev->placeholder.format.pixelformat);
}

#endif /* LOOPBACK_DEV_H */
