// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "borrowed.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <linux/udmabuf.h>
#include <linux/videodev2.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* its one node */
#define VIVID_NR	"50"

/* where the module shows dma-bufs as they are: elsewhere only their exporter can map them rightly */
#if defined(__x86_64__) || defined(__i386__)
enum { SHOWS_DMABUFS = true };
#else
enum { SHOWS_DMABUFS = false };
#endif

const char *kind_name(enum kind kind)
{
	static const char *const names[KINDS] = { "anonymous memory", "a memfd", "buffers of another node", "udmabuf",
						  "the system heap", "buffers of vivid" };

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

bool vivid_load(void)
{
	int fd = open("/modules/vivid.ko", O_RDONLY | O_CLOEXEC);
	bool loaded = fd >= 0 &&
		      syscall(SYS_finit_module, fd, "n_devs=1 node_types=1 vid_cap_nr=" VIVID_NR, 0) == 0;

	if (fd >= 0)
		close(fd);
	return loaded;
}

int vivid_unload(void)
{
	return syscall(SYS_delete_module, "vivid", O_NONBLOCK) ? -errno : 0;
}

/* Nobody but who has these descriptors has the buffers then. */
static bool export_of_vivid(int *fds, unsigned int count, size_t length)
{
	struct v4l2_create_buffers c = { .count = count, .memory = V4L2_MEMORY_MMAP };
	int node = open("/dev/video" VIVID_NR, O_RDWR | O_CLOEXEC);
	unsigned int done = 0;

	c.format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	if (node >= 0 && device_ioctl(node, VIDIOC_G_FMT, &c.format) == 0) {
		c.format.fmt.pix.width = 320; /* its smallest */
		c.format.fmt.pix.height = 180;
		CHECK(device_ioctl(node, VIDIOC_S_FMT, &c.format) == 0);
		if (c.format.fmt.pix.sizeimage < length)
			c.format.fmt.pix.sizeimage = length;
		CHECK(device_ioctl(node, VIDIOC_CREATE_BUFS, &c) == 0 && c.count == count);
		for (; done < count; done++) {
			fds[done] = export_buffer(node, c.format.type, done);
			if (!CHECK(fds[done] >= 0))
				break;
		}
	}
	if (node >= 0)
		close(node);
	return done == count;
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
	int exported[MAX_BUFFERS];

	for (unsigned int i = 0; i < d->count; i++)
		file[i] = -1;
	if (kind_method(kind) == METHOD_DMABUF && !SHOWS_DMABUFS)
		return false;
	if (kind == VIVID && !export_of_vivid(exported, d->count, d->buffers[0].length))
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
		if (kind == VIVID && !put_dmabuf(d, i, exported[i]))
			return false;
	}
	return true;
}
