/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the frame pool asks of the kernel beside videobuf2: to look at the
 * clock, to start one, to wake who sleeps. User space has functions of its own.
 */

#ifndef LOOPBACK_WAKE_H
#define LOOPBACK_WAKE_H

struct loopback_consumer;
struct loopback_hub;
struct loopback_producer;
struct workqueue_struct;

/* Not bound to a CPU, for what runs there may copy a frame. */
extern struct workqueue_struct *loopback_workqueue;

int loopback_wake_init(void);
void loopback_wake_exit(void);

/* The producer's frame is published. Wants hub->lock. */
void loopback_hub_arrived(struct loopback_hub *hub);
/* Patience begins to run, or does so anew. Wants hub->lock. */
void loopback_hub_limit(struct loopback_hub *hub);
/* There may be a frame for who waits in read(). Wants hub->done_lock alone. */
void loopback_consumer_wake(struct loopback_consumer *consumer);
/* A frame may be published: for who waits in write() or QBUF. The same. */
void loopback_producer_wake(struct loopback_producer *producer);

#endif /* LOOPBACK_WAKE_H */
