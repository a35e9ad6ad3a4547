/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loopbench: one producer and n consumers, each a process, on a V4L2 loopback node.
 *
 * loopbench.c starts them and report.c sums up, producer.c and consumer.c are their loops, device.c speaks V4L2,
 * memory.c finds memory to lend, stamp.c marks and checks frames. Every wait in here ends: by its own limit or by the
 * signal of the supervising process.
 */
#ifndef LOOPBENCH_H
#define LOOPBENCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_CONSUMERS = 16, MAX_BUFFERS = 32, POLL_MS = 200, CALLS_KEPT = 4096, SENT_KEPT = 512, PROBES = 2 };

enum method { METHOD_RW, METHOD_MMAP, METHOD_USERPTR, METHOD_DMABUF };

/* how much of a frame carries its number: 3 words, one word a page, or every word */
enum coverage { COVER_ENDS, COVER_MARKS, COVER_FULL };

struct options {
	const char *out, *cap, *label;
	const char *exporter;	/* the node whose buffers DMABUF borrows */
	enum method producer;
	struct {
		enum method method;
		unsigned int hold;	/* buffers it keeps while it takes the next */
		unsigned int sleep_ms;	/* its rest between getting and giving back a frame */
	} consumer[MAX_CONSUMERS];
	enum coverage fill, check;
	unsigned int width, height, producer_buffers, consumer_buffers, consumers;
	unsigned int warmup;	/* first frames that are not timed */
	uint64_t frames;	/* 0: until the seconds are over */
	double fps, seconds, limit;
	bool lockstep, no_poll;
	bool verify;	/* a frame that is wrong fails the run */
	bool latencies;	/* note when each frame was sent and taken */
	bool load;	/* other programs want every processor */
	bool burden;	/* the producer copies each frame once more, for nothing */
	const char *probe[PROBES];	/* FILE=TEXT: lines to report, see report.c */
	bool solo;	/* both sides in one process: nobody sleeps, single calls are timed */
};

enum call { CALL_POLL, CALL_DEQUEUE, CALL_QUEUE, CALL_KINDS };

/* durations of single calls, in ns; with an instruction counting clock these are instructions */
struct calls {
	unsigned int count[CALL_KINDS];
	uint32_t ns[CALL_KINDS][CALLS_KEPT];
};

/* of a process, so far; or between two moments */
struct usage {
	uint64_t user_ns, kernel_ns, switches;
	uint64_t calls;	/* system calls on the node */
};

/* times of frames, the newest are kept; timed frames come after the warm-up */
struct times {
	unsigned int count;
	uint32_t ns[CALLS_KEPT];
};

struct consumer_result {
	uint64_t frames, torn, repeated, reordered, skipped, changed, errors, late, blank;
	uint64_t timed;	/* frames after the warm-up */
	struct usage used;	/* for the timed frames */
	struct times latency;	/* from the producer's call to this side's return */
	struct calls calls;
};

struct producer_result {
	uint64_t frames, started_ns, ended_ns, late, errors;
	struct usage used;	/* for the timed frames */
	struct times interval;
	struct calls calls;
	char probed[PROBES][4096];
};

/* when a frame was sent; a frame that is as many later takes its place */
struct sent {
	atomic_ullong number, ns;
};

/* between the processes; the futex words say how far everybody is */
struct shared {
	struct options opt;
	atomic_uint set_up;	/* the producer has its format and buffers */
	atomic_uint ready;	/* consumers that stream */
	atomic_uint taken;	/* deliveries of all consumers, lockstep only */
	atomic_uint wanted;	/* the count of deliveries that wakes the producer */
	atomic_uint done;	/* the producer has sent its last frame */
	atomic_uint failed;	/* a consumer gave up */
	struct sent sent[SENT_KEPT];
	struct producer_result producer;
	struct consumer_result consumer[MAX_CONSUMERS];
};

extern volatile int stop_asked; /* set by SIGTERM, which also ends a blocking call */

/* clock.c */
uint64_t now_ns(void);
struct usage usage_now(uint64_t calls);
struct usage usage_since(struct usage begin, uint64_t calls);
void times_add(struct times *t, uint64_t ns);
void sleep_until_ns(uint64_t deadline);
void futex_wait(atomic_uint *word, unsigned int seen, uint64_t limit_ns);
void futex_wake(atomic_uint *word);

void producer_run(struct shared *s);
void consumer_run(struct shared *s, unsigned int index);

/* a consumer in the producer's process */
int solo_open(struct shared *s);
int solo_next(void);
void solo_close(void);

/* report.c */
void probe(struct shared *s);
/* whether the frames are what was asked for */
bool report(const struct shared *s, const char *status);

/* stamp.c */
struct verdict {
	uint64_t number;
	bool torn;
};

void stamp_fill(void *frame, size_t size, uint64_t number, enum coverage coverage);
struct verdict stamp_check(const void *frame, size_t size, enum coverage coverage);

/* device.c */
struct buffer {
	unsigned int index;
	void *data;
};

struct device {
	int fd;
	unsigned int type;	/* V4L2_BUF_TYPE_VIDEO_OUTPUT or _CAPTURE */
	enum method method;
	unsigned int width, height;
	size_t frame_size;	/* of the image, without padding of the driver's */
	unsigned int count, fresh;
	struct { void *data; size_t length; int fd; } buffers[MAX_BUFFERS];
	const char *exporter;
	int lender;	/* the exporter, open while its buffers are in use */
	uint64_t system_calls;	/* that move frames: poll, DQBUF, QBUF, read, write */
	struct calls *calls;	/* NULL: not recorded */
};

/* Each returns 0 or a negative errno. A half opened device is closed again. */
int device_open(struct device *d, const char *path, unsigned int type, enum method method, const char *exporter);
int device_format(struct device *d, unsigned int width, unsigned int height);
int device_stream(struct device *d, unsigned int count);
void device_close(struct device *d);

/* 0: ready, -ETIME: not within POLL_MS */
int device_wait(struct device *d);
/* gets a buffer to fill, or a frame to look at */
int device_take(struct device *d, struct buffer *b);
/* sends the filled buffer, or gives the frame back */
int device_give(struct device *d, const struct buffer *b);
/* what such an error means */
const char *device_error(int error);
/* an ioctl that tells its error */
int device_ioctl(int fd, unsigned long request, void *argument);

/* memory.c: fills in d->buffers for USERPTR, DMABUF, read() and write() */
int memory_lend(struct device *d, unsigned int count);
void memory_release(struct device *d);

#endif
