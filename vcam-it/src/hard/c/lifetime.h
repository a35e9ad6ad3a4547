/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* cases of suite_lifetime(), beside those in lifetime.c */
#ifndef LIFETIME_H
#define LIFETIME_H

#include "hard.h"

/* lifetime-waits.c */
void close_during_dqbuf(void);
void streamoff_wakes_dqbuf(void);
void reqbufs_wakes_read(void);
void reqbufs_wakes_write(void);

/* lifetime-dmabuf.c */
void dmabuf_outlives_the_queue(void);
void exported_memory_counts_once(void);
void short_dmabuf_is_let_go(void);
void unload_with_dmabuf(void);

/* lifetime-unload.c */
void unload_is_refused(void);
void unload_in_use(void);

#endif
