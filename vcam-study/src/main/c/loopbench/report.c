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
		all.timed += r->timed;
		all.used.user_ns += r->used.user_ns;
		all.used.kernel_ns += r->used.kernel_ns;
		all.used.switches += r->used.switches;
		all.used.calls += r->used.calls;
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

static void print_usage(const char *side, const struct usage *u)
{
	printf(",\"%s_user_ns\":%" PRIu64 ",\"%s_kernel_ns\":%" PRIu64, side, u->user_ns, side, u->kernel_ns);
	printf(",\"%s_calls\":%" PRIu64 ",\"%s_switches\":%" PRIu64, side, u->calls, side, u->switches);
}

static unsigned int kept(const struct times *t)
{
	return t->count < CALLS_KEPT ? t->count : CALLS_KEPT;
}

/* of all consumers, each one's share of the newest */
static void print_latencies(const struct shared *s)
{
	unsigned int share = CALLS_KEPT / (s->opt.consumers ? s->opt.consumers : 1);
	const char *separator = "";

	printf(",\"latencies_ns\":[");
	for (unsigned int i = 0; i < s->opt.consumers; i++) {
		const struct times *t = &s->consumer[i].latency;
		unsigned int count = kept(t) < share ? kept(t) : share;

		for (unsigned int k = 1; k <= count; k++, separator = ",")
			printf("%s%" PRIu32, separator, t->ns[(t->count - k) % CALLS_KEPT]);
	}
	printf("]");
}

/*
 * Reads the lines of a file that hold a text, while both sides still have their buffers: what a driver counts, or what
 * memory the kernel says it has. A file that is not there tells nothing.
 */
static void probe_one(const char *what, char *found, size_t room)
{
	const char *equals = strchr(what, '=');
	char path[256], line[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%.*s", (int)(equals - what), what);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		size_t length = strlen(line);

		if (!strstr(line, equals + 1) || length >= room)
			continue;
		memcpy(found, line, length + 1);
		found += length;
		room -= length;
	}
	if (f)
		fclose(f);
}

void probe(struct shared *s)
{
	for (int i = 0; i < PROBES; i++)
		if (s->opt.probe[i])
			probe_one(s->opt.probe[i], s->producer.probed[i], sizeof(s->producer.probed[i]));
}

static void print_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		if (*text == '\n')
			printf("\\n");
		else if ((unsigned char)*text >= ' ')
			putchar(*text);
	}
	putchar('"');
}

static void print_probes(const struct shared *s)
{
	for (int i = 0; i < PROBES; i++) {
		if (!s->opt.probe[i])
			continue;
		printf(",\"probe%d\":", i);
		print_string(s->producer.probed[i]);
	}
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
	printf(",\"ns_median\":%" PRIu32, median(p->interval.ns, kept(&p->interval)));
	printf(",\"delivered\":%" PRIu64 ",\"torn\":%" PRIu64 ",\"changed_while_held\":%" PRIu64, c.frames, c.torn,
	       c.changed);
	printf(",\"repeated\":%" PRIu64 ",\"reordered\":%" PRIu64 ",\"skipped\":%" PRIu64, c.repeated, c.reordered,
	       c.skipped);
	printf(",\"blank\":%" PRIu64 ",\"late\":%" PRIu64 ",\"errors\":%" PRIu64, c.blank, c.late + p->late,
	       c.errors + p->errors);
	print_usage("producer", &p->used);
	print_usage("consumer", &c.used);
	printf(",\"timed\":%" PRIu64 ",\"delivered_timed\":%" PRIu64, timed, c.timed);
	if (o->consumers > 1)
		print_each_consumer(s);
	if (o->solo) {
		print_calls("producer", &p->calls);
		print_calls("consumer", &s->consumer[0].calls);
	}
	if (o->latencies)
		print_latencies(s);
	print_probes(s);
	printf("}\n");
	fflush(stdout);
	return !o->verify || frames_are_right(s, &c);
}
