// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "direct.h"

#include <errno.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* the parts of a ring that one call needs */
struct ring {
	int fd;
	struct io_uring_params params;
	char *sent, *done;
	struct io_uring_sqe *entries;
	size_t sent_size, done_size, entries_size;
};

static void *map_part(const struct ring *r, size_t size, off_t offset)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r->fd, offset);
}

static int ring_open(struct ring *r)
{
	struct io_uring_params *p = &r->params;

	*p = (struct io_uring_params){ 0 };
	r->fd = syscall(SYS_io_uring_setup, 4, p);
	if (r->fd < 0)
		return -errno;
	r->sent_size = p->sq_off.array + p->sq_entries * sizeof(unsigned int);
	r->done_size = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
	r->entries_size = p->sq_entries * sizeof(struct io_uring_sqe);
	r->sent = map_part(r, r->sent_size, IORING_OFF_SQ_RING);
	r->done = map_part(r, r->done_size, IORING_OFF_CQ_RING);
	r->entries = map_part(r, r->entries_size, IORING_OFF_SQES);
	return 0;
}

static void ring_close(struct ring *r)
{
	munmap(r->sent, r->sent_size);
	munmap(r->done, r->done_size);
	munmap(r->entries, r->entries_size);
	close(r->fd);
}

/* the one entry that was ever made */
static int ring_run(struct ring *r, const struct io_uring_sqe *entry)
{
	struct io_uring_cqe *result = (struct io_uring_cqe *)(r->done + r->params.cq_off.cqes);

	r->entries[0] = *entry;
	*(unsigned int *)(r->sent + r->params.sq_off.array) = 0;
	__atomic_store_n((unsigned int *)(r->sent + r->params.sq_off.tail), 1, __ATOMIC_RELEASE);
	for (unsigned int todo = 1;; todo = 0) {
		long n = syscall(SYS_io_uring_enter, r->fd, todo, 1, IORING_ENTER_GETEVENTS, NULL, 0);

		if (n >= 0)
			return result->res;
		if (errno != EINTR)
			return -errno;
	}
}

int ring_write(int fd, void *memory, size_t size)
{
	struct iovec fixed = { .iov_base = memory, .iov_len = size };
	struct io_uring_sqe entry = { .opcode = IORING_OP_WRITE_FIXED, .fd = fd, .addr = (uintptr_t)memory, .len = size };
	struct ring r;
	int result = ring_open(&r);

	if (result)
		return result;
	if (r.sent == MAP_FAILED || r.done == MAP_FAILED || r.entries == (void *)MAP_FAILED)
		result = -ENOMEM;
	else if (syscall(SYS_io_uring_register, r.fd, IORING_REGISTER_BUFFERS, &fixed, 1) < 0)
		result = -errno;
	else
		result = ring_run(&r, &entry);
	ring_close(&r);
	return result < 0 ? result : (size_t)result == size ? 0 : -EMSGSIZE;
}
