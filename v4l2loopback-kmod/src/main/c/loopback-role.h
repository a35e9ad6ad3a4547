/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Roles: how an opener comes to be what it is to its device.
 */

#ifndef LOOPBACK_ROLE_H
#define LOOPBACK_ROLE_H

#include <linux/types.h>

#include "loopback-opener.h"

int loopback_role_get(struct loopback_opener *opener, enum loopback_role role);
void loopback_role_put(struct loopback_opener *opener);
void loopback_role_end_file(struct loopback_opener *opener, bool output);
void loopback_set_live(const struct loopback_opener *opener, bool live);

#endif /* LOOPBACK_ROLE_H */
