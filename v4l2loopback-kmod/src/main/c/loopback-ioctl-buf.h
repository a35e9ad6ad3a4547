/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ioctls of buffers.
 */

#ifndef LOOPBACK_IOCTL_BUF_H
#define LOOPBACK_IOCTL_BUF_H

#include <linux/videodev2.h>

#include "compat.h"

struct file;

int loopback_reqbufs(struct file *file, void *priv,
		     struct v4l2_requestbuffers *req);
int loopback_create_bufs(struct file *file, void *priv,
			 struct v4l2_create_buffers *create);
#ifdef LOOPBACK_REMOVE_BUFS
int loopback_remove_bufs(struct file *file, void *priv,
			 struct v4l2_remove_buffers *remove);
#endif
int loopback_querybuf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_prepare_buf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_qbuf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_dqbuf(struct file *file, void *priv, struct v4l2_buffer *b);
int loopback_expbuf(struct file *file, void *priv,
		    struct v4l2_exportbuffer *exp);
int loopback_streamon(struct file *file, void *priv, enum v4l2_buf_type type);
int loopback_streamoff(struct file *file, void *priv, enum v4l2_buf_type type);
long loopback_ioctl_buffer(struct file *file, unsigned int cmd,
			   void __user *user);

#endif /* LOOPBACK_IOCTL_BUF_H */
