// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What can be asked of cameras by HTTP; {@code docs/control.openapi.json} describes the same. */
enum ControlRoute {
    LIST("GET", "/cameras"),
    CAMERA("GET", "/cameras/{name}"),
    SHOW("POST", "/cameras/{name}/show"),
    PLAY("POST", "/cameras/{name}/play"),
    FREEZE("POST", "/cameras/{name}/freeze"),
    RESUME("POST", "/cameras/{name}/resume"),
    BLACK("POST", "/cameras/{name}/black"),
    SEEK("POST", "/cameras/{name}/seek"),
    DISCONNECT("POST", "/cameras/{name}/disconnect"),
    RECONNECT("POST", "/cameras/{name}/reconnect");

    private static final int NAME = 1;

    private final String method;
    private final String template;

    ControlRoute(String method, String template) {
        this.method = method;
        this.template = template;
    }

    String method() {
        return method;
    }

    /** As OpenAPI writes it: {@code /cameras/{name}/show}. */
    String template() {
        return template;
    }

    /** Those with this path, by whatever method. */
    static List<ControlRoute> at(List<String> asked) {
        return Arrays.stream(values()).filter(route -> route.fits(asked)).toList();
    }

    private boolean fits(List<String> asked) {
        List<String> path = List.of(template.substring(1).split("/", -1));
        return asked.size() == path.size()
                && IntStream.range(0, path.size())
                        .allMatch(i -> i == NAME || asked.get(i).equals(path.get(i)));
    }

    /** The camera that is meant. */
    static Optional<String> name(List<String> asked) {
        return asked.size() > NAME ? Optional.of(asked.get(NAME)) : Optional.empty();
    }
}
