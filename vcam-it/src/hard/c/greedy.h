/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* greedy.c asks for too much, greedy-memory.c makes memory scarce. */
#ifndef GREEDY_H
#define GREEDY_H

#include "hard.h"

bool file_read(const char *path, char *text, size_t size);
bool file_write(const char *path, const char *text);

/* a group of processes with so much memory; NULL where the kernel knows none */
const char *cgroup_make(unsigned long long bytes);
bool cgroup_enter(const char *group);
bool cgroup_read(const char *group, const char *file, char *text, size_t size);
bool cgroup_remove(const char *group);

/* until the process ends no block of free memory is larger than a page, or hardly any; tells how far that went */
void fragment_memory(void);

/* a case: as many large buffers as a queue has numbers for */
void far_buffers(void);

#endif
