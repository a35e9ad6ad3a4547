/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ioctls that ask for the format, the size and the rate of frames, or set
 * them.
 */

#ifndef LOOPBACK_IOCTL_FORMAT_H
#define LOOPBACK_IOCTL_FORMAT_H

#include <linux/videodev2.h>

struct file;

struct v4l2_fract loopback_interval_adjust(struct v4l2_fract interval);
int loopback_enum_fmt(struct file *file, void *priv, struct v4l2_fmtdesc *desc);
int loopback_enum_framesizes(struct file *file, void *priv,
			     struct v4l2_frmsizeenum *size);
int loopback_enum_frameintervals(struct file *file, void *priv,
				 struct v4l2_frmivalenum *interval);
int loopback_g_fmt(struct file *file, void *priv, struct v4l2_format *format);
int loopback_try_fmt_out(struct file *file, void *priv,
			 struct v4l2_format *format);
int loopback_try_fmt_cap(struct file *file, void *priv,
			 struct v4l2_format *format);
int loopback_s_fmt_out(struct file *file, void *priv,
		       struct v4l2_format *format);
int loopback_s_fmt_cap(struct file *file, void *priv,
		       struct v4l2_format *format);
int loopback_g_parm(struct file *file, void *priv,
		    struct v4l2_streamparm *parm);
int loopback_s_parm(struct file *file, void *priv,
		    struct v4l2_streamparm *parm);

#endif /* LOOPBACK_IOCTL_FORMAT_H */
