// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>

struct consumer {
	struct shared *s;
	struct device d;
	struct consumer_result *r;
	unsigned int index;
	uint64_t last;	/* number of the newest frame seen */
	struct usage begin;	/* when the warm-up was over */
	struct { struct buffer buffer; uint64_t number; } held[MAX_BUFFERS];
	unsigned int held_count, held_first;
};

static int open_once(struct consumer *c)
{
	const struct options *o = &c->s->opt;
	int error = device_open(&c->d, o->cap, V4L2_BUF_TYPE_VIDEO_CAPTURE, o->consumer[c->index].method,
				o->exporter);

	if (!error)
		error = device_format(&c->d, o->width, o->height);
	if (!error)
		error = device_stream(&c->d, o->consumer_buffers);
	if (error)
		device_close(&c->d);
	return error;
}

/* drivers may refuse until the producer is there, so it is tried until the supervisor says stop */
static int open_patiently(struct consumer *c)
{
	int error;

	while ((error = atomic_load(&c->s->set_up) ? open_once(c) : -ENOTCONN) && !stop_asked)
		sleep_until_ns(now_ns() + 10 * 1000 * 1000);
	return error;
}

/* a read() consumer does not stream before its first call: it must ask once, without waiting */
static void announce(struct consumer *c)
{
	if (c->d.method == METHOD_RW && !c->s->opt.no_poll)
		device_wait(&c->d);
	atomic_fetch_add(&c->s->ready, 1);
}

static void count_frame(struct consumer *c, struct verdict v)
{
	c->r->frames++;
	if (v.torn)
		c->r->torn++;
	else if (v.number == c->last)
		c->r->repeated++;
	else if (v.number < c->last)
		c->r->reordered++;
	else if (c->last)
		c->r->skipped += v.number - c->last - 1;
	if (!v.torn && v.number > c->last)
		c->last = v.number;
	if (v.number <= c->s->opt.warmup)
		c->begin = usage_now(c->d.system_calls);
	else
		c->r->timed++;
}

/* how long ago the frame was sent; not known when the producer is far ahead */
static void time_frame(struct consumer *c, struct verdict v, uint64_t now)
{
	struct sent *sent = &c->s->sent[v.number % SENT_KEPT];
	uint64_t then = atomic_load(&sent->ns);

	if (!v.torn && v.number > c->s->opt.warmup && atomic_load(&sent->number) == v.number && now > then)
		times_add(&c->r->latency, now - then);
}

static void hand_over(struct shared *s)
{
	unsigned int taken = atomic_fetch_add(&s->taken, 1) + 1;

	if (taken == atomic_load(&s->wanted))
		futex_wake(&s->taken);
}

static int give_oldest(struct consumer *c)
{
	const struct buffer *b = &c->held[c->held_first].buffer;
	struct verdict v;

	if (c->d.method != METHOD_RW) {
		v = stamp_check(b->data, c->d.frame_size, c->s->opt.check);
		if (v.torn || v.number != c->held[c->held_first].number)
			c->r->changed++;
	}
	c->held_first = (c->held_first + 1) % MAX_BUFFERS;
	c->held_count--;
	return device_give(&c->d, b);
}

static void keep(struct consumer *c, struct buffer b, struct verdict v)
{
	unsigned int at = (c->held_first + c->held_count++) % MAX_BUFFERS;

	c->held[at].buffer = b;
	c->held[at].number = v.number;
}

/* takes one frame, looks at it, gives back the oldest that it may not keep */
static int next_frame(struct consumer *c)
{
	const struct options *o = &c->s->opt;
	struct buffer b;
	struct verdict v;
	uint64_t now;
	int error = 0;

	if (c->d.method != METHOD_RW || !o->no_poll)
		error = device_wait(&c->d);
	if (!error)
		error = device_take(&c->d, &b);
	if (error)
		return error;
	now = o->latencies ? now_ns() : 0;
	v = stamp_check(b.data, c->d.frame_size, o->check);
	if (o->latencies)
		time_frame(c, v, now);
	if (!v.torn && v.number == 0) {
		c->r->blank++;
		return device_give(&c->d, &b);
	}
	count_frame(c, v);
	if (o->consumer[c->index].sleep_ms)
		sleep_until_ns(now_ns() + o->consumer[c->index].sleep_ms * 1000 * 1000ull);
	if (v.torn) /* it has no number to change */
		error = device_give(&c->d, &b);
	else
		keep(c, b, v);
	if (!error && c->held_count > o->consumer[c->index].hold)
		error = give_oldest(c);
	if (o->lockstep)
		hand_over(c->s);
	return error;
}

/* before a first frame was written some drivers answer read() with an error, which is not the end */
static bool may_yet_come(const struct consumer *c, int error, unsigned int *patience)
{
	if (error != -EIO || c->d.method != METHOD_RW || c->r->frames || !*patience)
		return false;
	sleep_until_ns(now_ns() + 10 * 1000 * 1000);
	--*patience;
	return true;
}

static int consume(struct consumer *c)
{
	const struct options *o = &c->s->opt;
	uint64_t all = o->lockstep && o->frames ? o->frames + o->warmup : UINT64_MAX;
	unsigned int patience = 500;

	while (!stop_asked && c->r->frames < all) {
		int error = next_frame(c);

		if (error == -ETIME || error == -EINTR || error == -EAGAIN) {
			if (atomic_load(&c->s->done))
				return 0;
			c->r->late += atomic_load(&c->s->wanted) > 0;
		} else if (error && !may_yet_come(c, error, &patience)) {
			return error;
		}
	}
	return 0;
}

void consumer_run(struct shared *s, unsigned int index)
{
	struct consumer c = { .s = s, .r = &s->consumer[index], .index = index, .d = { .fd = -1 } };
	int error = open_patiently(&c);

	if (!error) {
		announce(&c);
		c.begin = usage_now(c.d.system_calls);
		error = consume(&c);
		c.r->used = usage_since(c.begin, c.d.system_calls);
	}
	/* closing costs much, unmapping above all, and must not be measured as part of the last frame */
	while (!error && !stop_asked && !atomic_load(&s->done))
		futex_wait(&s->done, 0, 200 * 1000 * 1000);
	if (error && !(error == -EINTR && stop_asked)) {
		c.r->errors++;
		atomic_store(&s->failed, 1);
		fprintf(stderr, "loopbench: consumer %u on %s: %s\n", index, s->opt.cap, device_error(error));
	}
	device_close(&c.d);
}

static struct consumer solo = { .d = { .fd = -1 } };

int solo_open(struct shared *s)
{
	solo = (struct consumer){ .s = s, .r = &s->consumer[0] };
	int error = open_once(&solo);

	if (!error) {
		announce(&solo);
		solo.d.calls = &solo.r->calls;
	}
	return error;
}

/* a frame that does not come is counted, as in consume() */
int solo_next(void)
{
	int error = next_frame(&solo);

	if (error == -ETIME) {
		solo.r->late++;
		return 0;
	}
	return error;
}

void solo_close(void)
{
	device_close(&solo.d);
}
