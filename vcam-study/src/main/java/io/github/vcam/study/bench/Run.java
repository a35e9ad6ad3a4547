// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one run, warm-up left out. Durations are nanoseconds of the row's clock.
 *
 * @param round which of the interleaved rounds, from 0
 * @param frames that the producer sent
 * @param delivered frames that consumers got, all together
 * @param nsPerFrame from the first timed frame to the last
 * @param nsUsual the median distance of two frames
 * @param producerUserNs processor time of the producer outside the kernel
 * @param producerKernelNs and inside
 * @param consumerUserNs processor time of all consumers outside the kernel
 * @param consumerKernelNs and inside
 * @param systemCalls of both sides
 * @param contextSwitches of both sides
 * @param framesCopied whole frames that the module copied, as it counted; null where it does not count
 * @param dropped frames that some consumer did not get, summed over consumers
 * @param torn frames that were mixed, repeated, out of order, or changed while a consumer held them
 * @param memoryBytes of the module's buffers; null where nobody knows
 * @param latency from the producer's call to the consumer's return; null when nobody watches
 */
public record Run(
        int round,
        long frames,
        long delivered,
        double nsPerFrame,
        double nsUsual,
        long producerUserNs,
        long producerKernelNs,
        long consumerUserNs,
        long consumerKernelNs,
        long systemCalls,
        long contextSwitches,
        @Nullable Long framesCopied,
        long dropped,
        long torn,
        @Nullable Long memoryBytes,
        @Nullable Latency latency) {

    /**
     * A distribution, in nanoseconds of the row's clock.
     *
     * @param count of frames
     */
    public record Latency(long count, long p50, long p95, long p99, long max) {}
}
