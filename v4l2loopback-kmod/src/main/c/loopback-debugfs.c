// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/v4l2loopback/videoN: a line for the device, then one for
 * each opener. Each is a word and key=value pairs; spaces, quotes and
 * backslashes in a value are written as octal escapes. The file memory has a
 * line for the module as a whole, the file timing turns latencies on.
 *
 * Each function below writes some pairs, each with a space in front.
 */

#include <linux/bitops.h>
#include <linux/debugfs.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "loopback-budget.h"
#include "loopback-debugfs.h"
#include "loopback-dev.h"
#include "loopback-opener.h"
#include "loopback-pool-hub.h"
#include "loopback-timing.h"
#include "loopback-window.h"

static struct dentry *loopback_debugfs_root;

static DEFINE_MUTEX(loopback_timing_lock);	/* guards the next */
static bool loopback_timing_wanted;

static void loopback_show_totals(struct seq_file *m,
				 const struct loopback_totals *totals)
{
	seq_printf(m, " dropped=%llu denied=%llu copied=%llu turned=%llu aligned=%llu",
		   totals->dropped, totals->denied, totals->copied,
		   totals->turned, totals->aligned);
	seq_printf(m, " failed=%llu copied_bytes=%llu borrowed=%llu",
		   totals->failed, totals->copied_bytes, totals->borrowed);
	seq_printf(m, " latency_count=%llu latency_sum_ns=%llu latency_max_ns=%llu",
		   totals->latency.count, totals->latency.sum,
		   totals->latency.max);
}

/* What the whole module has in use. */
static void loopback_show_memory(struct seq_file *m)
{
	const struct loopback_mem_totals *mem = &loopback_mem_totals;
	const struct loopback_window_totals *window = &loopback_window_totals;

	seq_printf(m, " memory_pages=%ld lingering_pages=%ld",
		   atomic_long_read(&mem->pages),
		   atomic_long_read(&mem->lingering));
	seq_printf(m, " blocks=%ld blocks_refused=%ld mapped_whole=%ld",
		   atomic_long_read(&mem->blocks),
		   atomic_long_read(&mem->refused),
		   atomic_long_read(&window->whole));
	seq_printf(m, " mapped_single=%ld faults=%ld privatized=%ld",
		   atomic_long_read(&window->single),
		   atomic_long_read(&window->faults),
		   atomic_long_read(&window->privatized));
}

/**
 * struct loopback_pool_state - what a line tells of the pool, at one moment
 * @published: frames since the device was made
 * @held: slots whose memory is a buffer that the producer has queued
 * @pinned: slots that consumers hold
 * @slots: how many there are, 0: there is no pool
 * @warm: how many of them have memory
 * @stale: how many of them get other memory before their next frame
 * @latest: slot of the newest frame, or -1
 * @tokens: consumers with a buffer that has no frame yet
 * @streaming: consumers that stream
 * @producer: there is one
 * @hands: buffers that it has dequeued and not queued again
 */
struct loopback_pool_state {
	u64 published;
	u64 held;
	u64 pinned;
	unsigned int slots;
	unsigned int warm;
	unsigned int stale;
	int latest;
	unsigned int tokens;
	unsigned int streaming;
	bool producer;
	unsigned int hands;
};

static void loopback_pool_look(struct loopback_hub *hub,
			       struct loopback_pool_state *state)
{
	struct loopback_consumer *consumer;

	memset(state, 0, sizeof(*state));
	state->latest = -1;
	loopback_hub_lock(hub);
	state->published = hub->published;
	state->tokens = hub->tokens;
	state->producer = hub->producer;
	state->hands = hub->producer ? READ_ONCE(hub->producer->hands) : 0;
	list_for_each_entry(consumer, &hub->consumers, link)
		state->streaming++;
	if (hub->pool) {
		state->latest = hub->pool->latest;
		state->slots = hub->pool->nslots;
		state->warm = hweight64(hub->pool->warm);
		state->stale = hweight64(hub->pool->stale);
		state->held = hub->pool->held;
		state->pinned = hub->pool->pinned;
	}
	loopback_hub_unlock(hub);
}

static void loopback_show_nodes(struct seq_file *m,
				const struct loopback_dev *dev)
{
	unsigned int i;

	seq_puts(m, " card=");
	seq_escape(m, dev->card, " \t\n\\\"=");
	for (i = 0; i < dev->nodes; i++)
		seq_printf(m, " %s=%u", i ? "capture_nr" : "video_nr",
			   dev->node[i].num);
}

static void loopback_show_format(struct seq_file *m,
				 const struct loopback_dev *dev)
{
	const struct v4l2_pix_format *format = &dev->format;
	u32 fourcc = format->pixelformat;

	seq_printf(m, " format=%c%c%c%c width=%u height=%u",
		   fourcc & 0x7f, fourcc >> 8 & 0x7f, fourcc >> 16 & 0x7f,
		   fourcc >> 24 & 0x7f, format->width, format->height);
	seq_printf(m, " bytesperline=%u sizeimage=%u", format->bytesperline,
		   format->sizeimage);
	seq_printf(m, " interval=%u/%u", dev->interval.numerator,
		   dev->interval.denominator);
}

static void loopback_show_pool(struct seq_file *m,
			       const struct loopback_dev *dev,
			       const struct loopback_pool_state *state)
{
	seq_printf(m, " openers=%u producer=%d live=%d streaming=%u frames=%llu",
		   dev->open_count, state->producer, dev->live,
		   state->streaming, state->published);
	seq_printf(m, " slots=%u warm=%u latest=%d tokens=%u", state->slots,
		   state->warm, state->latest, state->tokens);
	seq_printf(m, " stale=%u budget_pages=%ld", state->stale,
		   atomic_long_read(&dev->budget->pages));
	seq_printf(m, " held=%u held_slots=%#llx pinned=%u pinned_slots=%#llx",
		   (unsigned int)hweight64(state->held), state->held,
		   (unsigned int)hweight64(state->pinned), state->pinned);
	seq_printf(m, " hands=%u", state->hands);
}

/* All that ever opened the device, and what was copied for none of them. */
static void loopback_show_sums(struct seq_file *m, struct loopback_dev *dev)
{
	struct loopback_totals totals = dev->gone;
	struct loopback_opener *opener;
	u64 kept;

	list_for_each_entry(opener, &dev->openers, link)
		loopback_totals_add(&totals, opener);
	loopback_hub_lock(&dev->hub);
	kept = dev->kept;
	totals.copied += kept;
	totals.copied_bytes += dev->kept_bytes;
	loopback_hub_unlock(&dev->hub);
	seq_printf(m, " delivered=%llu kept=%llu", totals.delivered, kept);
	loopback_show_totals(m, &totals);
}

static void loopback_show_device(struct seq_file *m, struct loopback_dev *dev)
{
	struct loopback_pool_state state;

	lockdep_assert_held(&dev->lock);
	loopback_pool_look(&dev->hub, &state);
	seq_puts(m, "device");
	loopback_show_nodes(m, dev);
	loopback_show_format(m, dev);
	loopback_show_pool(m, dev, &state);
	loopback_show_sums(m, dev);
	loopback_show_memory(m);	/* some look for it here */
	seq_putc(m, '\n');
}

static const char *loopback_memory_name(const struct vb2_queue *q)
{
	switch (q->memory) {
	case VB2_MEMORY_MMAP:
		return "mmap";
	case VB2_MEMORY_USERPTR:
		return "userptr";
	case VB2_MEMORY_DMABUF:
		return "dmabuf";
	default:
		return "none";
	}
}

static void loopback_show_opener(struct seq_file *m, struct loopback_dev *dev,
				 struct loopback_opener *opener)
{
	bool output = dev->hub.producer == &opener->producer;
	const char *role = "none", *method = "none";
	struct loopback_totals totals = { };

	if (output) {
		role = "producer";
		method = loopback_role_writes(opener->role) ? "write" :
			 loopback_memory_name(&opener->output);
	} else if (opener->pool) {
		role = "consumer";
		method = loopback_role_reads(opener->role) ? "read" :
			 loopback_memory_name(&opener->capture);
	}
	seq_printf(m, "opener id=%u pid=%d comm=", opener->who.id,
		   opener->who.pid);
	seq_escape(m, opener->comm, " \t\n\\\"=");
	loopback_totals_add(&totals, opener);
	seq_printf(m, " role=%s method=%s frames_in=%llu frames_out=%llu",
		   role, method, opener->producer.frames, totals.delivered);
	loopback_show_totals(m, &totals);
	seq_printf(m, " copies=%s", READ_ONCE(opener->copies) ?: "none");
	seq_printf(m, " starved=%llu pins=%u current=%d taken=%u\n",
		   opener->consumer.starved, opener->consumer.pins,
		   opener->pool && opener->pool == dev->hub.pool,
		   lower_32_bits(READ_ONCE(opener->taken)));
}

static int loopback_debugfs_show(struct seq_file *m, void *unused)
{
	struct loopback_dev *dev = m->private;
	struct loopback_opener *opener;

	mutex_lock(&dev->lock);
	loopback_show_device(m, dev);
	list_for_each_entry(opener, &dev->openers, link)
		loopback_show_opener(m, dev, opener);
	mutex_unlock(&dev->lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(loopback_debugfs);

static int loopback_memory_show(struct seq_file *m, void *unused)
{
	seq_puts(m, "module");
	loopback_show_memory(m);
	seq_putc(m, '\n');
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(loopback_memory);

static int loopback_timing_get(void *data, u64 *value)
{
	*value = READ_ONCE(loopback_timing_wanted);
	return 0;
}

static int loopback_timing_set(void *data, u64 value)
{
	mutex_lock(&loopback_timing_lock);
	if (value && !loopback_timing_wanted)
		loopback_timing_on();
	else if (!value && loopback_timing_wanted)
		loopback_timing_off();
	WRITE_ONCE(loopback_timing_wanted, value);
	mutex_unlock(&loopback_timing_lock);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(loopback_timing_fops, loopback_timing_get,
			 loopback_timing_set, "%llu\n");

void loopback_debugfs_init(void)
{
	loopback_debugfs_root = debugfs_create_dir("v4l2loopback", NULL);
	debugfs_create_file("memory", 0444, loopback_debugfs_root, NULL,
			    &loopback_memory_fops);
	debugfs_create_file_unsafe("timing", 0600, loopback_debugfs_root, NULL,
				   &loopback_timing_fops);
}

void loopback_debugfs_exit(void)
{
	debugfs_remove_recursive(loopback_debugfs_root);
}

void loopback_debugfs_add(struct loopback_dev *dev)
{
	char name[16];

	snprintf(name, sizeof(name), "video%u", dev->number);
	dev->debugfs = debugfs_create_file(name, 0444, loopback_debugfs_root,
					   dev, &loopback_debugfs_fops);
}

void loopback_debugfs_remove(struct loopback_dev *dev)
{
	debugfs_remove(dev->debugfs);
}
