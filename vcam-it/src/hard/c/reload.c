// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0

#include "hard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int module_unload(void)
{
	return syscall(SYS_delete_module, "v4l2loopback", O_NONBLOCK) ? -errno : 0;
}

/* with the nodes that the suites are told to use */
int module_load(void)
{
	int number, second, error = 0, fd = open(settings.module, O_RDONLY | O_CLOEXEC);
	char parameters[64];

	if (fd < 0)
		return -errno;
	if (sscanf(settings.device, "/dev/video%d", &number) != 1 ||
	    sscanf(settings.second, "/dev/video%d", &second) != 1)
		error = -EINVAL;
	snprintf(parameters, sizeof(parameters), "video_nr=%d,%d", number, second);
	if (!error && syscall(SYS_finit_module, fd, parameters, 0))
		error = -errno;
	close(fd);
	return error;
}
