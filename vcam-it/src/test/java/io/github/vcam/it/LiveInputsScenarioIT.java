// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(project.leftProcesses()).noneMatch(line -> line.contains("HandOverWorker"));
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

    @Test
    void aServerHasTheFile_itPlays() throws IOException {
        byte[] film = Files.readAllBytes(project.directory().resolve("in.mp4"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/in.mp4", exchange -> {
            exchange.sendResponseHeaders(200, film.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(film);
            }
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            CommandResult fed = project.mvn("vcam:feed", "-Dinput=" + url + "/in.mp4");
            assertThat(fed.stdout()).as(fed.stderr()).contains(ALL);
            assertThat(project.mvnFails("vcam:feed", "-Dinput=" + url + "/none.mp4"))
                    .contains(url, "404", "[VCAM-103]");
            assertThat(project.mvnFails("vcam:feed", "-Dinput=" + url + "/in.mp4", "-Dvcam.loop"))
                    .contains("cannot be played a second time", "[VCAM-109]");
        } finally {
            server.stop(0);
        }
        assertNothingIsLeft();
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
