// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.sun.net.httpserver.HttpExchange;
import io.github.vcam.runtime.error.RuntimeError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets in who knows a token that is made anew each time, which is in the URL's path or in the request's head, and only
 * under a name of this machine's loopback: a web page whose own name points here is refused.
 */
final class ControlGuard {
    private static final int TOKEN_BYTES = 24;
    private static final String BEARER = "bearer ";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String token;

    ControlGuard() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String token() {
        return token;
    }

    /**
     * Lets a request in, or fails with CONTROL_REFUSED.
     *
     * @return its path without the token
     */
    List<String> admit(HttpExchange exchange, List<String> path) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOOPBACK.contains(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", ""))) {
            throw new ControlProblem(
                    ControlProblem.FORBIDDEN,
                    RuntimeError.CONTROL_REFUSED,
                    "the cameras are asked under the name " + host + ": it has to be 127.0.0.1 or localhost");
        }
        if (!path.isEmpty() && isToken(path.get(0))) {
            return path.subList(1, path.size());
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                && isToken(authorization.substring(BEARER.length()).strip())) {
            return path;
        }
        throw new ControlProblem(
                ControlProblem.UNAUTHORIZED,
                RuntimeError.CONTROL_REFUSED,
                "the token is missing or not that of these cameras; cameras.json has it, new with each start");
    }

    private boolean isToken(String word) {
        return MessageDigest.isEqual(word.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
