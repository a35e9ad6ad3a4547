// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *method_name(enum method method, bool output)
{
	static const char *const names[] = { "", "mmap", "userptr", "dmabuf" };

	return method != METHOD_RW ? names[method] : output ? "write" : "read";
}

static struct consumer_result sum(const struct shared *s)
{
	struct consumer_result all = { 0 };

	for (unsigned int i = 0; i < s->opt.consumers; i++) {
		const struct consumer_result *r = &s->consumer[i];

		all.frames += r->frames;
		all.torn += r->torn;
		all.repeated += r->repeated;
		all.reordered += r->reordered;
		all.skipped += r->skipped;
		all.changed += r->changed;
		all.errors += r->errors;
		all.late += r->late;
		all.blank += r->blank;
		all.cpu_ns += r->cpu_ns;
	}
	return all;
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static uint32_t median(const uint32_t *values, unsigned int count)
{
	static uint32_t sorted[CALLS_KEPT];

	memcpy(sorted, values, count * sizeof(values[0]));
	qsort(sorted, count, sizeof(sorted[0]), by_value);
	return count ? sorted[count / 2] : 0;
}

static void print_calls(const char *side, const struct calls *c)
{
	static const char *const names[] = { "poll", "dequeue", "queue" };

	for (int i = 0; i < CALL_KINDS; i++)
		if (c->count[i])
			printf(",\"%s_%s_ns\":%" PRIu32, side, names[i], median(c->ns[i], c->count[i]));
}

static void print_each_consumer(const struct shared *s)
{
	printf(",\"delivered_to\":[");
	for (unsigned int i = 0; i < s->opt.consumers; i++)
		printf("%s%" PRIu64, i ? "," : "", s->consumer[i].frames);
	printf("]");
}

/* every consumer got some, all of them whole, in order, once, unchanged; in lockstep each of them */
static bool frames_are_right(const struct shared *s, const struct consumer_result *all)
{
	if (all->torn || all->repeated || all->reordered || all->changed || all->errors)
		return false;
	for (unsigned int i = 0; i < s->opt.consumers; i++)
		if (!s->consumer[i].frames || (s->opt.lockstep && s->consumer[i].frames != s->producer.frames))
			return false;
	return true;
}

bool report(const struct shared *s, const char *status)
{
	const struct options *o = &s->opt;
	const struct producer_result *p = &s->producer;
	struct consumer_result c = sum(s);
	uint64_t timed = p->frames > o->warmup ? p->frames - o->warmup : 0;
	double each = timed ? (double)(p->ended_ns - p->started_ns) / timed : 0;

	printf("{\"label\":\"%s\",\"status\":\"%s\",\"producer\":\"%s\",\"consumer\":\"%s\",\"consumers\":%u,"
	       "\"width\":%u,\"height\":%u", o->label, status, method_name(o->producer, true),
	       method_name(o->consumer[0].method, false), o->consumers, o->width, o->height);
	printf(",\"frames\":%" PRIu64 ",\"fps\":%.3f,\"ns_per_frame\":%.1f", p->frames, each ? 1e9 / each : 0, each);
	printf(",\"ns_median\":%" PRIu32, median(p->interval_ns, p->timed < CALLS_KEPT ? p->timed : CALLS_KEPT));
	printf(",\"delivered\":%" PRIu64 ",\"torn\":%" PRIu64 ",\"changed_while_held\":%" PRIu64, c.frames, c.torn,
	       c.changed);
	printf(",\"repeated\":%" PRIu64 ",\"reordered\":%" PRIu64 ",\"skipped\":%" PRIu64, c.repeated, c.reordered,
	       c.skipped);
	printf(",\"blank\":%" PRIu64 ",\"late\":%" PRIu64 ",\"errors\":%" PRIu64, c.blank, c.late + p->late,
	       c.errors + p->errors);
	printf(",\"producer_cpu_ns\":%" PRIu64 ",\"consumer_cpu_ns\":%" PRIu64, p->cpu_ns, c.cpu_ns);
	if (o->consumers > 1)
		print_each_consumer(s);
	if (o->solo) {
		print_calls("producer", &p->calls);
		print_calls("consumer", &s->consumer[0].calls);
	}
	printf("}\n");
	fflush(stdout);
	return !o->verify || frames_are_right(s, &c);
}
