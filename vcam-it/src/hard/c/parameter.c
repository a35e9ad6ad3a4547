// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "parameter.h"

#include "hard.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int open_parameter(const char *name, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/v4l2loopback/parameters/%s", name);
	return open(path, flags | O_CLOEXEC);
}

void set_parameter(const char *name, char value)
{
	int fd = open_parameter(name, O_WRONLY);

	CHECK(write(fd, &value, 1) == 1);
	close(fd);
}

bool shows_by_reference(void)
{
	int fd = open_parameter("by_reference", O_RDONLY);
	char answer = 'N';

	CHECK(read(fd, &answer, 1) == 1);
	close(fd);
	return answer == 'Y';
}
