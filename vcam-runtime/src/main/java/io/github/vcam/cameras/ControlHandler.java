// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Inputs;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is asked of cameras by HTTP. Safe for use by several threads. */
final class ControlHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ControlHandler.class);
    private static final int OK = 200;
    private static final double MOST_SECONDS = 1e6;

    private final ControlGuard guard;
    private final List<ControlledCamera> cameras;
    private final ControlBody bodies;
    private final Path base;
    private final Runnable changed;
    private volatile long used = System.nanoTime();

    /**
     * A handler.
     *
     * @param base where relative paths begin
     * @param changed is called after each change
     */
    ControlHandler(
            ControlGuard guard, List<ControlledCamera> cameras, ControlBody bodies, Path base, Runnable changed) {
        this.guard = guard;
        this.cameras = List.copyOf(cameras);
        this.bodies = bodies;
        this.base = base;
        this.changed = changed;
    }

    /** When somebody asked last, by the clock of {@code System.nanoTime}. */
    long used() {
        return used;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonElement answer;
            int status = OK;
            try {
                answer = answer(exchange);
            } catch (VcamException e) {
                status = ControlProblem.status(e);
                answer = ControlProblem.body(e);
            } catch (IOException | RuntimeException e) {
                LOG.error("directing cameras", e); // the path has the token
                VcamException failure = new VcamException(RuntimeError.PROGRAM_FAILED, "directing cameras: " + e);
                status = ControlProblem.status(failure);
                answer = ControlProblem.body(failure);
            }
            send(exchange, status, answer);
        }
    }

    private static void send(HttpExchange exchange, int status, JsonElement answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", status == OK ? "application/json" : "application/problem+json");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (status == ControlProblem.UNAUTHORIZED) {
            headers.set("WWW-Authenticate", "Bearer");
        }
        byte[] body = (answer + "\n").getBytes(StandardCharsets.UTF_8);
        ControlBody.discard(exchange);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private JsonElement answer(HttpExchange exchange) throws IOException {
        List<String> path = guard.admit(exchange, segments(exchange));
        used = System.nanoTime();
        List<ControlRoute> there = ControlRoute.at(path);
        if (there.isEmpty()) {
            throw new ControlProblem(
                    ControlProblem.NOT_FOUND,
                    RuntimeError.CONTROL_REQUEST_INVALID,
                    "there is no /" + String.join("/", path) + " here");
        }
        ControlRoute route = there.stream()
                .filter(known -> known.method().equals(exchange.getRequestMethod()))
                .findFirst()
                .orElseThrow(() -> notAllowed(exchange, there));
        return ControlRoute.name(path)
                .map(this::camera)
                .map(camera -> asked(route, camera, exchange))
                .orElseGet(this::list);
    }

    private static List<String> segments(HttpExchange exchange) {
        try {
            return Arrays.stream(exchange.getRequestURI().getRawPath().split("/", -1))
                    .skip(1)
                    .map(word -> URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw ControlProblem.invalid("the path is not one: " + e.getMessage());
        }
    }

    private static ControlProblem notAllowed(HttpExchange exchange, List<ControlRoute> there) {
        String methods = there.stream().map(ControlRoute::method).distinct().collect(Collectors.joining(", "));
        exchange.getResponseHeaders().set("Allow", methods);
        return new ControlProblem(
                ControlProblem.METHOD_NOT_ALLOWED,
                RuntimeError.CONTROL_REQUEST_INVALID,
                exchange.getRequestMethod() + " is not what this takes: it is " + methods);
    }

    private ControlledCamera camera(String name) {
        return cameras.stream()
                .filter(camera -> camera.name().equals(CameraNames.word(name)))
                .findFirst()
                .orElseThrow(() -> new ControlProblem(
                        ControlProblem.NOT_FOUND,
                        RuntimeError.CAMERA_UNKNOWN,
                        "there is no camera \"" + name + "\"; there are "
                                + cameras.stream().map(ControlledCamera::name).collect(Collectors.joining(", "))));
    }

    private JsonElement list() {
        return WorkerEvent.GSON.toJsonTree(
                Map.of("cameras", cameras.stream().map(ControlledCamera::state).toList()));
    }

    private JsonElement asked(ControlRoute route, ControlledCamera camera, HttpExchange exchange) {
        switch (route) {
            case SHOW -> show(camera, exchange);
            case PLAY -> {
                String input = Inputs.resolve(text(bodies.json(exchange), "input"), base);
                camera.play(directed -> directed.play(input));
            }
            case SEEK -> {
                Duration time = seconds(bodies.json(exchange));
                camera.change(directed -> directed.seek(time));
            }
            case BLACK -> camera.play(directed -> directed.black());
            case FREEZE -> camera.change(directed -> directed.freeze());
            case RESUME -> camera.change(directed -> directed.resume());
            case DISCONNECT -> camera.change(directed -> directed.disconnect());
            case RECONNECT -> camera.change(directed -> directed.reconnect());
            case LIST, CAMERA -> {}
        }
        if (route.method().equals("POST")) {
            changed.run();
        }
        return WorkerEvent.GSON.toJsonTree(camera.state());
    }

    private void show(ControlledCamera camera, HttpExchange exchange) {
        if (ControlBody.isJson(exchange)) {
            String path = text(bodies.json(exchange), "path");
            Path picture = Path.of(Inputs.resolve("file:" + path, base));
            camera.play(directed -> directed.show(picture));
        } else {
            camera.show(bodies.picture(exchange));
        }
    }

    private static String text(JsonObject body, String name) {
        JsonElement value = body.get(name);
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isString()) {
            throw ControlProblem.invalid("the body is to be {\"" + name + "\": \"…\"}");
        }
        return value.getAsString();
    }

    private static Duration seconds(JsonObject body) {
        JsonElement value = body.get("seconds");
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isNumber()) {
            throw ControlProblem.invalid("the body is to be {\"seconds\": 1.5}");
        }
        double seconds = value.getAsDouble();
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw ControlProblem.invalid("seconds is " + value + ": it can be 0 to a million");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
