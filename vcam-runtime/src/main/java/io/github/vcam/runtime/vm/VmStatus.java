// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a micro-VM does now.
 *
 * @param running whether the guest is up and has answered
 * @param pid QEMU's process id, when it lives
 * @param kernelRelease the guest kernel's release, when it lives
 * @param startedAt when it was started, when it lives
 * @param machine QEMU's word for the machine's state, when it lives and answers
 * @param console the file with its console's output
 * @param share the directory that host and guest both write
 */
public record VmStatus(
        boolean running,
        Optional<Long> pid,
        Optional<String> kernelRelease,
        Optional<Instant> startedAt,
        Optional<String> machine,
        Path console,
        Path share) {}
