/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* scene.c: a frame that a consumer has in its hand, while others come or somebody leaves. */
#ifndef SCENE_H
#define SCENE_H

#include "hard.h"

enum { SCENE_BUFFERS = 4 };

struct scene {
	struct pair p;
	struct buffer held;	/* dequeued by the consumer */
	uint64_t number;	/* of its frame */
	struct device left;	/* a side that has left, and keeps what it had mapped */
};

/* Frames of the current shape go through the windows first; astray: see pair_astray(). */
void scene_begin(struct scene *s, enum method producer, bool astray, unsigned int before);
/* the held frame, as it was sent */
bool scene_is_whole(const struct scene *s);

/* Draws something in all buffers of a producer that is no frame; whether any of that shows. */
void scribble_all(const struct device *d);
bool shows_scribbles(const void *data, size_t size);
/* what it drew last, in all of its buffers */
bool keeps_scribbles(const struct device *d);
extern const uint64_t scribble;

#endif
