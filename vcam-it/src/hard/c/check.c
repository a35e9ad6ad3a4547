// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_uint *failures;

void check_begin(void)
{
	failures = mmap(NULL, sizeof(*failures), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (failures == MAP_FAILED) {
		perror("hard: mmap");
		exit(2);
	}
}

unsigned int complaints(void)
{
	return atomic_load(failures);
}

/* the first ones tell the story */
void complain(const char *format, ...)
{
	char line[256];
	va_list arguments;

	if (atomic_fetch_add(failures, 1) >= 50)
		return;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	printf("hard: %s\n", line);
	fflush(stdout);
}

bool check_that(bool holds, const char *file, int line, const char *what)
{
	int error = errno;

	if (!holds)
		complain("%s:%d: not so: %s (errno: %s)", strrchr(file, '/') ? strrchr(file, '/') + 1 : file, line, what,
			 strerror(error));
	errno = error;
	return holds;
}

static bool died(int pid, uint64_t deadline, int *status)
{
	for (;;) {
		if (waitpid(pid, status, WNOHANG) != 0)
			return true;
		if (now_ns() > deadline)
			return false;
		sleep_until_ns(now_ns() + 5 * 1000 * 1000);
	}
}

void await_child(int pid, uint64_t deadline, const char *name)
{
	int status = 0;

	if (!died(pid, deadline, &status)) {
		complain("%s hangs", name);
		kill(pid, SIGKILL);
		if (!died(pid, now_ns() + 20 * SECOND_NS, &status))
			complain("%s survives SIGKILL", name);
	} else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL) {
		complain("%s dies of signal %d", name, WTERMSIG(status));
	} else if (WIFEXITED(status) && WEXITSTATUS(status)) {
		complain("%s ends with %d", name, WEXITSTATUS(status));
	}
}

/* What debugfs tells of the node, or an empty string. */
static void read_node(char *text, size_t size)
{
	char path[128];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/debug/v4l2loopback/%s", strrchr(settings.device, '/') + 1);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, size - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = 0;
}

long node_value(const char *name)
{
	char text[4096], key[32], *found;

	read_node(text, sizeof(text));
	text[strcspn(text, "\n")] = 0;
	snprintf(key, sizeof(key), " %s=", name);
	found = strstr(text, key);
	return found ? (long)strtoul(found + strlen(key), NULL, 0) : -1;
}

long memory_pages(void)
{
	return node_value("memory_pages");
}

static bool settles_at(const char *name, long value)
{
	uint64_t deadline = now_ns() + 10 * SECOND_NS;

	while (node_value(name) != value) {
		if (now_ns() > deadline)
			return false;
		sleep_until_ns(now_ns() + 10 * 1000 * 1000);
	}
	return true;
}

/* The module lets memory go a little after the last close(). */
bool memory_settles_at(size_t bytes)
{
	return settles_at("memory_pages", (bytes + 4095) / 4096);
}

bool nothing_stays_pinned(void)
{
	return settles_at("pinned", 0);
}

void make_it_fail(void)
{
	int fd;

	if (!settings.inject)
		return;
	fd = open("/proc/thread-self/make-it-fail", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "1", 1) != 1)
		complain("this kernel injects no faults: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
}

int run_cases(const struct test_case *cases, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		uint64_t begin = now_ns(), deadline = begin + settings.limit * SECOND_NS;
		unsigned int before = complaints();
		int pid = fork();

		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			cases[i].run();
			exit(0);
		}
		await_child(pid, deadline, cases[i].name);
		if (!memory_settles_at(0))
			complain("%s leaves %ld pages in use", cases[i].name, memory_pages());
		printf("hard: %s %s, %.1f s\n", cases[i].name, complaints() == before ? "ok" : "FAILED",
		       (now_ns() - begin) / 1e9);
		fflush(stdout);
	}
	return complaints() != 0;
}

const struct shape shapes[SHAPES] = { { 640, 480 }, { 1920, 1080 } };
const struct shape *shape;

int run_cases_in_shapes(const struct test_case *cases, unsigned int count)
{
	for (shape = shapes; shape < shapes + SHAPES; shape++) {
		printf("hard: frames of %ux%u\n", shape->width, shape->height);
		run_cases(cases, count);
	}
	return complaints() != 0;
}
