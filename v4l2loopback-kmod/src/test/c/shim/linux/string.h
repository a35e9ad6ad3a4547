/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/string.h: what the frame pool needs of it, for user space. */
#pragma once

#include <string.h>
