// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.vcam.Directable;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Durations;
import io.github.vcam.feed.Inputs;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A camera that {@code vcam:start} started, directed from a test by HTTP: wherever the test runs, on the machine or in the
 * micro-VM. Methods fail with a {@link VcamException} that has the id and the sentence of the answer, and with DEVICE_ABSENT
 * when nobody answers. Safe for use by several threads.
 */
public final class StartedCamera implements Directable {
    private static final String PROPERTY = "vcam.control";
    private static final String VARIABLE = "VCAM_CONTROL";
    private static final Path FILE = Path.of("target/vcam/cameras.json");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int OK = 200;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI control;
    private final String label;

    private StartedCamera(URI control, String label) {
        this.control = control;
        this.label = label;
    }

    /**
     * One of the cameras of the build that runs this test: that of the system property {@code vcam.control}, of the variable
     * {@code VCAM_CONTROL}, or of {@code target/vcam/cameras.json} where the test runs. Fails when there is none.
     *
     * @param label the name that programs show
     */
    public static StartedCamera named(String label) {
        URI control = Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(url -> !url.isBlank())
                .map(URI::create)
                .orElseGet(() -> control(FILE));
        return at(control, label);
    }

    /**
     * One of some build's cameras.
     *
     * @param control {@code control} of its {@code cameras.json}
     * @param label the name that programs show
     */
    public static StartedCamera at(URI control, String label) {
        StartedCamera camera = new StartedCamera(control, label);
        camera.state();
        return camera;
    }

    static URI control(Path file) {
        try {
            JsonObject cameras = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return URI.create(cameras.get("control").getAsString());
        } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
            throw new VcamException(
                    CoreError.DEVICE_ABSENT,
                    "there is no camera that vcam:start started: neither " + PROPERTY + " nor " + VARIABLE
                            + " is set, and " + file.toAbsolutePath() + " cannot be read",
                    e);
        }
    }

    /** The name that programs show. */
    public String label() {
        return label;
    }

    /** The node that programs open, where the cameras are: {@code /dev/video3}. It may be another one after {@link #reconnect}. */
    public String device() {
        return state().get("device").getAsString();
    }

    /** Whether its device is there. */
    public boolean isConnected() {
        return state().get("connected").getAsBoolean();
    }

    private JsonObject state() {
        return ask(request("").GET());
    }

    @Override
    public void show(Path picture) {
        Path file = Path.of(Inputs.resolve("file:" + picture, Path.of("")));
        try {
            post("show", "application/octet-stream", BodyPublishers.ofFile(file));
        } catch (IOException e) {
            throw new VcamException(CoreError.INPUT_MISSING, "reading " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void play(String input) {
        JsonObject body = new JsonObject();
        body.addProperty("input", Inputs.resolve(input, Path.of("")));
        post("play", body);
    }

    @Override
    public void black() {
        post("black");
    }

    @Override
    public void freeze() {
        post("freeze");
    }

    @Override
    public void resume() {
        post("resume");
    }

    @Override
    public void seek(Duration time) {
        JsonObject body = new JsonObject();
        body.addProperty("seconds", Durations.seconds(time));
        post("seek", body);
    }

    @Override
    public void disconnect() {
        post("disconnect");
    }

    @Override
    public void reconnect() {
        post("reconnect");
    }

    private void post(String verb) {
        ask(request("/" + verb).POST(BodyPublishers.noBody()));
    }

    private void post(String verb, JsonObject body) {
        post(verb, "application/json", BodyPublishers.ofString(body.toString()));
    }

    private void post(String verb, String type, BodyPublisher body) {
        ask(request("/" + verb).header("Content-Type", type).POST(body));
    }

    private HttpRequest.Builder request(String path) {
        String name = URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20");
        return HttpRequest.newBuilder(URI.create(control + "/cameras/" + name + path))
                .timeout(LIMIT);
    }

    private JsonObject ask(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
            if (response.statusCode() != OK) {
                throw failure(body);
            }
            return body;
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new VcamException(
                    CoreError.DEVICE_ABSENT,
                    "directing \"" + label + "\" at " + control.getHost() + ":" + control.getPort() + ": "
                            + Optional.ofNullable(e.getMessage()).orElse("nobody answers"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VcamException(CoreError.FRAME_TIMEOUT, "directing \"" + label + "\" was interrupted", e);
        }
    }

    private static VcamException failure(JsonObject problem) {
        String id = problem.get("id").getAsString();
        String detail = problem.get("detail").getAsString();
        String suffix = " [" + id + "]";
        String fact = detail.endsWith(suffix) ? detail.substring(0, detail.length() - suffix.length()) : detail;
        ErrorId code = Stream.<ErrorId>of(CoreError.values())
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseGet(() -> new ForeignId(Integer.parseInt(id.replaceAll("\\D", ""))));
        return new VcamException(code, fact);
    }

    /** The id of an error of the program that keeps the cameras. */
    private record ForeignId(int number) implements ErrorId {
        @Override
        public Side side() {
            return Side.MACHINE;
        }
    }

    @Override
    public String toString() {
        return label + " (" + control.getHost() + ":" + control.getPort() + ")";
    }
}
