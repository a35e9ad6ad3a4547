// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class StartedCameraTest {
    private static final String CAMERA =
            "{\"label\": \"Front door\", \"device\": \"/dev/video3\", \"connected\": true}";

    @TempDir
    private Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = CAMERA;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 1);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((exchange.getRequestMethod() + " "
                            + exchange.getRequestURI().getRawPath() + " " + body)
                    .strip());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private URI control() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/t0ken");
    }

    private StartedCamera camera() {
        return StartedCamera.at(control(), "Front door");
    }

    @Test
    void itIsDirected_theControlIsAskedSo() throws IOException {
        Path picture = Files.writeString(directory.resolve("a b.png"), "a picture");
        StartedCamera camera = camera();
        assertThat(camera.device()).isEqualTo("/dev/video3");
        assertThat(camera.isConnected()).isTrue();
        asked.clear();
        camera.show(picture);
        camera.play("pattern:bars");
        camera.seek(Duration.ofMillis(1500));
        camera.black();
        camera.freeze();
        camera.resume();
        camera.disconnect();
        camera.reconnect();
        String path = "POST /t0ken/cameras/Front%20door/";
        assertThat(asked)
                .containsExactly(
                        path + "show a picture",
                        path + "play {\"input\":\"pattern:bars\"}",
                        path + "seek {\"seconds\":1.5}",
                        path + "black",
                        path + "freeze",
                        path + "resume",
                        path + "disconnect",
                        path + "reconnect");
    }

    @Test
    void itIsRefused_theSentenceAndItsIdComeHome() {
        StartedCamera camera = camera();
        status = 504;
        answer = "{\"id\": \"VCAM-309\", \"detail\": \"cheese has not taken a frame [VCAM-309]\"}";
        assertThatThrownBy(camera::black).hasMessage("cheese has not taken a frame [VCAM-309]");
        answer = "{\"id\": \"VCAM-614\", \"detail\": \"no camera [VCAM-614]\"}";
        assertThatThrownBy(camera::black).isInstanceOf(VcamException.class).hasMessage("no camera [VCAM-614]");
        assertThatThrownBy(() -> camera.show(directory.resolve("none.png"))).hasMessageEndingWith("[VCAM-101]");
    }

    @Test
    void nobodyAnswers_isSaidWithoutTheToken() {
        StartedCamera camera = camera();
        answer = "what?";
        assertThatThrownBy(camera::black).hasMessageEndingWith("[VCAM-301]");
        server.stop(0);
        assertThatThrownBy(camera::black)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("t0ken")
                .hasMessageEndingWith("[VCAM-301]");
    }

    @Test
    void fileTellsWhere_itIsFound() throws IOException {
        Path file = directory.resolve("cameras.json");
        assertThatThrownBy(() -> StartedCamera.control(file))
                .hasMessageContaining("vcam:start")
                .hasMessageEndingWith("[VCAM-301]");
        Files.writeString(file, "{\"control\": \"" + control() + "\"}");
        assertThat(StartedCamera.control(file)).isEqualTo(control());
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> StartedCamera.control(file)).hasMessageEndingWith("[VCAM-301]");
        System.setProperty("vcam.control", control().toString());
        try {
            assertThat(StartedCamera.named("Front door").device()).isEqualTo("/dev/video3");
        } finally {
            System.clearProperty("vcam.control");
        }
    }
}
