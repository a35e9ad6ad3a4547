// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of the pool, one case each: runs the tables of cases-*.c.
 */

#include <stdio.h>

#include <linux/bitops.h>

#include "cases.h"
#include "world.h"

static const struct test_case *const tables[] = {
	slot_cases, newest_cases, end_cases, flow_cases, left_cases,
};

static int viewer_step(struct world *world, const struct step *step)
{
	struct viewer *viewer = &world->viewer[step->who];
	int i;

	switch (step->op) {
	case VIEWER:
		viewer_start(world, step->who, step->arg);
		for (i = 0; i < step->arg; i++) {
			/* as if it had shown that slot before */
			viewer->buffer[i].entry.window = true;
			viewer->buffer[i].entry.slot = i;
			viewer_queue(world, step->who, i);
		}
		return 0;
	case QUEUE:
		return viewer_queue(world, step->who, step->arg);
	case GET:
		return viewer_dequeue(world, step->who);
	case SHOWS:
		return viewer->buffer[step->arg].content;
	case COPIED:
		viewer_copied(world, step->who);
		return 0;
	case READ:
		return viewer_read(world, step->who);
	case LEAVE:
		viewer_stop(world, step->who, step->arg);
		return 0;
	case PINS:
		return viewer->consumer.pins;
	default:
		return viewer->consumer.dropped;
	}
}

static int step_world(struct world *world, const struct step *step)
{
	switch (step->op) {
	case PRODUCER:
		producer_start(world, step->arg, step->arg);
		return 0;
	case BRINGER:
		producer_brings(world, step->arg);
		return 0;
	case PUBLISH:
		return producer_publish(world, step->arg);
	case TAKE_BACK:
		return producer_dequeue(world, false);
	case HUNGRY:
	case SLEEP:
		producer_hungry(world, step->op == SLEEP);
		return 0;
	case WOKEN:
		producer_woken(world);
		return 0;
	case SCRIBBLE:
		producer_scribble(world, 1);
		return 0;
	case GONE:
		producer_stop(world);
		return 0;
	case OFF:
		producer_off(world, true);
		return 0;
	case ON:
		producer_on(world);
		return 0;
	case PATIENCE:
		producer_patience(world, step->arg);
		return 0;
	case IMPATIENT:
		producer_impatient(world);
		return 0;
	case WAITING:
		return world->pool->waiting;
	case ENDED:
		producer_stop(world);
		producer_end(world);
		return 0;
	case REFORMAT:
		producer_stop(world);
		format_changes(world);
		return 0;
	case TOKENS:
		return world->hub.tokens;
	case LATEST:
		return world->pool->latest >= 0;
	case INSERT:
		return newest_insert(world);
	case REPEAT:
		return newest_repeat(world);
	case SUSTAIN:
		newest_sustain(world, step->arg);
		return 0;
	case WARM:
		return hweight64(world->pool->warm);
	case BORROWED:
		return hweight64(world->pool->borrowed);
	default:
		return viewer_step(world, step);
	}
}

static void run(const struct test_case *test)
{
	const struct step *step;
	struct world world;

	world_init(&world, test->nout);
	for (step = test->step; step->op != END; step++) {
		int result = step_world(&world, step);

		CHECK(result == step->result, "%s: step %td: %d, not %d",
		      test->name, step - test->step, result, step->result);
		world_check(&world);
	}
	world_exit(&world);
}

int main(void)
{
	const struct test_case *test;
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (test = tables[i]; test->name; test++, n++)
			run(test);
	printf("cases: %u, none broken\n", n);
	return 0;
}
