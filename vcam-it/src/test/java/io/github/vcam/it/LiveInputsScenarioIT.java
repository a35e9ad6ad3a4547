// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.junit.StartedCamera;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is no file plays into a camera in a micro-VM, which has neither a network nor this machine's pipes. */
@Tag("outside")
@Tag("long")
@SuppressWarnings("NullAway.Init") // made before all tests
class LiveInputsScenarioIT {
    private static final String ALL = "150 frames sent";
    private static final String READER = "HandOverWorker";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String STREAM = "ffmpeg -nostdin -v error -i in.mp4 -c copy -f matroska ";

    private static CameraProject project;

    @BeforeAll
    static void load() {
        project = CameraProject.inVm("live", CameraProject.outside().resolve("vm-live"));
        project.startsAndSucceeds("vcam:install", "vcam:load");
    }

    @AfterAll
    static void stop() {
        project.mvn("vcam:vm", "-Dvcam.vm.stop");
        project.close();
    }

    private static CommandResult shell(String script) {
        return Programs.run(Command.of("sh", "-c", script)
                .in(project.directory().toString())
                .within(project.command("validate").timeout()));
    }

    private static CommandResult inGuest(String script) {
        return project.mvn("-q", "vcam:exec", "-Dvcam.command=" + script);
    }

    private static void assertNothingIsLeft() {
        assertThat(inGuest("echo pipes: $(ls /tmp | grep -c '^vcam[.]')").stdout())
                .contains("pipes: 0");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(CameraProject.workersHere(READER)).isEmpty());
    }

    @Test
    void somethingIsPiped_itPlays() {
        CommandResult fed = shell(STREAM + "- | mvn vcam:feed -Dinput=-");
        assertThat(fed.stdout()).as(fed.stderr()).contains(ALL);
        assertNothingIsLeft();
    }

    @Test
    void aNamedPipe_plays() {
        CommandResult fed =
                shell("rm -f pipe && mkfifo pipe && { " + STREAM + "-y pipe & mvn vcam:feed -Dinput=pipe; }");
        assertThat(fed.stdout()).as(fed.stderr()).contains(ALL);
        assertNothingIsLeft();
    }

    /** Whose answer to any name but "none" is a file of the project. */
    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = project.directory()
                    .resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] film = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            try (OutputStream out = exchange.getResponseBody()) {
                exchange.sendResponseHeaders(film.length == 0 ? 404 : 200, film.length);
                out.write(film);
            } catch (IOException e) {
                exchange.close(); // who asks does not want more
            }
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server, String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    @Test
    void aServerHasTheFile_itPlays() throws IOException {
        HttpServer server = server();
        try {
            String film = url(server, "in.mp4");
            CommandResult fed = project.mvn("vcam:feed", "-Dinput=" + film);
            assertThat(fed.stdout()).as(fed.stderr()).contains(ALL);
            CommandResult looped = project.mvn("vcam:feed", "-Dinput=" + film, "-Dvcam.loop", "-Dvcam.duration=8s");
            assertThat(looped.stdout()).as(looped.stderr()).contains("240 frames sent");
            assertThat(project.mvnFails("vcam:feed", "-Dinput=" + url(server, "none.mp4")))
                    .contains("none.mp4", "404", "[VCAM-103]");
            assertThat(project.mvnFails("vcam:feed", "-Dinput=" + film, "-Dvcam.onDemand"))
                    .contains("cannot be played a second time", "[VCAM-109]");
        } finally {
            server.stop(0);
        }
        assertNothingIsLeft();
    }

    private static void film(String color, String options) {
        shell("ffmpeg -nostdin -v error -f lavfi -i color=c=" + color + ":s=160x120:r=10 -c:v mpeg4 " + options);
    }

    /** What a camera shows, as its brightness. */
    private static String seen(StartedCamera camera) {
        return inGuest("ffmpeg -loglevel error -f v4l2 -i " + camera.device()
                        + " -frames:v 1 -vf signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=- -f null -")
                .stdout()
                .replaceAll("(?s).*YAVG=", "")
                .strip();
    }

    @Test
    void aCameraThatStays_playsWhatIsHandedOver() throws IOException {
        film("white", "-t 2 -y white.mp4");
        shell("rm -f pipe && mkfifo pipe");
        HttpServer server = server();
        try {
            CommandResult started = project.mvn("vcam:start", "-Dinput=" + url(server, "white.mp4"));
            assertThat(started.exitStatus()).as(started.stdout()).isZero();
            StartedCamera camera = camera();
            assertThat(seen(camera)).isEqualTo("235");
            assertThat(CameraProject.workersHere(READER)).hasSize(1);
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> film("black", "-t 5 -f matroska -y pipe"));
            camera.play(project.directory().resolve("pipe").toString());
            assertThat(seen(camera)).isEqualTo("16");
            writer.join();
            assertThatThrownBy(() -> camera.seek(Duration.ofSeconds(1)))
                    .hasMessageContaining("cannot be played a second time")
                    .hasMessageContaining("[VCAM-109]");
            assertThatThrownBy(() -> camera.play(url(server, "none.mp4"))).hasMessageContaining("404");
            assertThatThrownBy(() -> camera.play("-")).hasMessageContaining("[VCAM-608]");
            assertThat(seen(camera)).isEqualTo("16"); // its last picture stays
            camera.play(url(server, "white.mp4"));
            assertThat(seen(camera)).isEqualTo("235");
            camera.black();
            assertThat(seen(camera)).isEqualTo("16");
            assertNothingIsLeft();
            camera.play(url(server, "white.mp4"));
        } finally {
            server.stop(0);
            project.mvn("vcam:stop");
        }
        assertNothingIsLeft();
    }

    private static StartedCamera camera() throws IOException {
        JsonObject told = JsonParser.parseString(
                        Files.readString(project.directory().resolve("target/vcam/cameras.json")))
                .getAsJsonObject();
        String label = told.getAsJsonArray("cameras")
                .get(0)
                .getAsJsonObject()
                .get("label")
                .getAsString();
        return StartedCamera.at(URI.create(told.get("control").getAsString()), label);
    }

    @Test
    void serverSaysNothing_ctrlCEndsIt() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningProgram feed =
                        project.start("vcam:feed", "-Dinput=http://127.0.0.1:" + silent.getLocalPort() + "/live")) {
            assertThat(silent.accept().getInputStream().read()).isPositive(); // it is asked
            feed.signal("INT");
            feed.awaitExit();
        }
        assertNothingIsLeft();
    }

    @Test
    void standardInputForACameraThatStays_isRefused() {
        assertThat(project.mvnFails("vcam:start", "-Dinput=-")).contains("[VCAM-608]");
        assertThat(Path.of(project.directory().toString(), "target/vcam/cameras.json"))
                .doesNotExist();
    }
}
