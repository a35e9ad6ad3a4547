// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "scene.h"

const uint64_t scribble = 0xdeadbeef5c41bb1e;

void scene_begin(struct scene *s, enum method producer, bool astray, unsigned int before)
{
	pair_shape(&s->p, producer, METHOD_MMAP, shape, SCENE_BUFFERS);
	pair_astray(&s->p, astray);
	CHECK(pair_move_many(&s->p, before));
	CHECK(pair_move(&s->p, &s->held));
	s->number = s->p.number;
}

bool scene_is_whole(const struct scene *s)
{
	return frame_is(&s->p.consumer, s->held.data, s->number);
}

void scribble_all(const struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++)
		stamp_fill(d->buffers[i].data, d->frame_size, scribble, COVER_FULL);
}

bool shows_scribbles(const void *data, size_t size)
{
	for (size_t at = 0; at + 8 <= size; at += 8)
		if (*(const volatile uint64_t *)((const char *)data + at) == scribble)
			return true;
	return false;
}

bool keeps_scribbles(const struct device *d)
{
	for (unsigned int i = 0; i < d->count; i++)
		if (!frame_is(d, d->buffers[i].data, scribble))
			return false;
	return true;
}
