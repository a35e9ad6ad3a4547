// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "scene.h"

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
