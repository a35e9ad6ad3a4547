// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "loopbench.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

uint64_t now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static uint64_t timeval_ns(struct timeval t)
{
	return t.tv_sec * 1000000000ull + t.tv_usec * 1000ull;
}

struct usage usage_now(uint64_t calls)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (struct usage){ .user_ns = timeval_ns(r.ru_utime), .kernel_ns = timeval_ns(r.ru_stime),
			       .switches = r.ru_nvcsw + r.ru_nivcsw, .calls = calls };
}

struct usage usage_since(struct usage begin, uint64_t calls)
{
	struct usage now = usage_now(calls);

	return (struct usage){ .user_ns = now.user_ns - begin.user_ns, .kernel_ns = now.kernel_ns - begin.kernel_ns,
			       .switches = now.switches - begin.switches, .calls = now.calls - begin.calls };
}

void times_add(struct times *t, uint64_t ns)
{
	t->ns[t->count++ % CALLS_KEPT] = ns > UINT32_MAX ? UINT32_MAX : ns;
}

/* or until a signal */
void sleep_until_ns(uint64_t deadline)
{
	struct timespec t = { .tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000 };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

/* returns when the word is no longer what was seen, at a signal, at the limit, or for no reason */
void futex_wait(atomic_uint *word, unsigned int seen, uint64_t limit_ns)
{
	struct timespec limit = { .tv_sec = limit_ns / 1000000000, .tv_nsec = limit_ns % 1000000000 };

	syscall(SYS_futex, word, FUTEX_WAIT, seen, &limit, NULL, 0);
}

void futex_wake(atomic_uint *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
