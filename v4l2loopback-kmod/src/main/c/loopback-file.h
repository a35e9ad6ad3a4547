/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Openers: open, release and mmap.
 */

#ifndef LOOPBACK_FILE_H
#define LOOPBACK_FILE_H

struct v4l2_file_operations;

extern const struct v4l2_file_operations loopback_fops;

#endif /* LOOPBACK_FILE_H */
