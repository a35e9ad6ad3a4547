// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One process of a feed: the producer, or the consumer that watched it.
 *
 * @param role producer or consumer
 * @param method how frames went in, or came out
 * @param frames that it handled while perf looked, as far as its pace tells
 * @param frequency samples a second
 */
record ProfiledProcess(String role, String method, Samples samples, double frames, int frequency) {

    /** What of it each group took; groups without a sample are left out. */
    Map<CostGroup, Fraction> groups() {
        long all = samples.count();
        Map<CostGroup, Long> counts = new EnumMap<>(CostGroup.class);
        samples.stacks().forEach((stack, count) -> counts.merge(CostGroup.of(stack), count, Long::sum));
        Map<CostGroup, Fraction> shares = new EnumMap<>(CostGroup.class);
        counts.forEach((group, count) -> shares.put(group, new Fraction(count, all)));
        return shares;
    }

    Fraction share(CostGroup group) {
        return groups().getOrDefault(group, new Fraction(0, samples.count()));
    }

    Fraction share(Predicate<CallStack> which) {
        return samples.share(which);
    }

    /** Samples whose function has no name. */
    Fraction unknown() {
        return samples.share(stack -> stack.leaf().unknown());
    }

    /** Processor time for each frame in milliseconds; 0 when there was no frame. */
    double millisPerFrame() {
        return millisPerFrame(samples.count());
    }

    double millisPerFrame(Fraction share) {
        return millisPerFrame(share.part());
    }

    private double millisPerFrame(long count) {
        return frames <= 0 ? 0 : 1000.0 * count / frequency / frames;
    }

    /** A word for files and links. */
    String id() {
        return role.equals("producer") ? method : "consumer-" + method;
    }
}
