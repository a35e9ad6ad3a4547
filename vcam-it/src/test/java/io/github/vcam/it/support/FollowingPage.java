// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A page that looks at the camera. A browser shows a frame some time after it took it from the camera, so the page goes by
 * when each was captured ({@code captureTime}), and leaves out those that were captured before it was asked.
 */
public final class FollowingPage implements Follower {
    /** An emulated machine takes minutes to start a browser. */
    private static final long PATIENCE_MINUTES = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
    private final RunningProgram program;

    private FollowingPage(Browser browser, String label, Path directory) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", FollowingPage::page);
        server.createContext("/answer", this::answered);
        server.createContext("/failure", this::failed);
        server.start();
        String address = "http://localhost:" + server.getAddress().getPort() + "/#" + label;
        program = browser.open(directory, address);
    }

    /** {@code label} is the camera's. */
    public static Follower of(Browser browser, String label, Path directory) {
        try {
            return new FollowingPage(browser, label, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void page(HttpExchange exchange) throws IOException {
        try (InputStream page = FollowingPage.class.getResourceAsStream("/io/github/vcam/it/follow.html")) {
            respond(exchange, Objects.requireNonNull(page).readAllBytes());
        }
    }

    private static void respond(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The page waits here until the next question. */
    private void answered(HttpExchange exchange) throws IOException {
        answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
        try {
            asked.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        respond(exchange, new byte[0]);
    }

    private void failed(HttpExchange exchange) throws IOException {
        answers.add("failed: " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        respond(exchange, new byte[0]);
    }

    @Override
    public void awaitFirst() {
        answer();
    }

    @Override
    public void ask() {
        asked.add(true);
    }

    @Override
    public List<Integer> answer() {
        try {
            String answer = answers.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (answer == null || answer.startsWith("failed")) {
                throw new AssertionError("the page: " + answer + "; the browser said: " + program.output());
            }
            return Stream.of(answer.substring(0, answer.indexOf(' ')).split(",", -1))
                    .map(Integer::valueOf)
                    .map(Greys::ofBrightness)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        program.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
