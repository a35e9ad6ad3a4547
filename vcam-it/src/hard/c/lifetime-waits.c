// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

/* Calls that wait while another thread ends what they wait for. */

#include "lifetime.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "node.h"

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
void close_during_dqbuf(void)
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

void streamoff_wakes_dqbuf(void)
{
	for (unsigned int output = 0; output < 2; output++) {
		struct pair p;
		struct waiter w;
		pthread_t thread;
		struct device *d = output ? &p.producer : &p.consumer;

		pair_open(&p, METHOD_MMAP, METHOD_MMAP, 4);
		d->fresh = 0; /* DQBUF, though nothing was queued */
		start_waiter(&w, d, &thread);
		side_stop(d);
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

void reqbufs_wakes_read(void)
{
	struct pair p;

	pair_open(&p, METHOD_MMAP, METHOD_RW, 4);
	reqbufs_ends(&p.consumer);
	pair_close(&p);
}

void reqbufs_wakes_write(void)
{
	struct v4l2_control patience = { .id = NODE_WAIT_FOR_CONSUMERS, .value = 60000 };
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
