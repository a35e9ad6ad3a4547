/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hard: what a hostile or unlucky program may do to a V4L2 loopback node, for a kernel that checks itself.
 *
 * fuzz.c calls anything with anything, churn.c kills producers and consumers, the other suites are lists of cases:
 * faults.c wrong arguments, lifetime.c ends at the wrong time, races.c threads that share a descriptor, windows.c what
 * a process may do to its mappings, control.c devices that come and go, roles.c who is what to a device; held.c frames
 * that somebody goes on looking at, parted.c producers that left and go on drawing, borrowed.c frames in memory that
 * producers bring, exported.c frames that are looked at by dma-bufs, direct.c the kernel's own ways to a frame,
 * pinned.c pages that outlive all of it, greedy.c who asks for too much, owned.c devices that go with the descriptor
 * that added them. Frames are stamped as loopbench's are, and its device.c moves them. Every wait in here ends.
 */
#ifndef HARD_H
#define HARD_H

#include "loopbench.h"

#define SECOND_NS 1000000000ull

struct settings {
	const char *device, *second;	/* the node under test; another one, whose buffers DMABUF borrows */
	const char *module;		/* its file, for suites that unload and load it */
	uint64_t seed;
	unsigned long calls, kills;
	unsigned long frames;		/* that churn sends at least, small ones; 0: as many as come */
	unsigned int processes, threads;
	bool inject;			/* let allocations of our own threads fail, where the kernel was told how */
	double limit;			/* seconds; more is a hang */
};

extern struct settings settings;

int suite_fuzz(void);
int suite_churn(void);
int suite_faults(void);
int suite_lifetime(void);
int suite_races(void);
int suite_windows(void);
int suite_control(void);
int suite_roles(void);
int suite_held(void);
int suite_parted(void);
int suite_borrowed(void);
int suite_exported(void);
int suite_direct(void);
int suite_pinned(void);
int suite_greedy(void);
int suite_owned(void);

/* random.c: the same numbers for the same seed */
struct random {
	uint64_t state;
};

struct random random_stream(uint64_t number);
uint64_t random_next(struct random *r);
unsigned int random_below(struct random *r, unsigned int limit);
bool one_in(struct random *r, unsigned int n);

/* check.c: failures are counted in all processes, whoever finds them */
#define CHECK(condition) check_that(condition, __FILE__, __LINE__, #condition)

bool check_that(bool holds, const char *file, int line, const char *what);
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
unsigned int complaints(void);
void check_begin(void);

/* Waits until the child is dead. At the deadline it is killed, a complaint; if even that does not help, another one. */
void await_child(int pid, uint64_t deadline, const char *name);

struct test_case {
	const char *name;
	void (*run)(void);
};

/* each in a process of its own; all frame memory has to be free again after each */
int run_cases(const struct test_case *cases, unsigned int count);
#define RUN_CASES(cases)	run_cases(cases, sizeof(cases) / sizeof((cases)[0]))
/* the same with frames of each shape */
int run_cases_in_shapes(const struct test_case *cases, unsigned int count);
#define RUN_CASES_IN_SHAPES(cases)	run_cases_in_shapes(cases, sizeof(cases) / sizeof((cases)[0]))

/* a number of the device's own line in debugfs, -1 if it does not tell */
long node_value(const char *name);
/* pages of frames that the module has in use; and the time for belated work to get it to 0 */
long memory_pages(void);
bool memory_settles_at(size_t bytes);
bool nothing_stays_pinned(void);

void make_it_fail(void);	/* the calling thread's allocations, if settings.inject */

/* pair.c: a producer and a consumer in one process, on settings.device */
enum { HAND = 5 }; /* of the eight buffers that a producer has; consumers and the newest frame need the others */

struct pair {
	struct device producer, consumer;
	uint64_t number;	/* of the last frame sent */
	bool astray;		/* see pair_astray() */
	struct random random;
	struct buffer hand[HAND];
	unsigned int in_hand;
};

/* a frame of single pages, and one that is worth blocks of 2 MiB */
enum { SHAPES = 2 };
struct shape {
	unsigned int width, height;
};
extern const struct shape shapes[SHAPES];
extern const struct shape *shape;	/* of the cases that run_cases_in_shapes() runs */

/* Each ends the process if it does not succeed: nothing can be tested then. pair_open() takes 640x480. */
void side_open(struct device *d, unsigned int type, enum method method, const struct shape *s, unsigned int count);
void pair_shape(struct pair *p, enum method producer, enum method consumer, const struct shape *s, unsigned int count);
void pair_open(struct pair *p, enum method producer, enum method consumer, unsigned int count);
void pair_close(struct pair *p);
void pair_send(struct pair *p);
/* the next frame, false if none comes */
bool pair_take(struct pair *p, struct buffer *b);
void pair_give(struct pair *p, const struct buffer *b);
/* sends one and takes it; false if another one arrives, or a torn one */
bool pair_move(struct pair *p, struct buffer *b);

void pair_send_many(struct pair *p, unsigned int frames);
/* each is taken and given back; false after the first that is not as it was sent */
bool pair_move_many(struct pair *p, unsigned int frames);
/* a consumer that has just begun to stream: whatever it was given first is out of the way */
bool pair_join(struct pair *p);
/* The producer holds many buffers and sends any of them: most windows have to be turned, whatever was planned. */
void pair_astray(struct pair *p, bool astray);
/* the whole frame, as it was sent */
bool frame_is(const struct device *d, const void *frame, uint64_t number);

/* One side alone: its mappings may be written; it stops; it gives up its role, too; what its mappings show is zero. */
void side_writable(struct device *d);
void side_stop(struct device *d);
void side_leave(struct device *d);
size_t pages_with_something(const struct device *d, unsigned int index);
bool all_zero(const struct device *d);

int open_node(int flags);
int set_format(int fd, unsigned int type, unsigned int fourcc, unsigned int width, unsigned int height);
int request_buffers(int fd, unsigned int type, unsigned int memory, unsigned int count);
/* the descriptor of its dma-buf, or a negative error code */
int export_buffer(int fd, unsigned int type, unsigned int index);

/* cases of suite_control(): devices.c, pace.c */
void devices_of_anybody(void);
void devices_by_halves(void);
void devices_are_told(void);
void pace_of_repeats(void);

/* reload.c */
int module_unload(void);	/* 0 or a negative errno; does not wait */
int module_load(void);

#endif
