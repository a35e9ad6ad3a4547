// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "lifetime.h"

#include <linux/videodev2.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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
