/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How devices are made unless they are asked for otherwise.
 */

#ifndef LOOPBACK_CONFIG_H
#define LOOPBACK_CONFIG_H

struct loopback_config;

unsigned int loopback_config_wanted(void);
void loopback_config_init(void);
void loopback_config_default(struct loopback_config *config);
void loopback_config_nth(struct loopback_config *config, unsigned int i);
unsigned int loopback_buffers_limit(int wanted);
int loopback_debug_level(void);

#endif /* LOOPBACK_CONFIG_H */
