/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How videobuf2 gets at the memory of a buffer.
 */

#ifndef LOOPBACK_MEM_OPS_H
#define LOOPBACK_MEM_OPS_H

struct vb2_mem_ops;

extern const struct vb2_mem_ops loopback_mem_ops;

#endif /* LOOPBACK_MEM_OPS_H */
