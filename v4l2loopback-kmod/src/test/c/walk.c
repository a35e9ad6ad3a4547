// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random walk: producers and consumers of all kinds do what they may do, in any
 * order, and die at any time. The world checks its rules after every step.
 *
 * walk [SECONDS [SEED]]
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "world.h"

#define STEPS	4000

static unsigned int seed;

static unsigned int pick(unsigned int n)
{
	return rand_r(&seed) % n;
}

static bool viewer_active(const struct viewer *viewer)
{
	return viewer->buffers || viewer->reads;
}

static void step_idle_producer(struct world *world)
{
	if (!world->hub.producer && !pick(3))
		producer_brings(world, 1 + pick(world->pool->nout + 3));
	else if (!world->hub.producer)
		producer_start(world, pick(4), 1 + pick(world->pool->nout + 3));
	else if (!world->active && pick(2))
		producer_on(world);
	else if (!world->active)
		producer_leave(world, true);
}

/* It stops, stops and leaves, or is gone with all that it had mapped. */
static void end_producer(struct world *world)
{
	bool dies = !pick(4);

	producer_off(world, !dies);
	if (dies || pick(2))
		producer_leave(world, !dies);
}

static void step_producer(struct world *world)
{
	switch (pick(12)) {
	case 0:
		step_idle_producer(world);
		break;
	case 1:
		if (!world->active || pick(20))
			break;
		end_producer(world);
		if (pick(2))
			producer_end(world);
		break;
	case 2:
	case 3:
	case 4:
		producer_dequeue(world, world->producer.sleepers && pick(4));
		break;
	case 5:
		if (world->active && world->maps)
			producer_hungry(world, pick(2));
		else if (world->active)
			producer_waits(world);
		break;
	case 6:
		producer_woken(world);
		break;
	case 7:
		if (!pick(8))
			producer_impatient(world);
		if (!pick(100) && !world->lossless)
			producer_patience(world, pick(2));
		producer_scribble(world, pick(1000));
		break;
	default:
		if (world->active)
			producer_publish(world, pick(LOOPBACK_BUFFERS_MAX));
	}
}

static void step_pace(struct world *world)
{
	if (!pick(20))
		newest_sustain(world, pick(2));
	else if (pick(2))
		newest_repeat(world);
	else
		newest_insert(world);
}

static void step_viewer(struct world *world, unsigned int v)
{
	struct viewer *viewer = &world->viewer[v];

	if (!viewer_active(viewer)) {
		if (!pick(10))
			viewer_start(world, v, pick(WORLD_BUFFERS + 1));
		return;
	}
	/* the last one is slow, or frozen for a while */
	if (v == WORLD_CONSUMERS - 1 && pick(30))
		return;
	switch (pick(10)) {
	case 0:
		if (!pick(30))
			viewer_stop(world, v, !pick(3));
		break;
	case 1:
		viewer_copied(world, v);
		break;
	case 2:
	case 3:
		viewer_read(world, v);
		break;
	case 4:
	case 5:
	case 6:
		viewer_dequeue(world, v);
		break;
	default:
		viewer_queue(world, v, pick(WORLD_BUFFERS));
	}
}

static void walk(unsigned int start)
{
	struct world world;
	unsigned int i, slots;
	bool paced, lags;

	seed = start;
	slots = pick(3) ? 2 + pick(10) : 1 + pick(LOOPBACK_BUFFERS_MAX);
	paced = !pick(3);
	lags = pick(2);
	world_init(&world, slots);
	world.lossless = !pick(3);
	producer_patience(&world, world.lossless);
	for (i = 0; i < STEPS; i++) {
		unsigned int who = pick(WORLD_CONSUMERS * 2);

		world.lags = lags && pick(2);
		if (who < WORLD_CONSUMERS)
			step_viewer(&world, who);
		else if (paced && !pick(10))
			step_pace(&world);
		else
			step_producer(&world);
		if (!world.lags)
			world_complete(&world);
		world_check(&world);
	}
	world.lags = false;
	world_exit(&world);
}

int main(int argc, char **argv)
{
	unsigned int start = argc > 2 ? atoi(argv[2]) : 1, walks = 0;
	time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 8);

	do {
		/* on a failure the last line tells what to run again */
		if (argc > 2)
			printf("seed %u\n", start + walks);
		walk(start + walks);
		walks++;
	} while (time(NULL) < end);
	printf("walk: %u walks of %u steps, no rule broken\n", walks, STEPS);
	return 0;
}
