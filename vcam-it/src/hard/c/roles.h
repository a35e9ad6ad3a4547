/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* What the cases of suite_roles() share: the calls of a program, one by one, and nothing hidden. */
#ifndef ROLES_H
#define ROLES_H

#include "hard.h"

#include <linux/videodev2.h>

enum {
	CAPTURE = V4L2_BUF_TYPE_VIDEO_CAPTURE,
	OUTPUT = V4L2_BUF_TYPE_VIDEO_OUTPUT,
	MMAP = V4L2_MEMORY_MMAP,
	PATIENCE_MS = 2000,
};

/* roles-calls.c: 0 or a negative errno */
int stream(int fd, unsigned int type, bool on);
int queue(int fd, unsigned int type, unsigned int index);
int dequeue(int fd, unsigned int type, struct v4l2_buffer *b);
int control(int fd, unsigned int id, int value);
int subscribe(int fd, unsigned int type);
/* the type of the next event, 0 if there is none */
unsigned int event(int fd);
/* what poll() answers in time, or at once */
int ready(int fd, int events);
int ready_now(int fd, int events);
/* YUYV, 64 lines; the size of a frame */
int output_format(int fd, unsigned int width);

/* a producer that streams: frames are whatever is in its buffers */
int producer(unsigned int width);
/* one that has buffers, and some of them queued */
int consumer(unsigned int count, unsigned int queued);
void frame_arrives(int from, int to);

/* roles-format.c: what is told when the format or the stream changes */
void polls_then_streams(void);
void format_change(void);
void format_change_with_a_token(void);
void reader_sees_an_end(void);
void epoll_asks_later(void);
void epoll_of_another_role(void);
void subscriber_without_buffers(void);

/* roles-behind.c: who has not got a frame */
void who_is_behind(void);
void who_is_behind_the_next_stream(void);

/* roles-placeholder.c: what a device shows while nobody feeds it */
void placeholder_around_a_producer(void);
void placeholder_of_another_size(void);
void placeholder_after_a_change_for_nothing(void);
void placeholder_settles_the_format(void);
void placeholder_that_cannot_be(void);
void placeholder_while_all_come_and_go(void);
void camera_announces_capture(void);

/* roles-strides.c: lines that a producer has padded */
void strides_within_bounds(void);
void strides_stay_between_calls(void);
void strides_are_whole_frames(void);
void strides_change_alone(void);

/* roles-nodes.c: what each node of a device is and tells */
void wrong_types(void);
void change_is_announced(void);
void bus_info_of_each_node(void);

#endif
