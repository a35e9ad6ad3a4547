// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
"usage: loopbench --out DEVICE [option...]\n"
"  --cap DEVICE        the consumers' node (default: the producer's)\n"
"  --prod write|mmap|userptr|dmabuf   --cons read|mmap|userptr|dmabuf   how frames go in and out (default mmap)\n"
"  --exporter DEVICE   the node whose CAPTURE buffers are the memory for dmabuf\n"
"  --size WxH          YUYV frames (default 640x480)\n"
"  --readers N         consumers, each a process (default 1)\n"
"  --pbufs N --cbufs N buffers to ask for (default 4)\n"
"  --fill F --check F  which words of a frame carry its number: ends, marks (a word a page), full (default ends)\n"
"  --lockstep          the next frame only once every consumer has the last\n"
"  --fps F             paced; neither this nor --lockstep: as fast as it goes\n"
"  --frames N --seconds S   whichever ends first (default 100 frames)\n"
"  --warmup N          first frames that are not timed (default 0)\n"
"  --sleep MS          consumers keep each frame so long   --hold N  and N frames while they take the next\n"
"  --cons, --sleep and --hold take a list, too: a word for each consumer, the last one for all that follow\n"
"  --nopoll            read() consumers do not poll first\n"
"  --verify            fail unless every frame came whole, in order and unchanged, in lockstep all of them\n"
"  --latencies         note when each frame was sent and taken\n"
"  --load              meanwhile a process for each processor takes all the time that it gets\n"
"  --burden            the producer copies each frame once more, for nothing\n"
"  --probe FILE=TEXT   the lines of that file with that text go into the result, up to twice\n"
"  --solo              both sides in one process: the median time of each call\n"
"  --limit S           give up after so long (default 60)\n"
"  --label TEXT        printed with the result\n";

#define MAX_LOADS 64

volatile int stop_asked;

static void ask_stop(int signal)
{
	(void)signal;
	stop_asked = 1;
}

static void fail_usage(const char *what)
{
	fprintf(stderr, "loopbench: %s\n%s", what, usage);
	exit(2);
}

static unsigned int choice(const char *value, const char *const names[], unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (strcmp(value, names[i]) == 0)
			return i;
	fail_usage(value);
	return 0;
}

static unsigned int number(const char *value, unsigned int limit)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	if (*end || end == value || n > limit)
		fail_usage(value);
	return n;
}

static double positive(const char *value)
{
	char *end;
	double x = strtod(value, &end);

	if (*end || end == value || x <= 0)
		fail_usage(value);
	return x;
}

static const char *const outputs[] = { "write", "mmap", "userptr", "dmabuf" };
static const char *const inputs[] = { "read", "mmap", "userptr", "dmabuf" };
static const char *const coverages[] = { "ends", "marks", "full" };

static const struct option long_options[] = {
	{ "out", 1, NULL, 'o' },     { "cap", 1, NULL, 'i' },      { "prod", 1, NULL, 'p' },
	{ "cons", 1, NULL, 'c' },    { "size", 1, NULL, 's' },     { "readers", 1, NULL, 'r' },
	{ "pbufs", 1, NULL, 'P' },   { "cbufs", 1, NULL, 'C' },    { "fill", 1, NULL, 'f' },
	{ "check", 1, NULL, 'k' },   { "lockstep", 0, NULL, 'l' }, { "fps", 1, NULL, 'F' },
	{ "frames", 1, NULL, 'n' },  { "seconds", 1, NULL, 't' },  { "warmup", 1, NULL, 'w' },
	{ "sleep", 1, NULL, 'z' },   { "hold", 1, NULL, 'h' },     { "nopoll", 0, NULL, 'q' },
	{ "solo", 0, NULL, '1' },    { "verify", 0, NULL, 'v' },   { "exporter", 1, NULL, 'e' },
	{ "limit", 1, NULL, 'L' },   { "label", 1, NULL, 'b' },    { "burden", 0, NULL, 'B' },
	{ "probe", 1, NULL, 'x' },     { "latencies", 0, NULL, 'y' },
	{ "load", 0, NULL, 'd' },      { NULL, 0, NULL, 0 },
};

/* a word for each consumer, the last one for all that follow */
static void set_each(struct options *o, int option, const char *list)
{
	for (unsigned int i = 0; i < MAX_CONSUMERS; i++) {
		size_t length = strcspn(list, ",");
		char word[16];

		snprintf(word, sizeof(word), "%.*s", (int)length, list);
		if (option == 'c')
			o->consumer[i].method = choice(word, inputs, 4);
		else if (option == 'z')
			o->consumer[i].sleep_ms = number(word, 10000);
		else
			o->consumer[i].hold = number(word, MAX_BUFFERS - 1);
		if (list[length])
			list += length + 1;
	}
}

static void add_probe(struct options *o, const char *value)
{
	for (int i = 0; i < PROBES; i++) {
		if (!o->probe[i] && strchr(value, '=')) {
			o->probe[i] = value;
			return;
		}
	}
	fail_usage(value);
}

static void set_option(struct options *o, int option, const char *value)
{
	switch (option) {
	case 'o': o->out = value; break;
	case 'i': o->cap = value; break;
	case 'e': o->exporter = value; break;
	case 'p': o->producer = choice(value, outputs, 4); break;
	case 's':
		if (sscanf(value, "%ux%u", &o->width, &o->height) != 2 || o->width < 2 || o->height < 16 ||
		    o->width > 16384 || o->height > 16384)
			fail_usage(value);
		break;
	case 'r': o->consumers = number(value, MAX_CONSUMERS); break;
	case 'P': o->producer_buffers = number(value, MAX_BUFFERS); break;
	case 'C': o->consumer_buffers = number(value, MAX_BUFFERS); break;
	case 'f': o->fill = choice(value, coverages, 3); break;
	case 'k': o->check = choice(value, coverages, 3); break;
	case 'l': o->lockstep = true; break;
	case 'F': o->fps = positive(value); break;
	case 'n': o->frames = number(value, 100000000); break;
	case 't': o->seconds = positive(value); break;
	case 'w': o->warmup = number(value, 1000000); break;
	case 'c':
	case 'z':
	case 'h': set_each(o, option, value); break;
	case 'q': o->no_poll = true; break;
	case '1': o->solo = true; break;
	case 'v': o->verify = true; break;
	case 'B': o->burden = true; break;
	case 'x': add_probe(o, value); break;
	case 'y': o->latencies = true; break;
	case 'd': o->load = true; break;
	case 'L': o->limit = positive(value); break;
	case 'b': o->label = value; break;
	default: fail_usage("see the options");
	}
}

static void parse(struct options *o, int argc, char **argv)
{
	int option;

	*o = (struct options){ .producer = METHOD_MMAP, .width = 640, .height = 480,
			       .consumers = 1, .producer_buffers = 4, .consumer_buffers = 4, .limit = 60,
			       .label = "" };
	set_each(o, 'c', "mmap");
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		set_option(o, option, optarg);
	if (!o->out || optind < argc)
		fail_usage("which device?");
	if (!o->cap)
		o->cap = o->out;
	if (!o->frames && o->seconds <= 0)
		o->frames = 100;
	if (o->solo && o->consumers != 1)
		fail_usage("--solo has one consumer");
	for (unsigned int i = 0; i < o->consumers; i++) {
		if (o->consumer[i].hold && o->consumer[i].method == METHOD_RW)
			fail_usage("--hold needs consumers with buffers");
		if (o->consumer[i].hold >= o->consumer_buffers)
			fail_usage("--hold needs more --cbufs");
	}
}

static pid_t start(struct shared *s, int consumer)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGTERM, &(struct sigaction){ .sa_handler = ask_stop }, NULL);
	if (consumer < 0)
		producer_run(s);
	else
		consumer_run(s, consumer);
	_exit(0);
}

/* starts what takes a processor's time until it is killed, or its parent is gone */
static pid_t start_load(void)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() != 1)
		for (volatile unsigned int i = 0; i < 1 << 20; i++)
			;
	_exit(0);
}

/* waits until all have ended; asks them to from ask_at on, ends them at kill_at; true if that was needed */
static bool reap(pid_t *pids, unsigned int count, uint64_t ask_at, uint64_t kill_at)
{
	unsigned int left = 0;
	bool killed = false;

	for (unsigned int i = 0; i < count; i++)
		left += pids[i] > 0;
	while (left) {
		for (unsigned int i = 0; i < count; i++) {
			if (pids[i] <= 0)
				continue;
			if (waitpid(pids[i], NULL, WNOHANG) == pids[i]) {
				pids[i] = 0;
				left--;
			} else if (now_ns() > kill_at) {
				kill(pids[i], SIGKILL);
				killed = true;
			} else if (now_ns() > ask_at) {
				kill(pids[i], SIGTERM);
			}
		}
		if (now_ns() > kill_at + 5 * 1000000000ull)
			break; /* unkillable: say so rather than wait */
		sleep_until_ns(now_ns() + 10 * 1000 * 1000);
	}
	return killed;
}

static const char *supervise(struct shared *s)
{
	const uint64_t second = 1000000000;
	uint64_t deadline = now_ns() + s->opt.limit * second;
	unsigned int consumers = s->opt.solo ? 0 : s->opt.consumers;
	unsigned int loads = s->opt.load ? get_nprocs() : 0;
	pid_t producer, pids[MAX_CONSUMERS], load[MAX_LOADS] = { 0 };
	bool done, killed;

	if (loads > MAX_LOADS)
		loads = MAX_LOADS;
	for (unsigned int i = 0; i < loads; i++)
		load[i] = start_load();
	producer = start(s, -1);
	for (unsigned int i = 0; i < consumers; i++)
		pids[i] = start(s, i);
	while (!atomic_load(&s->done) && now_ns() < deadline)
		futex_wait(&s->done, 0, deadline - now_ns());
	done = atomic_load(&s->done);
	killed = reap(pids, consumers, now_ns() + second, now_ns() + 4 * second);
	killed |= reap(&producer, 1, now_ns(), now_ns() + 3 * second);
	reap(load, loads, now_ns(), now_ns()); /* whatever it does */
	if (!done)
		return "timeout";
	return killed ? "killed" : "ok";
}

int main(int argc, char **argv)
{
	struct shared *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t errors;
	const char *status;

	if (s == MAP_FAILED) {
		perror("loopbench: mmap");
		return 1;
	}
	parse(&s->opt, argc, argv);
	status = supervise(s);
	errors = s->producer.errors;
	for (unsigned int i = 0; i < s->opt.consumers; i++)
		errors += s->consumer[i].errors;
	if (errors && strcmp(status, "ok") == 0)
		status = "error";
	return report(s, status) && strcmp(status, "ok") == 0 ? 0 : 1;
}
