/* SPDX-FileCopyrightText: The vcam authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* parameter.c: parameters of the module that is loaded. */
#ifndef PARAMETER_H
#define PARAMETER_H

#include <stdbool.h>

void set_parameter(const char *name, char value);
/* by_reference; not on kernels that would fail when somebody pins such memory */
bool shows_by_reference(void);

#endif
