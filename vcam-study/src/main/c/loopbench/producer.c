// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "loopbench.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint64_t PRIMER_NS = 300 * 1000 * 1000ull, SECOND_NS = 1000 * 1000 * 1000ull;
static const uint64_t SETTLE_NS = 200 * 1000 * 1000ull; /* the kernel's belated work for the start is not measured */

/* a copy that nobody needs: to see whether one more would show */
static void carry(const void *frame, size_t size)
{
	static void *load;

	if (!load)
		load = malloc(size);
	if (load)
		memcpy(load, frame, size);
	__asm__ volatile("" : : "r"(load) : "memory");
}

static void note_sent(struct sent *sent, uint64_t number)
{
	atomic_store_explicit(&sent->number, 0, memory_order_relaxed);
	atomic_store(&sent->ns, now_ns());
	atomic_store(&sent->number, number);
}

/* 0, or why the frame could not be sent; a driver that has no free buffer is asked again */
static int send(struct shared *s, struct device *d, uint64_t number)
{
	struct buffer b;
	int error = 0;

	if (d->method != METHOD_RW) { /* write() needs no buffer and may block by itself */
		while (!stop_asked && (error = device_wait(d)) == -ETIME)
			s->producer.late++;
	}
	if (!error)
		error = device_take(d, &b);
	if (error)
		return error;
	stamp_fill(b.data, d->frame_size, number, s->opt.fill);
	if (s->opt.burden)
		carry(b.data, d->frame_size);
	if (s->opt.latencies)
		note_sent(&s->sent[number % SENT_KEPT], number);
	return device_give(d, &b);
}

/*
 * Some drivers refuse consumers before the first frame: so if they do not come, send blank ones (number 0), which
 * consumers do not count.
 */
static int await_consumers(struct shared *s, struct device *d)
{
	uint64_t begin = now_ns(), next = begin + PRIMER_NS;
	int error = 0;

	while (!error && !stop_asked && !atomic_load(&s->failed)) {
		if (s->opt.solo ? solo_open(s) == 0 : atomic_load(&s->ready) == s->opt.consumers)
			return 0;
		if (now_ns() - begin > 10 * SECOND_NS)
			return -ETIMEDOUT;
		sleep_until_ns(now_ns() + 5 * 1000 * 1000);
		if (now_ns() > next) {
			error = send(s, d, 0);
			next += PRIMER_NS;
		}
	}
	return error;
}

static void await_delivery(struct shared *s, unsigned int wanted)
{
	unsigned int taken;
	bool waited = false;

	while ((taken = atomic_load(&s->taken)) < wanted && !stop_asked) {
		uint64_t begin = now_ns();

		futex_wait(&s->taken, taken, SECOND_NS);
		if (now_ns() - begin < SECOND_NS * 9 / 10)
			continue;
		s->producer.late++;
		if (waited) { /* lost, not late: the figures show it, the run goes on */
			atomic_store(&s->taken, wanted);
			break;
		}
		waited = true;
	}
}

static bool finished(const struct shared *s)
{
	const struct options *o = &s->opt;

	if (stop_asked || atomic_load(&s->failed) || (o->frames && s->producer.frames >= o->frames + o->warmup))
		return true;
	return o->seconds > 0 && s->producer.frames >= o->warmup && now_ns() - s->producer.started_ns > o->seconds * 1e9;
}

static int send_all(struct shared *s, struct device *d)
{
	const struct options *o = &s->opt;
	uint64_t begin = now_ns(), period = o->fps > 0 ? 1e9 / o->fps : 0;
	struct producer_result *r = &s->producer;
	uint64_t last = begin, now;
	int error = 0;

	struct usage used = usage_now(d->system_calls);

	r->started_ns = begin;
	while (!error && !finished(s)) {
		atomic_store(&s->wanted, (r->frames + 1) * o->consumers);
		error = send(s, d, r->frames + 1);
		if (error)
			break;
		r->frames++;
		if (o->solo)
			error = solo_next();
		else if (o->lockstep)
			await_delivery(s, r->frames * o->consumers);
		if (period)
			sleep_until_ns(begin + r->frames * period);
		now = now_ns();
		if (r->frames == o->warmup) {
			r->started_ns = now;
			used = usage_now(d->system_calls);
		} else if (r->frames > o->warmup) {
			times_add(&r->interval, now - last);
		}
		last = now;
	}
	r->ended_ns = last;
	r->used = usage_since(used, d->system_calls);
	return error;
}

/*
 * On one CPU the scheduler decides at each QBUF whether the woken consumer runs at once or the producer first goes to
 * sleep for it: some 3000 instructions of difference that are not the driver's. The idle class settles it.
 */
static void let_consumers_first(void)
{
	if (sysconf(_SC_NPROCESSORS_ONLN) == 1)
		sched_setscheduler(0, SCHED_IDLE, &(struct sched_param){ 0 });
}

void producer_run(struct shared *s)
{
	const struct options *o = &s->opt;
	struct device d;
	int error = device_open(&d, o->out, V4L2_BUF_TYPE_VIDEO_OUTPUT, o->producer, o->exporter);

	if (!error)
		error = device_format(&d, o->width, o->height);
	if (!error)
		error = device_stream(&d, o->producer_buffers);
	if (!error) {
		atomic_store(&s->set_up, 1);
		error = await_consumers(s, &d);
	}
	if (o->lockstep)
		let_consumers_first();
	sleep_until_ns(now_ns() + SETTLE_NS);
	if (o->solo)
		d.calls = &s->producer.calls;
	if (!error)
		error = send_all(s, &d);
	probe(s);
	if (error && !(error == -EINTR && stop_asked)) {
		s->producer.errors++;
		fprintf(stderr, "loopbench: producer on %s: %s\n", o->out, device_error(error));
	}
	if (o->solo)
		solo_close();
	atomic_store(&s->done, 1);
	futex_wake(&s->done);
	while (!stop_asked) /* stays, so that consumers can finish; the supervisor ends it */
		sleep_until_ns(now_ns() + SECOND_NS);
	device_close(&d);
}
