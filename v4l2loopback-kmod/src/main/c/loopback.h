/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * V4L2 loopback: carries frames from one producer to many consumers.
 *
 * Lock order, outermost first:
 *
 *   opener->lock	the two queues of one opener and its role
 *   q->mmap_lock	videobuf2's own
 *   dev->lock		format, pool pointer, list of openers
 *   hub->lock		(spin lock) slots, pins, entries, roles
 *   q->done_lock	videobuf2's own, inside vb2_buffer_done()
 *
 * and, apart from these, mmap_lock of a process -> alias->lock (a fault in a
 * window), with opener->lock -> alias->lock when a window is turned.
 *
 * User memory is touched under opener->lock alone: mmap_lock -> q->mmap_lock
 * exists in mmap(). For the same reason mmap() must not take opener->lock.
 */

#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <linux/atomic.h>
#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/v4l2loopback.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <media/v4l2-ctrls.h>
#include <media/v4l2-dev.h>
#include <media/v4l2-device.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>

#include "compat.h"
#include "loopback-mem.h"
#include "loopback-pool.h"

#define LOOPBACK_DEVICES_MAX	8	/* made at load */
#define LOOPBACK_NR_ANY		-2
#define LOOPBACK_NR_JOINED	-1
#define LOOPBACK_WIDTH_MIN	2
#define LOOPBACK_HEIGHT_MIN	1
#define LOOPBACK_RATE_MAX	1000	/* frames per second */
#define LOOPBACK_PATIENCE_MAX	60000	/* ms */
#define LOOPBACK_SIZE_LIMIT	16384	/* 32 bits hold the size of any frame */

struct dentry;
struct seq_file;

/**
 * struct loopback_config - how a device is to be made
 * @video_nr: number of its (OUTPUT) node, -1: any
 * @capture_nr: number of a node of its own for CAPTURE, -1: one joined node,
 *	-2: any number
 * @label: name of the card, or empty
 * @exclusive: announce OUTPUT or CAPTURE, not both
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
	u32 min_width;
	u32 min_height;
	u32 max_width;
	u32 max_height;
	unsigned int max_buffers;
	unsigned int max_openers;
	unsigned int dev_debug;
};

/**
 * struct loopback_latency - times from publishing frames to their delivery, in ns
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
 * struct loopback_totals - counters of one opener, or of those that are gone
 * @delivered: frames that consumers got
 * @dropped: frames that they missed in between
 * @denied: of those delivered, the ones that had to be copied for who held too many
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
	u64 denied;
	u64 copied;
	u64 copied_bytes;
	u64 turned;
	u64 aligned;
	u64 failed;
	struct loopback_latency latency;
};

/**
 * struct loopback_pace - what is delivered when no frame comes, dev->lock guards it
 * @work: delivers it, while somebody consumes
 * @on: @sustain or @timeout: frames leave their time in @arrived
 * @sustain: the control sustain_framerate
 * @timeout: the control, in nanoseconds
 * @begun: when a consumer came, or a control changed
 * @repeated: when the last frame was to be delivered again
 * @shown: when the timeout image was to be delivered
 * @arrived: when the last frame came. hub->lock guards it
 * @given: when anything else was delivered. hub->lock guards it
 * @image: the timeout image, or NULL: zeros
 * @used: length of its payload
 * @fresh: no slot has this image yet
 */
struct loopback_pace {
	struct delayed_work work;
	bool on;
	bool sustain;
	u64 timeout;
	u64 begun;
	u64 repeated;
	u64 shown;
	u64 arrived;
	u64 given;
	struct loopback_mem *image;
	u32 used;
	bool fresh;
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
 * @lock: guards @format, @interval, @openers, @hub.pool. Rank: above
 * @format: of both sides
 * @compressed: @format is, so frames differ in length
 * @interval: time per frame
 * @openers: open files, struct loopback_opener.link
 * @open_count: how many of them
 * @opened: how many there ever were
 * @closed: it is being removed, nobody may open it
 * @gone: counters of openers that are no more
 * @kept: frames copied to keep the newest one (hub->lock)
 * @kept_bytes: their payload (hub->lock)
 * @capture_opener: the only consumer in strict mode
 * @keep_format: the control: nobody changes @format, once it is @chosen
 * @chosen: somebody has set @format; forgotten at the last close
 * @timeout_image_io: the control: who opens it and puts out writes the timeout image
 * @consuming: openers that take frames, whether by a stream or by read()
 * @pace: what is delivered when no frame comes
 * @live: a producer streams
 * @output_gid: the group that may feed, -1: anybody
 * @capture_gid: the group that may watch, -1: anybody
 * @producer_end: the control: what consumers get after the last frame
 * @limit: when patience with consumers runs out, in jiffies (hub->lock)
 * @limit_work: notices that
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
	struct v4l2_pix_format format;
	bool compressed;
	struct v4l2_fract interval;
	struct list_head openers;
	unsigned int open_count;
	u32 opened;
	bool closed;
	struct loopback_totals gone;
	u64 kept;
	u64 kept_bytes;
	struct loopback_opener *capture_opener;
	bool keep_format;
	bool chosen;
	bool timeout_image_io;
	unsigned int consuming;
	struct loopback_pace pace;
	bool live;
	unsigned int output_gid;
	unsigned int capture_gid;
	int producer_end;
	unsigned long limit;
	struct delayed_work limit_work;
	struct loopback_hub hub;
	struct dentry *debugfs;
};

/**
 * struct loopback_opener - one open file
 * @fh: what the V4L2 core knows of it
 * @dev: its device
 * @link: in dev->openers
 * @lock: guards the queues and everything below. Rank: above
 * @capture: the CAPTURE queue
 * @output: the OUTPUT queue
 * @pool: held while the opener has a role
 * @buffers: of either queue, struct loopback_buffer.all (and hub->lock)
 * @early: OUTPUT buffers queued before STREAMON
 * @producer: its OUTPUT role
 * @consumer: its CAPTURE role
 * @mapping: where its windows are mapped
 * @may_output: it may have the OUTPUT role
 * @may_capture: it may have the CAPTURE role
 * @output_on: STREAMON was called on OUTPUT
 * @exported: an OUTPUT buffer was exported: its memory may outlive the file
 * @closing: nothing maps its buffers any more
 * @image_candidate: opened after the control timeout_image_io was pressed: if
 *	nobody else has, it writes the timeout image
 * @timeout_image: what it puts out is the timeout image; it is no producer
 * @consumes: one of dev->consuming
 * @reading: consumer by read()
 * @writing: producer by write()
 * @sequence: of the next OUTPUT buffer
 * @entry: what read() pins
 * @bounce: where read() copies a frame that it may not hold
 * @id: unique on its device
 * @pid: of the process that opened it
 * @comm: its name
 * @copied: frames copied, either way
 * @copied_bytes: their payload
 * @turned: windows turned to another slot
 * @aligned: windows that showed the right slot already
 * @failed: buffers done without a frame
 * @latency: of its frames, while somebody wants to know
 */
struct loopback_opener {
	struct v4l2_fh fh;
	struct loopback_dev *dev;
	struct list_head link;
	struct mutex lock;	/* see kernel-doc */
	struct vb2_queue capture;
	struct vb2_queue output;
	struct loopback_pool *pool;
	struct list_head buffers;
	struct list_head early;
	struct loopback_producer producer;
	struct loopback_consumer consumer;
	struct address_space *mapping;
	bool may_output;
	bool may_capture;
	bool output_on;
	bool exported;
	bool closing;
	bool image_candidate;
	bool timeout_image;
	bool consumes;
	bool reading;
	bool writing;
	u32 sequence;
	struct loopback_entry entry;
	struct loopback_mem *bounce;
	u32 id;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	u64 copied;
	u64 copied_bytes;
	u64 turned;
	u64 aligned;
	u64 failed;
	struct loopback_latency latency;
};

/**
 * struct loopback_buffer - one buffer of either queue
 * @vb: videobuf2's part
 * @all: in opener->buffers
 * @entry: the pool's part; entry.link is in opener->early before STREAMON
 * @shared: OUTPUT: its memory is a slot
 * @fixed: CAPTURE: exported, keeps its own memory
 * @stamped: CAPTURE: the timestamp is the producer's own
 */
struct loopback_buffer {
	struct vb2_v4l2_buffer vb;
	struct list_head all;
	struct loopback_entry entry;
	bool shared;
	bool fixed;
	bool stamped;
};

static inline struct loopback_opener *loopback_opener_of(struct file *file)
{
	return container_of(loopback_compat_fh(file), struct loopback_opener, fh);
}

static inline struct loopback_opener *
loopback_consumer_opener(struct loopback_consumer *consumer)
{
	return container_of(consumer, struct loopback_opener, consumer);
}

static inline const struct loopback_opener *
loopback_producer_opener(const struct loopback_producer *producer)
{
	return container_of(producer, struct loopback_opener, producer);
}

/* Its frames are the timeout image, or will be. */
static inline bool loopback_draws(const struct loopback_opener *opener)
{
	return opener->timeout_image ||
	       (opener->image_candidate && READ_ONCE(opener->dev->timeout_image_io));
}

/* Somebody else is the producer, and there can be one only. */
static inline bool loopback_has_rival(const struct loopback_opener *opener)
{
	const struct loopback_producer *producer = READ_ONCE(opener->dev->hub.producer);

	return producer && producer != &opener->producer && !loopback_draws(opener);
}

/* A frame, or as much of it as goes that way, was copied. opener->lock is held. */
static inline void loopback_copied(struct loopback_opener *opener, size_t size)
{
	opener->copied++;
	opener->copied_bytes += size;
}

static inline struct loopback_buffer *loopback_buffer_of(struct vb2_buffer *vb)
{
	return container_of(to_vb2_v4l2_buffer(vb), struct loopback_buffer, vb);
}

static inline struct loopback_alias *loopback_alias_of(struct vb2_buffer *vb)
{
	return vb->planes[0].mem_priv;
}

/* With exclusive_caps: is it CAPTURE that the device shows? */
static inline bool loopback_shows_capture(const struct loopback_dev *dev)
{
	return READ_ONCE(dev->live) || READ_ONCE(dev->keep_format);
}

/* Is the format settled by keep_format? */
static inline bool loopback_format_kept(const struct loopback_dev *dev)
{
	return READ_ONCE(dev->keep_format) && READ_ONCE(dev->chosen);
}

/* loopback-trace.c */
DECLARE_STATIC_KEY_FALSE(loopback_timed_key);
int loopback_timing_on(void);
void loopback_timing_off(void);
u64 loopback_time_since(u64 begun);
void loopback_time_delivery(struct loopback_opener *opener, const struct loopback_entry *entry,
			    int index, enum loopback_how how);

/* Does anybody want to know how long things take? */
static inline bool loopback_timed(void)
{
	return static_branch_unlikely(&loopback_timed_key);
}

/* The consumer has got its frame, index -1: by read(). */
static inline void loopback_delivered(struct loopback_opener *opener,
				      const struct loopback_entry *entry, int index,
				      enum loopback_how how)
{
	if (loopback_timed())
		loopback_time_delivery(opener, entry, index, how);
}

/* loopback-main.c: parameters */
extern bool loopback_strict;
bool loopback_may_open(void);
int loopback_debug_level(void);
unsigned int loopback_buffers_limit(int wanted);
void loopback_config_default(struct loopback_config *config);

/* loopback-ctl.c */
int loopback_devices_add(const struct loopback_config *config);
void loopback_devices_remove_all(void);
int loopback_ctl_register(void);
void loopback_ctl_deregister(void);

/* loopback-device.c */
struct loopback_dev *loopback_device_add(const struct loopback_config *config);
int loopback_device_close(struct loopback_dev *dev);
void loopback_device_remove(struct loopback_dev *dev);

/* loopback-ctrls.c */
int loopback_ctrls_init(struct loopback_dev *dev);

/* loopback-sysfs.c */
extern const struct attribute_group loopback_sysfs_group;

/* loopback-event.c */
void loopback_event_usage(struct loopback_dev *dev);
int loopback_event_subscribe_usage(struct v4l2_fh *fh,
				   const struct v4l2_event_subscription *sub);

/* loopback-pace.c */
int loopback_pace_start(void);
void loopback_pace_stop(void);
void loopback_pace_init(struct loopback_dev *dev);
void loopback_pace_end(struct loopback_dev *dev);
void loopback_pace_kick(struct loopback_dev *dev);
void loopback_pace_sustain(struct loopback_dev *dev, bool sustain);
void loopback_pace_timeout(struct loopback_dev *dev, unsigned int milliseconds);
void loopback_consume(struct loopback_opener *opener, bool consumes);
void loopback_image_drop(struct loopback_dev *dev);
int loopback_image_set(struct loopback_opener *opener, size_t size,
		       int (*slot_copy)(void *to, const void *from, size_t size),
		       const void *from);

/* loopback-file.c */
extern const struct v4l2_file_operations loopback_fops;
int loopback_claim(struct loopback_opener *opener, bool output);
void loopback_unclaim(struct loopback_opener *opener);
void loopback_wake_file_io(struct loopback_hub *hub);
void loopback_set_reading(struct loopback_opener *opener, bool reading);
void loopback_set_live(const struct loopback_opener *opener, bool live);
void loopback_end_file_io(struct loopback_opener *opener, bool output);

/* loopback-poll.c, loopback-read.c */
__poll_t loopback_poll(struct file *file, poll_table *wait);
ssize_t loopback_read(struct file *file, char __user *buf, size_t count, loff_t *pos);

/* loopback-access.c */
extern const struct attribute_group loopback_access_group;
bool loopback_access_member(unsigned int gid);
void loopback_access_init(struct loopback_dev *dev);
int loopback_access_open(struct loopback_opener *opener, struct file *file);
bool loopback_access_may(const struct loopback_opener *opener, bool output);

/* loopback-flow.c */
void loopback_flow_init(struct loopback_dev *dev);
void loopback_flow_exit(struct loopback_dev *dev);
void loopback_flow_patience(struct loopback_dev *dev, unsigned int patience);
int loopback_flow_turn(struct loopback_opener *opener, bool nonblock);

/* loopback-ioctl.c */
extern const struct v4l2_ioctl_ops loopback_ioctl_ops;
struct v4l2_fract loopback_interval_adjust(struct v4l2_fract interval);
long loopback_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

/* loopback-ioctl-buf.c */
int loopback_reqbufs(struct file *file, void *priv, struct v4l2_requestbuffers *req);
int loopback_create_bufs(struct file *file, void *priv, struct v4l2_create_buffers *create);
#ifdef LOOPBACK_REMOVE_BUFS
int loopback_remove_bufs(struct file *file, void *priv, struct v4l2_remove_buffers *remove);
#endif
int loopback_querybuf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_prepare_buf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_qbuf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_dqbuf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_expbuf(struct file *file, void *priv, struct v4l2_exportbuffer *exp);
int loopback_streamon(struct file *file, void *priv, enum v4l2_buf_type type);
int loopback_streamoff(struct file *file, void *priv, enum v4l2_buf_type type);
long loopback_ioctl_buffer(struct file *file, unsigned int cmd, void __user *user);

/* loopback-format.c */
u32 loopback_format_nth(unsigned int index);
bool loopback_format_known(u32 fourcc);
bool loopback_format_compressed(u32 fourcc);
void loopback_format_adjust(const struct loopback_dev *dev, struct v4l2_pix_format *pix);
void loopback_format_default(struct loopback_dev *dev);

/* loopback-queue-cap.c, loopback-queue-out.c */
extern const struct vb2_ops loopback_capture_ops;
extern const struct vb2_ops loopback_output_ops;
ssize_t loopback_write(struct file *file, const char __user *buf, size_t count,
		       loff_t *pos);
void loopback_capture_release(struct loopback_opener *opener, struct loopback_entry *entry);
int loopback_capture_export(struct loopback_opener *opener, unsigned int index);
int loopback_output_turn(struct loopback_opener *opener, unsigned int index, bool nonblock);
void loopback_output_wait(struct loopback_opener *opener, bool sleeps);
void loopback_output_woken(struct loopback_opener *opener, bool slept);
void loopback_buffer_enlist(struct vb2_buffer *vb);
void loopback_buffer_delist(struct vb2_buffer *vb);

/* loopback-debugfs.c */
void loopback_debugfs_init(void);
void loopback_debugfs_exit(void);
void loopback_debugfs_add(struct loopback_dev *dev);
void loopback_debugfs_remove(struct loopback_dev *dev);
void loopback_totals_add(struct loopback_totals *sum, const struct loopback_opener *opener);

#endif /* LOOPBACK_H */
