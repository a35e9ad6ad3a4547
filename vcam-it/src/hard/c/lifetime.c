// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { WAIT_FOR_CONSUMERS = V4L2_CID_USER_BASE + 0xf081 };

static void on_signal(int signal)
{
	(void)signal;
}

struct waiter {
	struct device *device;
	int result;
	atomic_uint done;
};

/* DQBUF, read() or write() */
static void *wait_in_call(void *argument)
{
	struct waiter *w = argument;
	struct device *d = w->device;
	struct buffer b;

	w->result = device_take(d, &b);
	if (!w->result && d->method == METHOD_RW && d->type == V4L2_BUF_TYPE_VIDEO_OUTPUT)
		w->result = device_give(d, &b);
	atomic_store(&w->done, 1);
	return NULL;
}

static void wait_for(struct waiter *w)
{
	for (int i = 0; i < 200 && !atomic_load(&w->done); i++)
		sleep_until_ns(now_ns() + 10 * 1000 * 1000);
}

static void start_waiter(struct waiter *w, struct device *d, pthread_t *thread)
{
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_signal }, NULL);
	*w = (struct waiter){ .device = d };
	CHECK(pthread_create(thread, NULL, wait_in_call, w) == 0);
	sleep_until_ns(now_ns() + 100 * 1000 * 1000); /* by now it waits, most likely; either order has to work */
}

/* The call holds the file: it goes on until a signal. */
static void close_during_dqbuf(void)
{
	struct pair p;
	struct waiter w;
	pthread_t thread;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	start_waiter(&w, &p.consumer, &thread);
	close(p.consumer.fd);
	pair_send(&p);
	wait_for(&w);
	if (!atomic_load(&w.done))
		pthread_kill(thread, SIGUSR1);
	wait_for(&w);
	if (CHECK(atomic_load(&w.done)))
		pthread_join(thread, NULL);
}

static void streamoff_wakes_dqbuf(void)
{
	for (unsigned int output = 0; output < 2; output++) {
		struct pair p;
		struct waiter w;
		pthread_t thread;
		struct device *d = output ? &p.producer : &p.consumer;

		pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
		d->fresh = 0; /* DQBUF, though nothing was queued */
		start_waiter(&w, d, &thread);
		CHECK(device_ioctl(d->fd, VIDIOC_STREAMOFF, &d->type) == 0);
		wait_for(&w);
		if (CHECK(atomic_load(&w.done)))
			pthread_join(thread, NULL);
		CHECK(w.result == -EINVAL);
		pair_close(&p);
	}
}

/* The other thread says with it that it wants to stream by buffers. */
static void reqbufs_ends(struct device *d)
{
	struct waiter w;
	pthread_t thread;

	start_waiter(&w, d, &thread);
	CHECK(!atomic_load(&w.done));
	CHECK(request_buffers(d->fd, d->type, V4L2_MEMORY_MMAP, 2) > 0);
	wait_for(&w);
	if (CHECK(atomic_load(&w.done)))
		pthread_join(thread, NULL);
	CHECK(w.result == -EBUSY);
}

static void reqbufs_wakes_read(void)
{
	struct pair p;

	pair_open(&p, METHOD_MMAP, METHOD_RW, 4);
	reqbufs_ends(&p.consumer);
	pair_close(&p);
}

static void reqbufs_wakes_write(void)
{
	struct v4l2_control patience = { .id = WAIT_FOR_CONSUMERS, .value = 60000 };
	struct pair p;

	pair_open(&p, METHOD_RW, METHOD_RW, 4);
	CHECK(device_wait(&p.consumer) == -ETIME); /* it reads from now on, but never does */
	CHECK(device_ioctl(p.producer.fd, VIDIOC_S_CTRL, &patience) == 0);
	pair_send(&p);
	reqbufs_ends(&p.producer);
	patience.value = 0;
	CHECK(device_ioctl(p.producer.fd, VIDIOC_S_CTRL, &patience) == 0);
	pair_close(&p);
}

/* Parent and child share the consumer: each may go first. */
static void fork_with_mapped_queue(void)
{
	int begin[2], pid;
	struct pair p;
	struct buffer b;
	char word;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	CHECK(pair_move(&p, &b) && pipe(begin) == 0);
	pair_give(&p, &b);
	pid = fork();
	if (pid == 0) {
		CHECK(read(begin[0], &word, 1) == 1); /* the parent's copy is closed */
		for (int i = 0; i < 30; i++) {
			if (!CHECK(pair_move(&p, &b)))
				break;
			pair_give(&p, &b);
		}
		_exit(0);
	}
	device_close(&p.consumer);
	CHECK(write(begin[1], "", 1) == 1);
	await_child(pid, now_ns() + 60 * SECOND_NS, "the child");
}

/* A child that is killed with the queue mapped takes nothing from its parent. */
static void killed_child(void)
{
	struct pair p;
	struct buffer b;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	for (int i = 0; i < 20; i++) {
		int pid = fork();

		if (pid == 0) {
			for (;;)
				for (unsigned int j = 0; j < p.consumer.count; j++)
					stamp_check(p.consumer.buffers[j].data, p.consumer.frame_size, COVER_MARKS);
		}
		CHECK(pair_move(&p, &b));
		pair_give(&p, &b);
		kill(pid, SIGKILL);
		await_child(pid, now_ns() + 10 * SECOND_NS, "the child");
		CHECK(pair_move(&p, &b));
		pair_give(&p, &b);
	}
}

static int export_buffer(struct device *d, unsigned int index)
{
	struct v4l2_exportbuffer e = { .type = d->type, .index = index, .flags = O_RDWR | O_CLOEXEC };
	int error = device_ioctl(d->fd, VIDIOC_EXPBUF, &e);

	return error ? error : e.fd;
}

/* Exported memory lives until its last descriptor and mapping are gone, whatever becomes of the queue. */
static void dmabuf_outlives_the_queue(void)
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
		fd = export_buffer(d, 0);
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
static void exported_memory_counts_once(void)
{
	struct pair p;
	size_t length;
	int fds[4];

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	length = p.producer.buffers[0].length;
	for (unsigned int i = 0; i < 4; i++) {
		fds[i] = export_buffer(&p.producer, i / 2);
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
static void short_dmabuf_is_let_go(void)
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
		v.m.fd = export_buffer(&p.producer, 0);
		CHECK(v.m.fd >= 0);
		CHECK(ioctl(importer.fd, VIDIOC_QBUF, &v) == -1);
		CHECK(ioctl(importer.fd, VIDIOC_PREPARE_BUF, &v) == -1);
		close(v.m.fd);
		close(importer.fd);
		pair_close(&p);
		CHECK(memory_settles_at(0));
	}
}

static void unload_is_refused(void)
{
	struct pair p;
	struct buffer b;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	CHECK(module_unload() < 0);
	CHECK(pair_move(&p, &b));
	CHECK(module_unload() < 0);
	close(p.producer.fd);
	close(p.consumer.fd);
	CHECK(module_unload() < 0); /* mappings are left */
	CHECK(stamp_check(b.data, p.consumer.frame_size, COVER_FULL).number == p.number);
	for (unsigned int i = 0; i < p.consumer.count; i++)
		munmap(p.consumer.buffers[i].data, p.consumer.buffers[i].length);
	CHECK(module_unload() < 0);
}

static void unload_with_dmabuf(void)
{
	struct pair p;
	struct buffer b;
	size_t length;
	char *data;
	int fd, error;

	pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
	CHECK(pair_move(&p, &b));
	length = p.consumer.buffers[0].length;
	fd = export_buffer(&p.consumer, b.index);
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

/* opens, polls and streams, whether the node is there or not */
static void use_what_is_there(unsigned int number)
{
	struct random r = random_stream(number);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		uint64_t begin = now_ns();
		struct v4l2_capability caps;
		int fd = open_node(O_NONBLOCK);
		unsigned int type = one_in(&r, 2) ? V4L2_BUF_TYPE_VIDEO_CAPTURE : V4L2_BUF_TYPE_VIDEO_OUTPUT;

		if (fd < 0) {
			sleep_until_ns(now_ns() + 1000 * 1000);
			continue;
		}
		device_ioctl(fd, VIDIOC_QUERYCAP, &caps);
		if (request_buffers(fd, type, V4L2_MEMORY_MMAP, 2) > 0 && one_in(&r, 2))
			device_ioctl(fd, VIDIOC_STREAMON, &type);
		poll(&(struct pollfd){ .fd = fd, .events = POLLIN | POLLOUT }, 1, random_below(&r, 3));
		close(fd);
		/* idle four times as long, or the module would hardly ever be free */
		sleep_until_ns(now_ns() + (now_ns() - begin) * random_below(&r, 9));
	}
}

static void unload_in_use(void)
{
	unsigned int unloaded = 0;
	int pids[4];

	for (unsigned int i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			use_what_is_there(i);
	}
	for (int i = 0; i < 3000 && unloaded < 20; i++) {
		if (module_unload() == 0) {
			unloaded++;
			CHECK(module_load() == 0);
		}
		sleep_until_ns(now_ns() + 3 * 1000 * 1000);
	}
	CHECK(unloaded > 0);
	for (unsigned int i = 0; i < 4; i++) {
		kill(pids[i], SIGKILL);
		await_child(pids[i], now_ns() + 20 * SECOND_NS, "a user of the node");
	}
}

/* Leaves most free pages full of what nobody else may see. */
static void dirty_free_memory(void)
{
	size_t size = (size_t)sysconf(_SC_AVPHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE) / 4 * 3;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!CHECK(memory != MAP_FAILED))
		return;
	memset(memory, 0xa5, size);
	munmap(memory, size);
}

/* Booted with init_on_alloc=0 the kernel clears no page by itself. Nobody has sent a frame yet. */
static void fresh_memory_is_zero(void)
{
	struct device producer, consumer;

	dirty_free_memory();
	CHECK(device_open(&producer, settings.device, V4L2_BUF_TYPE_VIDEO_OUTPUT, METHOD_MMAP, NULL) == 0);
	CHECK(device_format(&producer, 1920, 1080) == 0 && device_stream(&producer, 8) == 0);
	CHECK(device_open(&consumer, settings.device, V4L2_BUF_TYPE_VIDEO_CAPTURE, METHOD_MMAP, NULL) == 0);
	CHECK(device_format(&consumer, 1920, 1080) == 0 && device_stream(&consumer, 8) == 0);
	CHECK(all_zero(&producer));
	CHECK(all_zero(&consumer));
	device_close(&consumer);
	device_close(&producer);
}

static const struct test_case cases[] = {
	{ "fresh memory is zero", fresh_memory_is_zero },
	{ "close during DQBUF", close_during_dqbuf },
	{ "STREAMOFF wakes DQBUF", streamoff_wakes_dqbuf },
	{ "REQBUFS wakes read()", reqbufs_wakes_read },
	{ "REQBUFS wakes write()", reqbufs_wakes_write },
	{ "fork with a mapped queue", fork_with_mapped_queue },
	{ "killed child", killed_child },
	{ "dma-buf outlives the queue", dmabuf_outlives_the_queue },
	{ "exported memory counts once", exported_memory_counts_once },
	{ "short dma-buf is let go", short_dmabuf_is_let_go },
	{ "unload is refused", unload_is_refused },
	{ "unload with a dma-buf", unload_with_dmabuf },
	{ "unload in use", unload_in_use },
};

int suite_lifetime(void)
{
	return RUN_CASES(cases);
}
