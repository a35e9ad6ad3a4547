// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.vcam.Directable;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.OwnCamera.Playing;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class ControlTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST = 1000;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> told = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private @Nullable VcamException failure;
    private volatile boolean connected = true;
    private ControlServer server;

    @BeforeEach
    void serve() throws IOException {
        server = ControlServer.bind(0);
        Files.writeString(directory.resolve("in.mp4"), "a clip");
        Playing playing = new Playing("Front door", "/dev/video0", "YU12 640x360", "30", "mmap");
        ControlledCamera camera = new ControlledCamera(directed(), () -> playing, () -> connected);
        server.answer(new ControlHandler(
                server.guard(),
                List.of(camera),
                new ControlBody(pictures(), MOST),
                directory,
                () -> changed.add("changed")));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Path pictures() {
        return directory.resolve("pictures");
    }

    /** A camera that notes what it is told, and of a picture what it holds. */
    private Directable directed() {
        return (Directable) Proxy.newProxyInstance(
                Directable.class.getClassLoader(), new Class<?>[] {Directable.class}, (proxy, method, arguments) -> {
                    String argument = arguments == null ? "" : " " + arguments[0];
                    if (arguments != null && arguments[0] instanceof Path picture) {
                        argument = " " + Files.readString(picture);
                    }
                    told.add(method.getName() + argument);
                    if (failure != null) {
                        throw failure;
                    }
                    if (method.getName().endsWith("connect")) {
                        connected = method.getName().equals("reconnect");
                    }
                    return null;
                });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String verb, String type, String body) throws IOException, InterruptedException {
        return send(request("/cameras/front-door/" + verb)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String verb) throws IOException, InterruptedException {
        return send(request("/cameras/front-door/" + verb).POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> json(String verb, String body) throws IOException, InterruptedException {
        return post(verb, "application/json", body);
    }

    private static JsonObject object(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private static void isProblem(HttpResponse<String> response, int status, String id, String words)
            throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        JsonObject problem = object(response);
        isAsDescribed(problem, "Problem");
        assertThat(problem.get("status").getAsInt()).isEqualTo(status);
        assertThat(problem.get("id").getAsString()).isEqualTo(id);
        assertThat(problem.get("detail").getAsString()).contains(words).endsWith("[" + id + "]");
    }

    private static JsonObject described() throws IOException {
        return JsonParser.parseString(Files.readString(Path.of("../docs/control.openapi.json")))
                .getAsJsonObject();
    }

    private static void isAsDescribed(JsonElement said, String schema) throws IOException {
        JsonObject wanted = described()
                .getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .getAsJsonObject(schema);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(wanted.toString())
                        .validate(said.toString(), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void whatIsThere_isWhatTheDescriptionSays() throws IOException {
        JsonObject paths = described().getAsJsonObject("paths");
        Set<String> written = paths.entrySet().stream()
                .flatMap(path -> path.getValue().getAsJsonObject().keySet().stream()
                        .filter(method -> !method.equals("parameters"))
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = Stream.of(ControlRoute.values())
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(written).isEqualTo(there);
    }

    @ParameterizedTest
    @EnumSource(ControlRoute.class)
    void itsExampleIsSent_isDone(ControlRoute route) throws Exception {
        JsonObject operation = described()
                .getAsJsonObject("paths")
                .getAsJsonObject(route.template())
                .getAsJsonObject(route.method().toLowerCase(Locale.ROOT));
        Files.createDirectories(directory.resolve("src/test/resources"));
        Files.writeString(directory.resolve("src/test/resources/qr.png"), "a code");
        BodyPublisher body = BodyPublishers.noBody();
        if (operation.has("requestBody")) {
            body = BodyPublishers.ofString(operation
                    .getAsJsonObject("requestBody")
                    .getAsJsonObject("content")
                    .getAsJsonObject("application/json")
                    .get("example")
                    .toString());
        }
        HttpResponse<String> response = send(request(route.template().replace("{name}", "front-door"))
                .header("Content-Type", "application/json")
                .method(route.method(), body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject said = object(response);
        isAsDescribed(
                route == ControlRoute.LIST ? said.getAsJsonArray("cameras").get(0) : said, "Camera");
        assertThat(told).hasSize(route.method().equals("POST") ? 1 : 0);
        assertThat(changed).hasSameSizeAs(told);
    }

    @Test
    void pictureIsSent_isShownAndKeptUntilTheNext() throws Exception {
        assertThat(post("show", "image/png", "one").statusCode()).isEqualTo(200);
        // as curl says it
        assertThat(post("show", "application/x-www-form-urlencoded", "two").statusCode())
                .isEqualTo(200);
        assertThat(told).containsExactly("show one", "show two");
        try (Stream<Path> files = Files.list(pictures())) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasContent("two"));
        }
        post("black");
        assertThat(pictures()).isEmptyDirectory();
    }

    @Test
    void changesAreAskedFor_theCameraIsToldSo() throws Exception {
        json("play", "{\"input\": \"in.mp4\"}");
        json("seek", "{\"seconds\": 1.5}");
        assertThat(object(post("disconnect")).get("connected").getAsBoolean()).isFalse();
        assertThat(object(post("reconnect")).get("connected").getAsBoolean()).isTrue();
        assertThat(told)
                .containsExactly("play " + directory.resolve("in.mp4"), "seek PT1.5S", "disconnect", "reconnect");
    }

    @Test
    void cameraIsNamed_byItsLabelToo() throws Exception {
        assertThat(send(request("/cameras/Front%20door").GET()).statusCode()).isEqualTo(200);
        isProblem(send(request("/cameras/back").GET()), 404, "VCAM-614", "front-door");
    }

    @Test
    void tokenIsWrong_nothingIsDone() throws Exception {
        URI wrong = URI.create("http://127.0.0.1:" + server.port() + "/wrong/cameras/front-door/black");
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(wrong).timeout(LIMIT).POST(BodyPublishers.noBody()));
        isProblem(response, 401, "VCAM-612", "token");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        URI bare = URI.create("http://127.0.0.1:" + server.port() + "/cameras");
        isProblem(send(HttpRequest.newBuilder(bare).timeout(LIMIT)), 401, "VCAM-612", "token");
        HttpRequest.Builder bearing = HttpRequest.newBuilder(bare)
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + server.guard().token());
        assertThat(send(bearing).statusCode()).isEqualTo(200);
        bearing.setHeader("Authorization", "Bearer wrong");
        isProblem(send(bearing), 401, "VCAM-612", "token");
        assertThat(told).isEmpty();
    }

    @Test
    void somebodysNamePointsHere_isRefused() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String path = URI.create(server.url()).getPath() + "/cameras";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("VCAM-612", "evil.example");
        }
    }

    @Test
    void requestsMakeNoSense_theySayWhy() throws Exception {
        isProblem(send(request("/cameras/front-door/dance").POST(BodyPublishers.noBody())), 404, "VCAM-613", "dance");
        HttpResponse<String> got = send(request("/cameras/front-door/black").GET());
        isProblem(got, 405, "VCAM-613", "POST");
        assertThat(got.headers().firstValue("Allow")).contains("POST");
        isProblem(post("show"), 400, "VCAM-613", "no picture");
        isProblem(json("play", "{"), 400, "VCAM-613", "not JSON");
        isProblem(json("play", "[]"), 400, "VCAM-613", "not a JSON object");
        isProblem(json("play", "{\"input\": 3}"), 400, "VCAM-613", "input");
        isProblem(json("seek", "{\"seconds\": -1}"), 400, "VCAM-613", "0 to a million");
        isProblem(json("play", "{\"input\": \"none.mp4\"}"), 422, "VCAM-101", "none.mp4");
        assertThat(told).isEmpty();
    }

    @Test
    void pictureIsTooLarge_isRefusedAndNotKept() throws Exception {
        isProblem(post("show", "image/png", "x".repeat(MOST + 1)), 413, "VCAM-615", MOST + " bytes");
        assertThat(post("show", "image/png", "x".repeat(MOST)).statusCode()).isEqualTo(200);
        try (Stream<Path> files = Files.list(pictures())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void somebodyTakesNothing_isNamedAndThePictureStays() throws Exception {
        failure = new VcamException(CoreError.CONSUMER_BEHIND, "cheese (pid 42) has not taken a frame");
        isProblem(post("show", "image/png", "one"), 504, "VCAM-309", "cheese (pid 42)");
        assertThat(pictures()).isNotEmptyDirectory();
        failure = new VcamException(CoreError.INPUT_UNREADABLE, "no picture");
        isProblem(post("show", "image/png", "two"), 422, "VCAM-103", "no picture");
        failure = new VcamException(RuntimeError.PROGRAM_FAILED, "it has ended");
        isProblem(post("freeze"), 500, "VCAM-603", "it has ended");
    }

    @Test
    void portIsTaken_isSaid() {
        assertThatThrownBy(() -> ControlServer.bind(server.port()))
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageEndingWith("[VCAM-611]");
        assertThatThrownBy(() -> new ControlOptions(65_536, directory)).hasMessageContaining("0 to 65535");
    }

    @Test
    void programBesideTheCamerasAsks_itIsHandedThrough() throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        ControlRelay relay = new ControlRelay(server.port(), (connection, bytes) -> answers.add(bytes));
        String question = "POST " + URI.create(server.url()).getPath() + "/cameras/front-door/show HTTP/1.1\r\n"
                + "Host: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\n";
        for (String piece : List.of(question.substring(0, 20), question.substring(20), "one")) {
            relay.accept(7, Base64.getEncoder().encodeToString(piece.getBytes(StandardCharsets.US_ASCII)));
        }
        StringBuilder said = new StringBuilder();
        String next = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        while (next != null && !next.isEmpty()) {
            said.append(new String(Base64.getDecoder().decode(next), StandardCharsets.UTF_8));
            next = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(next).isNotNull();
        assertThat(said.toString()).startsWith("HTTP/1.1 200");
        assertThat(told).containsExactly("show one");
    }

    @Test
    void nobodyIsThere_theRelayedConnectionEnds() throws Exception {
        int port = server.port();
        server.close();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        new ControlRelay(port, (connection, bytes) -> answers.add(bytes)).accept(1, "AAAA");
        assertThat(answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void labelIsSpelled_itsWordIsPlain() {
        assertThat(CameraNames.word("Front door (2)")).isEqualTo("front-door-2");
        assertThat(CameraNames.word("Kamera Süd")).isEqualTo("kamera-süd");
        assertThat(CameraNames.word("kamera-süd")).isEqualTo("kamera-süd");
    }
}
