// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.Metric;

/** Says exactly what each figure is. */
final class Definitions {
    private Definitions() {}

    static String of(Metric metric) {
        return switch (metric) {
            case FRAMES_PER_SECOND ->
                "Frames that the producer sent, over the time from the first timed frame to the last.";
            case USUAL_FRAME ->
                "Median distance of two frames. In lock-step this is the way of one frame from the producer to all"
                        + " consumers and back to the producer; in instructions it is what one frame costs in all: both"
                        + " programs, the kernel and its interrupts.";
            case PRODUCER_KERNEL ->
                "Processor time of the producer inside the kernel, divided by the frames that it sent.";
            case PRODUCER_USER -> "The same outside the kernel.";
            case CONSUMER_KERNEL ->
                "Processor time of all consumers inside the kernel, divided by the frames that they got.";
            case CONSUMER_USER -> "The same outside the kernel.";
            case KERNEL ->
                "Processor time inside the kernel of producer and consumers together, divided by the frames that"
                        + " the producer sent.";
            case USER -> "The same outside the kernel.";
            case COPIES ->
                "Whole frames that the module copied, as it counted them itself, divided by the frames that the"
                        + " producer sent. A module that does not count has no figure.";
            case BYTES_COPIED -> "Copies times the size of a frame.";
            case LATENCY_P50 ->
                "From the producer's call that hands the frame over to the return of the consumer's call that"
                        + " takes it: half of the frames took no longer.";
            case LATENCY_P95 -> "95 of 100 frames took no longer.";
            case LATENCY_P99 -> "99 of 100 frames took no longer.";
            case LATENCY_MAX -> "No frame took longer.";
            case SYSTEM_CALLS -> "Of producer and consumers together, divided by the frames that the producer sent.";
            case CONTEXT_SWITCHES ->
                "Voluntary and involuntary ones of both sides, divided by the frames that the producer" + " sent.";
            case DROPPED ->
                "Frames that some consumer did not get, in percent of frames sent times consumers. In lock-step there"
                        + " are none; a producer that waits for nobody overtakes slow consumers by design.";
            case TORN ->
                "Delivered frames that were mixed of two, repeated, out of order, or changed while a consumer held"
                        + " them. It must be 0.";
            case MEMORY -> "Of the module's buffers while the stream ran.";
        };
    }
}
