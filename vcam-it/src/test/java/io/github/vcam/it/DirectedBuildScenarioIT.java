// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.junit.StartedCamera;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A build's camera in a micro-VM, directed by HTTP from both sides while programs in there watch. */
@Tag("outside")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all tests
class DirectedBuildScenarioIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WHITE = "YAVG=235";
    private static final String BLACK = "YAVG=16";

    /** Says how bright each frame is, as soon as it is there. */
    private static final String WATCH = "ffmpeg -loglevel error -f v4l2 -i %s"
            + " -vf signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-:direct=1 -vsync passthrough -f null -";

    /** Streams, and is stopped in the midst of it. */
    private static final String STOPPED = "v4l2-ctl -d %s --stream-mmap --stream-count=100000 --stream-to=/dev/null"
            + " >/dev/null 2>&1 & sleep 5; kill -STOP $!; echo is stopped; wait";

    private static CameraProject project;

    @BeforeAll
    static void start() throws IOException {
        project = CameraProject.inVm("directed-build", CameraProject.outside().resolve("vm-directed"));
        picture("white.png", Color.WHITE);
        picture("black.png", Color.BLACK);
        CommandResult started = project.mvn("vcam:start", "-Dinput=white.png", "-Dvcam.label=Front door");
        assertThat(started.exitStatus()).as(started.stdout()).isZero();
    }

    private static void picture(String name, Color color) throws IOException {
        BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, 160, 120);
        graphics.dispose();
        ImageIO.write(image, "png", project.directory().resolve(name).toFile());
    }

    @AfterAll
    static void stop() {
        project.mvn("vcam:stop");
        project.mvn("vcam:vm", "-Dvcam.vm.stop");
        project.close();
    }

    private static JsonObject told() throws IOException {
        return JsonParser.parseString(Files.readString(file())).getAsJsonObject();
    }

    private static Path file() {
        return project.directory().resolve("target/vcam/cameras.json");
    }

    private static String control() throws IOException {
        return told().get("control").getAsString();
    }

    private static String device() throws IOException {
        return told().getAsJsonArray("cameras")
                .get(0)
                .getAsJsonObject()
                .get("device")
                .getAsString();
    }

    private static StartedCamera camera() throws IOException {
        return StartedCamera.at(URI.create(control()), "Front door");
    }

    private static RunningProgram beside(String command) {
        return project.start("-q", "vcam:exec", "-Dvcam.command=" + command);
    }

    private static RunningProgram watcher() throws IOException {
        RunningProgram watcher = beside(WATCH.formatted(device()));
        watcher.awaitOutput("YAVG");
        return watcher;
    }

    /** From some frame on it is always so. */
    private static void awaitSeen(RunningProgram watcher, String brightness) {
        await().atMost(PATIENCE).alias(brightness).until(() -> {
            String said = watcher.output();
            return said.substring(Math.max(0, said.lastIndexOf("YAVG="))).startsWith(brightness);
        });
    }

    @Test
    @Order(1)
    void pictureIsSentFromTheHost_whoWatchesInTheMicroVmSeesIt() throws IOException {
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (RunningProgram watcher = watcher()) {
            awaitSeen(watcher, WHITE);
            CommandResult shown = Programs.run(Command.of(
                    "curl",
                    "-sS",
                    "-X",
                    "POST",
                    control() + "/cameras/front-door/show",
                    "--data-binary",
                    "@" + project.directory().resolve("black.png")));
            assertThat(shown.stdout()).as(shown.stderr()).contains("\"name\":\"front-door\"");
            awaitSeen(watcher, BLACK);
            camera().show(project.directory().resolve("white.png"));
            awaitSeen(watcher, WHITE);
            camera().play("lavfi:color=c=black:s=32x32:r=5");
            awaitSeen(watcher, BLACK);
            assertThat(watcher.isAlive()).isTrue();
        }
    }

    @Test
    @Order(2)
    void aProgramInTheMicroVmAsks_theSameUrlIsThere() throws IOException {
        CommandResult asked = project.mvn(
                "-q",
                "vcam:exec",
                "-Dvcam.command=curl -sS -X POST --data-binary @white.png " + control()
                        + "/cameras/front-door/show; curl -sS " + control() + "/cameras");
        assertThat(asked.stdout()).as(asked.stderr()).contains("\"connected\":true", "\"cameras\":[");
        CommandResult wrong = project.mvn(
                "-q",
                "vcam:exec",
                "-Dvcam.command=curl -sS " + control().replaceFirst("/[^/]*$", "/wrong") + "/cameras");
        assertThat(wrong.stdout()).contains("\"status\":401", "[VCAM-612]");
    }

    @Test
    @Order(3)
    void aConsumerTakesNothing_isNamedInTime() throws IOException {
        try (RunningProgram stopped = beside(STOPPED.formatted(device()))) {
            stopped.awaitOutput("is stopped");
            StartedCamera camera = camera();
            assertThatThrownBy(camera::black)
                    .hasMessageContaining("v4l2-ctl (pid ")
                    .hasMessageContaining("has not taken a frame of the new one")
                    .hasMessageEndingWith("[VCAM-309]");
        }
        project.mvn("-q", "vcam:exec", "-Dvcam.command=pkill -KILL -x v4l2-ctl");
        camera().freeze(); // the camera goes on
    }

    @Test
    @Order(4)
    void itIsUnplugged_theConsumerEndsAndANewOneSeesItAfterwards() throws IOException {
        StartedCamera camera = camera();
        camera.show(project.directory().resolve("white.png"));
        try (RunningProgram watcher = watcher()) {
            camera.disconnect();
            watcher.awaitExit();
        }
        assertThat(camera.isConnected()).isFalse();
        assertThat(project.mvn("-q", "vcam:status").stdout()).doesNotContain("Front door");
        camera.black();
        camera.reconnect();
        assertThat(camera.device()).isEqualTo(device());
        try (RunningProgram watcher = watcher()) {
            awaitSeen(watcher, BLACK);
        }
    }

    /** The sample finds it by itself. */
    @Test
    @Order(5)
    @Tag("clients")
    void aTestInPythonDirectsIt_itSeesWhatItAskedFor() {
        Path sample = Path.of(System.getProperty("vcam.it.root"), "samples/python/test_front_door.py");
        CommandResult tested = project.mvn("vcam:exec", "-Dvcam.command=python3 " + sample);
        assertThat(tested.exitStatus()).as(tested.stdout() + tested.stderr()).isZero();
        assertThat(tested.stdout() + tested.stderr()).contains("Ran 3 tests");
    }

    @Test
    @Order(6)
    void portIsTaken_theStartSaysSo() throws IOException {
        project.mvnSucceeds("vcam:stop");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(project.mvnFails(
                            "vcam:start", "-Dinput=white.png", "-Dvcam.controlPort=" + taken.getLocalPort()))
                    .contains("127.0.0.1:" + taken.getLocalPort(), "[VCAM-611]");
        }
        assertThat(file()).doesNotExist();
        assertThat(project.mvnFails("vcam:start", "-Dinput=white.png", "-Dvcam.controlPort=70000"))
                .contains("-Dvcam.controlPort=");
    }
}
