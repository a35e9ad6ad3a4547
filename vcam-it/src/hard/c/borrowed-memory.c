// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "borrowed.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <linux/udmabuf.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* where the module shows dma-bufs as they are: elsewhere only their exporter can map them rightly */
#if defined(__x86_64__) || defined(__i386__)
enum { SHOWS_DMABUFS = true };
#else
enum { SHOWS_DMABUFS = false };
#endif

const char *kind_name(enum kind kind)
{
	static const char *const names[KINDS] = { "anonymous memory", "a memfd", "buffers of another node", "udmabuf",
						  "the system heap" };

	return names[kind];
}

enum method kind_method(enum kind kind)
{
	return kind >= EXPORTED ? METHOD_DMABUF : METHOD_USERPTR;
}

static int new_file(size_t length)
{
	int fd = memfd_create("frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	return fd >= 0 && ftruncate(fd, length) == 0 ? fd : -1;
}

static int new_udmabuf(int file, size_t length)
{
	struct udmabuf_create c = { .memfd = file, .flags = UDMABUF_FLAGS_CLOEXEC, .size = length };
	int device = open("/dev/udmabuf", O_RDWR | O_CLOEXEC), fd = -1;

	if (device < 0)
		return -1;
	if (fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK) == 0)
		fd = ioctl(device, UDMABUF_CREATE, &c);
	close(device);
	return fd;
}

static int new_of_heap(size_t length)
{
	struct dma_heap_allocation_data a = { .len = length, .fd_flags = O_RDWR | O_CLOEXEC };
	int heap = open("/dev/dma_heap/system", O_RDONLY | O_CLOEXEC), error;

	if (heap < 0)
		return -1;
	error = device_ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &a);
	close(heap);
	return error ? -1 : (int)a.fd;
}

/* where the buffer was, so that nobody else need know */
static bool put_there(struct device *d, unsigned int i, int fd)
{
	void *data = d->buffers[i].data;

	return mmap(data, d->buffers[i].length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == data;
}

static bool put_dmabuf(struct device *d, unsigned int i, int fd)
{
	if (fd < 0 || !put_there(d, i, fd))
		return false;
	close(d->buffers[i].fd);
	d->buffers[i].fd = fd;
	return true;
}

bool bring(struct device *d, enum kind kind, int *file)
{
	for (unsigned int i = 0; i < d->count; i++)
		file[i] = -1;
	if (kind_method(kind) == METHOD_DMABUF && !SHOWS_DMABUFS)
		return false;
	for (unsigned int i = 0; i < d->count; i++) {
		size_t length = d->buffers[i].length;

		if (kind == SHARED || kind == UDMABUF)
			file[i] = new_file(length);
		if (kind == SHARED && !CHECK(put_there(d, i, file[i])))
			return false;
		if (kind == UDMABUF && !put_dmabuf(d, i, new_udmabuf(file[i], length)))
			return false;
		if (kind == HEAP && !put_dmabuf(d, i, new_of_heap(length)))
			return false;
	}
	return true;
}
