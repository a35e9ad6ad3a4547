// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
"usage: hard SUITE... [option...]\n"
"suites:\n"
"  fuzz      any ioctl, in any order, with any argument, by threads and processes that share descriptors\n"
"  churn     producers and consumers of every method are killed at random moments, frames are checked\n"
"  faults    bad pointers, huge counts, wild sizes\n"
"  lifetime  ends at the wrong time: close, unload, fork\n"
"  races     threads that share one descriptor\n"
"  windows   what a process may do to its mappings\n"
"  control   devices that are added and removed in use\n"
"  roles     who is what to a device, and what it is told\n"
"  held      frames that a program goes on looking at: STREAMOFF, REQBUFS(0), close\n"
"  parted    producers that have left and go on drawing\n"
"  borrowed  frames in memory that producers bring: what they do with it, and who sees that\n"
"  exported  frames that consumers look at by dma-bufs\n"
"  direct    direct I/O of every kind, from a frame and into one\n"
"  pinned    pages of frames that somebody keeps\n"
"  owned     devices that go with their owner, while programs wait in every call\n"
"  greedy    too many descriptors, too much memory, none to be had\n"
"options:\n"
"  --device DEVICE --second DEVICE   nodes of the module (default /dev/video10 and /dev/video20)\n"
"  --module FILE       the module, to load it again (default /v4l2loopback.ko)\n"
"  --seed N            the same seed, the same calls (default 1)\n"
"  --calls N           of fuzz, in all (default 1000000)\n"
"  --processes N --threads N   of fuzz, threads in each process (default 3 and 3)\n"
"  --kills N           of churn and owned (default 500)\n"
"  --frames N          that churn sends at least, small ones (default 0)\n"
"  --inject            let allocations fail, as the kernel's fault injection was set up\n"
"  --limit S           for each case or suite; what takes longer hangs (default 600)\n";

struct settings settings = {
	.device = "/dev/video10", .second = "/dev/video20", .module = "/v4l2loopback.ko", .seed = 1, .calls = 1000000,
	.kills = 500, .processes = 3, .threads = 3, .limit = 600,
};

volatile int stop_asked; /* nobody asks */

static const struct {
	const char *name;
	int (*run)(void);
} suites[] = {
	{ "fuzz", suite_fuzz },	    { "churn", suite_churn },	  { "faults", suite_faults },
	{ "races", suite_races },   { "windows", suite_windows }, { "lifetime", suite_lifetime },
	{ "control", suite_control }, { "roles", suite_roles },	  { "held", suite_held },
	{ "parted", suite_parted },   { "borrowed", suite_borrowed }, { "exported", suite_exported },
	{ "direct", suite_direct },   { "pinned", suite_pinned }, { "greedy", suite_greedy }, { "owned", suite_owned },
};

static const struct option long_options[] = {
	{ "device", 1, NULL, 'd' }, { "second", 1, NULL, '2' },	   { "module", 1, NULL, 'm' },	{ "seed", 1, NULL, 's' },
	{ "calls", 1, NULL, 'c' },  { "processes", 1, NULL, 'p' }, { "threads", 1, NULL, 't' }, { "kills", 1, NULL, 'k' },
	{ "frames", 1, NULL, 'f' }, { "inject", 0, NULL, 'i' },	   { "limit", 1, NULL, 'l' },	{ NULL, 0, NULL, 0 },
};

static void fail_usage(const char *what)
{
	fprintf(stderr, "hard: %s\n%s", what, usage);
	exit(2);
}

static unsigned long number(const char *value)
{
	char *end;
	unsigned long n = strtoul(value, &end, 0);

	if (*end || end == value)
		fail_usage(value);
	return n;
}

static void set_option(int option, const char *value)
{
	switch (option) {
	case 'd': settings.device = value; break;
	case '2': settings.second = value; break;
	case 'm': settings.module = value; break;
	case 's': settings.seed = number(value); break;
	case 'c': settings.calls = number(value); break;
	case 'p': settings.processes = number(value); break;
	case 't': settings.threads = number(value); break;
	case 'k': settings.kills = number(value); break;
	case 'f': settings.frames = number(value); break;
	case 'i': settings.inject = true; break;
	case 'l': settings.limit = number(value); break;
	default: fail_usage("see the options");
	}
}

static int run_suite(const char *name)
{
	for (unsigned int i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		uint64_t begin = now_ns();
		int failed;

		if (strcmp(suites[i].name, name))
			continue;
		printf("hard: %s, seed %lu\n", name, (unsigned long)settings.seed);
		fflush(stdout);
		failed = suites[i].run();
		printf("hard: suite %s %s, %.1f s\n", name, failed ? "FAILED" : "passed", (now_ns() - begin) / 1e9);
		fflush(stdout);
		return failed;
	}
	fail_usage(name);
	return 1;
}

int main(int argc, char **argv)
{
	int option, failed = 0;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		set_option(option, optarg);
	if (optind == argc)
		fail_usage("which suite?");
	if (settings.processes < 1 || settings.processes > 32 || settings.threads < 1 || settings.threads > 32)
		fail_usage("1 to 32 processes and threads");
	check_begin();
	for (; optind < argc; optind++)
		failed |= run_suite(argv[optind]);
	return failed;
}
