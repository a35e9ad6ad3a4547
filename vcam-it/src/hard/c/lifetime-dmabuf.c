// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* Exported memory lives until its last descriptor and mapping are gone, whatever becomes of the queue. */

#include "lifetime.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

void dmabuf_outlives_the_queue(void)
{
	for (unsigned int output = 0; output < 2; output++) {
		struct pair p;
		struct buffer b;
		struct device *d = output ? &p.producer : &p.consumer;
		size_t length;
		char *data;
		int fd;

		pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
		CHECK(pair_move(&p, &b));
		length = d->buffers[0].length;
		fd = export_buffer(d->fd, d->type, 0);
		data = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		CHECK(fd >= 0 && data != MAP_FAILED);
		pair_give(&p, &b);
		CHECK(pair_move(&p, &b));
		pair_close(&p);
		data[0] = 1;
		CHECK(memory_settles_at(length));
		close(fd);
		CHECK(data[0] == 1);
		CHECK(memory_settles_at(length));
		munmap(data, length);
		CHECK(memory_settles_at(0));
	}
}

/* A buffer may be exported several times; its memory counts once, until the last of them is gone. */
void exported_memory_counts_once(void)
{
	struct pair p;
	size_t length;
	int fds[4];

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	length = p.producer.buffers[0].length;
	for (unsigned int i = 0; i < 4; i++) {
		fds[i] = export_buffer(p.producer.fd, p.producer.type, i / 2);
		CHECK(fds[i] >= 0);
	}
	pair_close(&p);
	for (unsigned int i = 0; i < 4; i++) {
		CHECK(memory_settles_at(length * (2 - i / 2)));
		close(fds[i]);
	}
	CHECK(memory_settles_at(0));
}

/* The dma-buf is smaller than its importer says: nobody keeps hold of it. */
void short_dmabuf_is_let_go(void)
{
	for (unsigned int output = 0; output < 2; output++) {
		unsigned int type = output ? V4L2_BUF_TYPE_VIDEO_OUTPUT : V4L2_BUF_TYPE_VIDEO_CAPTURE;
		struct v4l2_requestbuffers r = { .count = 2, .type = type, .memory = V4L2_MEMORY_DMABUF };
		struct v4l2_buffer v = { .type = type, .memory = V4L2_MEMORY_DMABUF };
		struct device importer;
		struct pair p;

		pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
		CHECK(device_open(&importer, settings.second, type, METHOD_DMABUF, NULL) == 0);
		CHECK(device_format(&importer, p.producer.width * 2, p.producer.height) == 0);
		CHECK(device_ioctl(importer.fd, VIDIOC_REQBUFS, &r) == 0);
		v.length = importer.frame_size;
		v.m.fd = export_buffer(p.producer.fd, p.producer.type, 0);
		CHECK(v.m.fd >= 0);
		CHECK(ioctl(importer.fd, VIDIOC_QBUF, &v) == -1);
		CHECK(ioctl(importer.fd, VIDIOC_PREPARE_BUF, &v) == -1);
		close(v.m.fd);
		close(importer.fd);
		pair_close(&p);
		CHECK(memory_settles_at(0));
	}
}

void unload_with_dmabuf(void)
{
	struct pair p;
	struct buffer b;
	size_t length;
	char *data;
	int fd, error;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	CHECK(pair_move(&p, &b));
	length = p.consumer.buffers[0].length;
	fd = export_buffer(p.consumer.fd, p.consumer.type, b.index);
	CHECK(fd >= 0);
	pair_close(&p);
	error = module_unload(); /* it may refuse; then the dma-buf has to keep working all the same */
	data = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(data != MAP_FAILED && *(uint64_t *)data == p.number);
	data[length - 1] = 1;
	munmap(data, length);
	close(fd);
	if (!error)
		CHECK(module_load() == 0);
}
