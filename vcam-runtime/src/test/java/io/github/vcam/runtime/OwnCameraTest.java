// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.worker.CameraCommand;
import io.github.vcam.runtime.worker.CameraCommand.Verb;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import io.github.vcam.source.InputAccess;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A camera whose worker is the test's. */
@Timeout(60)
class OwnCameraTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path natives;

    private final List<CameraCommand> heard = Collections.synchronizedList(new ArrayList<>());
    private @Nullable OwnCamera camera;

    @AfterEach
    void close() {
        if (camera != null) {
            camera.close();
        }
    }

    /** One whose worker answers as the function says, and ends when that says nothing. */
    private OwnCamera camera(Function<CameraCommand, @Nullable WorkerEvent> answers) {
        FakeMachine machine = FakeMachine.running((command, streams) -> work(command, streams, answers));
        WorkerLauncher workers = new WorkerLauncher(machine, (command, streams) -> 0, List::of, natives);
        CameraOrder order = new CameraOrder("Front", Form.JOINED, FeedRequest.of("pattern:bars", "any"));
        OwnCamera made = new OwnCamera(workers.with(List.of("-Xint")), order, OwnCameraTest::there);
        camera = made;
        assertThat(made.awaitPlaying(LIMIT).device()).isEqualTo("/dev/video3");
        return made;
    }

    private static PlaceInput there(FeedRequest request) {
        return PlaceInput.seen(request.withInput("/there" + request.input()));
    }

    private int work(Command command, CommandStreams streams, Function<CameraCommand, @Nullable WorkerEvent> answers) {
        assertThat(command.argv()).contains("CameraWorker");
        try {
            say(streams, new WorkerEvent.Added("/dev/video3", "/dev/video3"));
            say(streams, new WorkerEvent.Started("/dev/video3", "YU12 64x48", "mmap", "30", 42));
            BufferedReader lines = new BufferedReader(new InputStreamReader(streams.stdin(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                CameraCommand told = WorkerEvent.GSON.fromJson(line, CameraCommand.class);
                heard.add(told);
                WorkerEvent answer = answers.apply(told);
                if (answer == null) {
                    return 1;
                }
                say(streams, answer);
            }
            return 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void say(CommandStreams streams, WorkerEvent event) throws IOException {
        streams.stdout().write((event.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static WorkerEvent done(CameraCommand command) {
        return new WorkerEvent.Done(command.number(), "/dev/video5", "/dev/video6");
    }

    @Test
    void itIsDirected_theWorkerIsToldAndTheDeviceIsWhatItSays() {
        OwnCamera directed = camera(OwnCameraTest::done);
        directed.show(Path.of("/a.png"));
        directed.seek(Duration.ofMillis(1500));
        directed.disconnect();
        assertThat(directed.isConnected()).isFalse();
        directed.reconnect();
        assertThat(directed.isConnected()).isTrue();
        assertThat(heard.stream().map(CameraCommand::verb))
                .containsExactly(Verb.PLAY, Verb.SEEK, Verb.DISCONNECT, Verb.RECONNECT);
        assertThat(heard.get(0).input()).isEqualTo("/there/a.png");
        assertThat(heard.get(0).access()).isEqualTo(InputAccess.USUAL);
        assertThat(heard.get(1).time()).isEqualTo(Duration.ofMillis(1500));
        assertThat(directed.awaitPlaying(LIMIT).device()).isEqualTo("/dev/video6");
    }

    @Test
    void workerRefuses_itsSentenceComesHomeAndTheCameraGoesOn() {
        OwnCamera directed = camera(command -> command.verb() == Verb.BLACK
                ? new WorkerEvent.Refused(command.number(), "VCAM-309", "cheese is behind")
                : done(command));
        assertThatThrownBy(directed::black).hasMessage("cheese is behind [VCAM-309]");
        directed.freeze();
        directed.throwIfEnded();
    }

    @Test
    void workerDies_whoWaitsIsTold() {
        OwnCamera directed = camera(command -> null);
        assertThatThrownBy(directed::freeze).hasMessageContaining("ended").hasMessageEndingWith("[VCAM-603]");
        assertThatThrownBy(directed::resume).hasMessageEndingWith("[VCAM-603]");
        assertThat(directed.isConnected()).isFalse();
    }

    @Test
    void programsBesideItSpeak_theyAreHeardAndAnswered() {
        List<String> relayed = Collections.synchronizedList(new ArrayList<>());
        OwnCamera directed =
                camera(command -> command.verb() == Verb.RELAY ? new WorkerEvent.Relayed(7, "AAAA") : done(command));
        directed.listen(4711, (connection, bytes) -> relayed.add(connection + " " + bytes));
        directed.relay(7, "BBBB");
        directed.freeze();
        assertThat(heard.get(0).port()).isEqualTo(4711);
        assertThat(heard.get(1)).isEqualTo(CameraCommand.of(7, Verb.RELAY).withInput("BBBB"));
        assertThat(relayed).containsExactly("7 AAAA");
    }
}
