/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* borrowed.c has the cases, borrowed-memory.c the memory that a producer may bring. */
#ifndef BORROWED_H
#define BORROWED_H

#include "scene.h"

enum kind {
	ANONYMOUS,	/* USERPTR: what malloc() gives */
	SHARED,		/* USERPTR: a memfd */
	EXPORTED,	/* DMABUF: buffers of another node */
	UDMABUF,	/* DMABUF: a memfd */
	HEAP,		/* DMABUF: of the system heap */
	VIVID,		/* DMABUF: buffers of vivid, a driver that is a module */
	KINDS,
};

const char *kind_name(enum kind kind);
enum method kind_method(enum kind kind);
/*
 * The producer's buffers, none of which was queued yet, are in such memory; false: this kernel has none, or copies it.
 * file[i] is the memfd of each, or -1.
 */
bool bring(struct device *d, enum kind kind, int *file);

/* false: there is none here */
bool vivid_load(void);
/* 0, or a negative error code */
int vivid_unload(void);

#endif
