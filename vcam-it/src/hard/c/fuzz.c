// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/*
 * Processes that share descriptors by inheritance, threads that share all of them, and calls of any kind in any order.
 * Most arguments are such that a call may succeed, else the fuzzer would never leave the first checks of the kernel.
 */

#define _GNU_SOURCE

#include "fuzz.h"
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/* of all processes: per kind of call how many, and how many succeeded */
static struct tally {
	atomic_ulong calls[FUZZ_KINDS_MAX], successes[FUZZ_KINDS_MAX];
	atomic_uint finished;
} *tally;

static struct fuzzer_shared common;

static void on_signal(int signal)
{
	(void)signal;
}

static void close_fds(struct fuzzer *f)
{
	for (unsigned int i = 0; i < FUZZ_MAPPINGS; i++)
		if (f->mappings[i].data)
			munmap(f->mappings[i].data, f->mappings[i].length);
	for (unsigned int i = 0; i < FUZZ_DMABUFS; i++)
		if (f->dmabufs[i] >= 0)
			close(f->dmabufs[i]);
	close(f->pipes[0]);
	close(f->pipes[1]);
}

static void *fuzz_thread(void *argument)
{
	struct fuzzer *f = argument;

	f->scratch = mmap(NULL, FUZZ_SCRATCH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (f->scratch == MAP_FAILED || pipe2(f->pipes, O_CLOEXEC | O_NONBLOCK))
		exit(2);
	make_it_fail();
	for (unsigned long i = 0; i < f->calls; i++) {
		unsigned int kind = fuzz_choose(&f->random);

		atomic_fetch_add(&tally->calls[kind], 1);
		if (fuzz_call(f, kind) >= 0)
			atomic_fetch_add(&tally->successes[kind], 1);
	}
	close_fds(f);
	munmap(f->scratch, FUZZ_SCRATCH);
	atomic_store(&f->done, 1);
	return NULL;
}

static bool all_done(struct fuzzer *fuzzers)
{
	for (unsigned int i = 0; i < settings.threads; i++)
		if (!atomic_load(&fuzzers[i].done))
			return false;
	return true;
}

/* Some of the descriptors block: a signal now and then lets everybody go on. */
static void fuzz_process(unsigned int process)
{
	struct fuzzer *fuzzers = calloc(settings.threads, sizeof(*fuzzers));
	pthread_t threads[32];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_signal }, NULL);
	for (unsigned int i = FUZZ_INHERITED; i < FUZZ_NODES; i++)
		common.nodes[i] = open_node(i % 3 ? O_NONBLOCK : 0);
	for (unsigned int i = 0; i < settings.threads; i++) {
		struct fuzzer *f = &fuzzers[i];

		f->common = &common;
		f->random = random_stream(process * settings.threads + i);
		f->calls = settings.calls / settings.processes / settings.threads + 1;
		for (unsigned int j = 0; j < FUZZ_DMABUFS; j++)
			f->dmabufs[j] = -1;
		if (pthread_create(&threads[i], NULL, fuzz_thread, f))
			exit(2);
	}
	while (!all_done(fuzzers)) {
		sleep_until_ns(now_ns() + 2 * 1000 * 1000);
		for (unsigned int i = 0; i < settings.threads; i++)
			if (!atomic_load(&fuzzers[i].done))
				pthread_kill(threads[i], SIGUSR1);
	}
	atomic_fetch_add(&tally->finished, 1);
	exit(0);
}

static void print_tally(void)
{
	unsigned long calls = 0, successes = 0;

	printf("hard: fuzz:");
	for (unsigned int i = 0; i < fuzz_kinds(); i++) {
		printf(" %s %lu/%lu", fuzz_name(i), atomic_load(&tally->successes[i]), atomic_load(&tally->calls[i]));
		calls += atomic_load(&tally->calls[i]);
		successes += atomic_load(&tally->successes[i]);
	}
	printf("\nhard: fuzz: %lu calls, %lu succeeded\n", calls, successes);
	fflush(stdout);
}

/* A fuzzer whose calls all fail tests nothing. */
static void check_tally(void)
{
	for (unsigned int i = 0; i < fuzz_kinds() && settings.calls >= 100000; i++)
		if (fuzz_must_succeed(i) && !atomic_load(&tally->successes[i]))
			complain("no %s succeeded", fuzz_name(i));
}

/*
 * Whoever left may have left nothing behind in the pool that all have shared. Somebody else keeps that in being until
 * the last of them is gone.
 */
static void end_shared(void)
{
	struct node_placeholder none = { 0 };
	int keeper = open_node(O_NONBLOCK);

	request_buffers(keeper, V4L2_BUF_TYPE_VIDEO_CAPTURE, V4L2_MEMORY_MMAP, 2);
	for (unsigned int i = 0; i < FUZZ_INHERITED; i++)
		close(common.nodes[i]);
	if (!nothing_stays_pinned())
		complain("frames are still pinned: %#lx", node_value("pinned"));
	CHECK(ioctl(keeper, NODE_S_PLACEHOLDER, &none) == 0); /* it is the device's, and stays */
	close(keeper);
}

int suite_fuzz(void)
{
	uint64_t deadline = now_ns() + settings.limit * SECOND_NS;
	int pids[32];

	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!CHECK(tally != MAP_FAILED))
		return 1;
	common.control = open("/dev/v4l2loopback", O_RDWR | O_CLOEXEC);
	for (unsigned int i = 0; i < FUZZ_INHERITED; i++)
		CHECK((common.nodes[i] = open_node(O_NONBLOCK)) >= 0);
	for (unsigned int i = 0; i < settings.processes; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			fuzz_process(i);
	}
	for (unsigned int i = 0; i < settings.processes; i++)
		await_child(pids[i], deadline, "a fuzzing process");
	end_shared();
	CHECK(atomic_load(&tally->finished) == settings.processes);
	fuzz_tidy(&common);
	print_tally();
	check_tally();
	if (!memory_settles_at(0))
		complain("%ld pages are still in use", memory_pages());
	return complaints() != 0;
}
