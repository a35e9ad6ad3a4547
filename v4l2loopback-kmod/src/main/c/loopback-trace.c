// SPDX-License-Identifier: GPL-2.0-only
/*
 * The code of the trace events, which is made from their header.
 */

#define CREATE_TRACE_POINTS
#include <loopback-trace.h>
