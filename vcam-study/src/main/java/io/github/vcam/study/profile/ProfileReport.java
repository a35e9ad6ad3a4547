// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.study.page.Fact;
import java.util.List;
import java.util.Optional;

/**
 * All that one profile found.
 *
 * @param facts what was profiled where and by what: name and value
 * @param methods in the order of the user's wish
 * @param wanted how many methods were asked for
 * @param interrupted whether somebody ended it before its time
 */
record ProfileReport(
        Scenario scenario, List<Fact> facts, List<MethodProfile> methods, int wanted, boolean interrupted) {
    ProfileReport {
        facts = List.copyOf(facts);
        methods = List.copyOf(methods);
    }

    /** Why it is not whole; empty when it is. */
    Optional<String> partial() {
        if (interrupted) {
            return Optional.of("It was interrupted: " + methods.size() + " of " + wanted
                    + " methods are here, and the last of them may have been looked at for less time than was wanted.");
        }
        return methods.size() < wanted
                ? Optional.of("It is not finished: " + methods.size() + " of " + wanted + " methods are here so far.")
                : Optional.empty();
    }

    Optional<ProfiledProcess> producer(StreamingMethod method) {
        return methods.stream()
                .filter(profile -> profile.method().equals(method.title()))
                .flatMap(profile -> profile.producer().stream())
                .findFirst();
    }

    /** The producers that were seen. */
    List<ProfiledProcess> producers() {
        return methods.stream().flatMap(profile -> profile.producer().stream()).toList();
    }
}
