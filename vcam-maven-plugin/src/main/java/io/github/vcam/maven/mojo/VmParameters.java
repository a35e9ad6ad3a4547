// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.maven.vm.Accelerator;
import io.github.vcam.maven.vm.VmSettings;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the micro-VM's settings of what the user gave and what is usual. */
final class VmParameters {
    private VmParameters() {}

    static VmSettings settings(
            @Nullable File directory,
            @Nullable File share,
            @Nullable Integer memory,
            @Nullable Integer cpus,
            @Nullable String accelerator,
            @Nullable String kernel,
            @Nullable Integer idleMinutes) {
        Path state = directory == null ? VmSettings.defaultCache().resolve("vm") : directory.toPath();
        VmSettings usual = VmSettings.in(state);
        if (share != null) {
            usual = usual.withShare(share.toPath());
        }
        return usual.withMachine(
                        accelerator == null ? usual.accelerator() : accelerator(accelerator),
                        cpus == null ? usual.cpus() : cpus,
                        memory == null ? usual.memoryMiB() : memory,
                        usual.countsInstructions())
                .withKernel(Optional.ofNullable(kernel), usual.kernelArguments())
                .withTimeouts(
                        usual.bootTimeout(),
                        idleMinutes == null ? usual.idleTimeout() : Duration.ofMinutes(idleMinutes));
    }

    private static Accelerator accelerator(String wish) {
        try {
            return Accelerator.valueOf(wish.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new VcamException(
                    ErrorCode.PARAMETER_INVALID,
                    "vcam.vm.accelerator is '" + wish + "'; it can be auto, kvm or tcg",
                    e);
        }
    }
}
