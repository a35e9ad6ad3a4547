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
 *   hub->done_lock	(spin lock) what was done under hub->lock is completed
 *   q->done_lock	videobuf2's own, inside vb2_buffer_done()
 *
 * and, apart from these, mmap_lock of a process -> alias->lock -> page lock (a
 * fault in a window), opener->lock -> alias->lock when a window is turned, and
 * alias->lock -> hub->lock when a slot gets other memory.
 *
 * User memory is touched under opener->lock alone: mmap_lock -> q->mmap_lock
 * exists in mmap(). For the same reason mmap() must not take opener->lock.
 */

#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <linux/jump_label.h>
#include <linux/poll.h>
#include <linux/types.h>
#include <linux/v4l2loopback.h>
#include <linux/wait.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>

#include "compat.h"
#include "loopback-device.h"
#include "loopback-opener.h"
#include "loopback-export.h"
#include "loopback-buffer.h"
#include "loopback-pool-back.h"
#include "loopback-pool-cap.h"
#include "loopback-pool-copy.h"
#include "loopback-pool-flow.h"
#include "loopback-pool-hub.h"
#include "loopback-pool-mem.h"
#include "loopback-pool-out.h"
#include "loopback-pool-patience.h"
#include "loopback-pool.h"
#include "loopback-wake.h"
#include "loopback-role.h"
#include "loopback-slot.h"
#include "loopback-space.h"
#include "loopback-mem-ops.h"
#include "loopback-window-map.h"
#include "loopback-window.h"

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
void loopback_event_layout(struct loopback_dev *dev,
			   const struct loopback_opener *source);
void loopback_event_signal(struct loopback_dev *dev,
			   const struct loopback_opener *source);
void loopback_event_end(struct loopback_dev *dev,
			const struct loopback_opener *source);
void loopback_announce(struct loopback_dev *dev);

/* loopback-pace.c */
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

/* loopback-poll.c, loopback-read.c, loopback-write.c */
__poll_t loopback_poll(struct file *file, poll_table *wait);
ssize_t loopback_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t loopback_write(struct file *file, const char __user *buf, size_t count,
		       loff_t *pos);

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
bool loopback_side_hidden(struct file *file, bool output);
long loopback_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

/* loopback-ioctl-format.c */
struct v4l2_fract loopback_interval_adjust(struct v4l2_fract interval);
int loopback_enum_fmt(struct file *file, void *priv, struct v4l2_fmtdesc *desc);
int loopback_enum_framesizes(struct file *file, void *priv,
			     struct v4l2_frmsizeenum *size);
int loopback_enum_frameintervals(struct file *file, void *priv,
				 struct v4l2_frmivalenum *interval);
int loopback_g_fmt(struct file *file, void *priv, struct v4l2_format *format);
int loopback_try_fmt_out(struct file *file, void *priv, struct v4l2_format *format);
int loopback_try_fmt_cap(struct file *file, void *priv, struct v4l2_format *format);
int loopback_s_fmt_out(struct file *file, void *priv, struct v4l2_format *format);
int loopback_s_fmt_cap(struct file *file, void *priv, struct v4l2_format *format);
int loopback_g_parm(struct file *file, void *priv, struct v4l2_streamparm *parm);
int loopback_s_parm(struct file *file, void *priv, struct v4l2_streamparm *parm);

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
int loopback_output_fill(struct loopback_opener *opener,
			 struct loopback_frame *frame,
			 int (*slot_copy)(void *to, const void *from,
					  size_t size),
			 const void *from);
void loopback_output_lost(struct loopback_opener *opener, int error);
void loopback_capture_release(struct loopback_opener *opener, struct loopback_entry *entry);
int loopback_capture_export(struct loopback_opener *opener, unsigned int index);
int loopback_output_turn(struct loopback_opener *opener, unsigned int index, bool nonblock);
void loopback_output_wait(struct loopback_opener *opener, bool sleeps);
void loopback_output_woken(struct loopback_opener *opener, bool slept);

/* loopback-debugfs.c */
void loopback_debugfs_init(void);
void loopback_debugfs_exit(void);
void loopback_debugfs_add(struct loopback_dev *dev);
void loopback_debugfs_remove(struct loopback_dev *dev);
void loopback_totals_add(struct loopback_totals *sum, const struct loopback_opener *opener);

#endif /* LOOPBACK_H */
