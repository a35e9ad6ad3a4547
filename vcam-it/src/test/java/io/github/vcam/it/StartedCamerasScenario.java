// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code vcam:start} and {@code vcam:stop}: two builds with cameras of their own in one place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all tests
abstract class StartedCamerasScenario {
    private static final String CAMERAS = """
            <configuration><cameras>
              <camera><label>Front door</label><input>in.mp4</input><size>320x240</size></camera>
              <camera><label>Back</label><input>pattern:bars</input><size>320x180</size><fps>15</fps>
                <form>split</form></camera>
            </cameras></configuration>
            """;

    private CameraProject two;
    private CameraProject one;

    /** A project of its own beside the one with the two cameras. */
    CameraProject one() {
        return one;
    }

    /** A project whose cameras are there, with the module built. */
    abstract CameraProject make(String name);

    /** What a start says of the place, beside its cameras. */
    abstract List<String> wordsOfThePlace();

    /** Ends what the projects' place needs. */
    abstract void leave(CameraProject project);

    @BeforeAll
    void makeProjects() throws IOException {
        two = make("two-cameras");
        Path pom = two.directory().resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom).replace("</version>\n      </plugin>", "</version>" + CAMERAS + "</plugin>"));
        assertThat(pom).content().contains("<cameras>");
        one = make("one-camera");
    }

    @AfterAll
    void stop() {
        Stream.of(two, one).forEach(project -> project.mvn("vcam:stop"));
        leave(two);
        Stream.of(two, one).forEach(CameraProject::close);
    }

    private static JsonObject told(CameraProject project) throws IOException {
        return JsonParser.parseString(Files.readString(file(project))).getAsJsonObject();
    }

    private static Path file(CameraProject project) {
        return project.directory().resolve("target/vcam/cameras.json");
    }

    private static List<String> values(CameraProject project, String name) throws IOException {
        return StreamSupport.stream(told(project).getAsJsonArray("cameras").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(camera -> camera.get(name).getAsString())
                .toList();
    }

    /** What a program there sees of a camera. */
    private static String look(CameraProject project, String device) {
        CommandResult result = project.mvn(
                "-q",
                "vcam:exec",
                "-Dvcam.command=v4l2-ctl -d " + device
                        + " --info --get-fmt-video --stream-mmap --stream-count=3 --stream-to=/dev/null");
        assertThat(result.exitStatus()).as(result.stdout() + result.stderr()).isZero();
        return result.stdout();
    }

    @Test
    @Order(1)
    void start_eachCameraPlaysWhenItReturns() throws IOException {
        CommandResult started = two.mvn("vcam:start");
        assertThat(started.exitStatus()).as(started.stdout()).isZero();
        assertThat(started.stdout())
                .contains("\"Front door\" plays on /dev/video")
                .contains(wordsOfThePlace());
        assertThat(values(two, "label")).containsExactly("Front door", "Back");
        List<String> devices = values(two, "device");
        assertThat(look(two, devices.get(0))).contains("Front door", "320/240");
        assertThat(look(two, devices.get(1))).contains("Back", "320/180");
    }

    @Test
    @Order(2)
    void startedAgain_itIsTheSame() throws IOException {
        int keeper = told(two).get("pid").getAsInt();
        List<String> devices = values(two, "device");
        two.mvnSucceeds("vcam:start");
        assertThat(told(two).get("pid").getAsInt()).isEqualTo(keeper);
        assertThat(values(two, "device")).isEqualTo(devices);
    }

    @Test
    @Order(3)
    void anotherBuildStartsAndStops_eachHasItsOwn() throws IOException {
        one.mvnSucceeds("vcam:start", "-Dinput=pattern:bars", "-Dvcam.label=Other", "-Dvcam.size=160x120");
        String other = values(one, "device").get(0);
        assertThat(values(two, "device")).doesNotContain(other);
        assertThat(look(one, other)).contains("Other");
        assertThat(one.mvn("vcam:stop").stdout())
                .contains("the cameras are gone")
                .doesNotContain("unloaded");
        assertThat(file(one)).doesNotExist();
        assertThat(look(two, values(two, "device").get(0))).contains("Front door");
        assertThat(one.mvn("-q", "vcam:status").stdout())
                .contains("Front door", "Back")
                .doesNotContain("Other");
    }

    @Test
    @Order(4)
    void whatKeepsThemIsKilled_theyGoAndTheNextStartWorks() throws IOException {
        ProcessHandle.of(told(two).get("pid").getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !two.mvn("-q", "vcam:status").stdout().contains("Front door"));
        two.mvnSucceeds("vcam:start");
        assertThat(look(two, values(two, "device").get(1))).contains("Back");
    }

    @Test
    @Order(5)
    void anInputCannotBe_theStartSaysSoAndLeavesNothing() throws IOException {
        Files.writeString(one.directory().resolve("text.txt"), "no video");
        assertThat(one.mvnFails("vcam:start", "-Dinput=text.txt")).contains("[VCAM-103]");
        assertThat(file(one)).doesNotExist();
        assertThat(one.mvn("vcam:stop").stdout()).contains("no camera was started here");
    }

    @Test
    @Order(6)
    void stop_theyAreGoneAndSoIsTheModule() {
        assertThat(two.mvn("vcam:stop").stdout()).contains("the cameras are gone", "unloaded the module");
        assertThat(file(two)).doesNotExist();
        assertThat(two.mvn("vcam:status").stdout()).contains("not loaded");
    }
}
