// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.vcam.runtime.OwnCamera.Playing;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class CamerasDirectoryTest {
    private static final String TOKEN = "0123456789abcdef-_ABCDEF01234567";

    @TempDir
    private Path path;

    private CamerasDirectory directory;

    @BeforeEach
    void make() {
        directory = new CamerasDirectory(path);
    }

    private Path process() {
        return path.resolve("cameras/process.json");
    }

    @Test
    void aProcessKeepsThem_itIsFoundWhileItLives() throws IOException {
        assertThat(directory.living()).isEmpty();
        directory.writeProcess();
        assertThat(directory.living().orElseThrow().pid())
                .isEqualTo(ProcessHandle.current().pid());
        directory.forget();
        assertThat(directory.living()).isEmpty();
    }

    @Test
    void anotherProcessHasItsId_itIsNotTakenForIt() throws IOException {
        directory.writeProcess();
        Files.writeString(
                process(), Files.readString(process()).replaceFirst("\"startTicks\":\\d+", "\"startTicks\":1"));
        assertThat(directory.living()).isEmpty();
        Files.writeString(process(), "{");
        assertThat(directory.living()).isEmpty();
    }

    @Test
    void itFailed_whyIsTold() throws IOException {
        WorkerEvent.Failed failed = new WorkerEvent.Failed("VCAM-103", "no video");
        assertThat(directory.failed()).isEmpty();
        directory.writeFailure(failed);
        assertThat(directory.failed()).contains(failed);
        directory.clear();
        assertThat(directory.failed()).isEmpty();
    }

    @Test
    void file_isAsItsSchemaSays() throws IOException {
        Playing camera = new Playing("Front", "/dev/video0", "YU12 640x360", "30", "mmap");
        CamerasFile.of("vm", "http://127.0.0.1:4711/" + TOKEN, TOKEN, List.of(camera))
                .write(directory.cameras());
        String json = Files.readString(directory.cameras());
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema().validate(json.replace("\"vm\"", "\"moon\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(Files.getPosixFilePermissions(directory.cameras()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(CamerasFile.read(directory.cameras()).orElseThrow().cameras())
                .containsExactly(camera);
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/cameras.schema.json")));
    }

    @Test
    void fileSaysNothingSensible_itIsSaid() throws IOException {
        assertThat(CamerasFile.read(directory.cameras())).isEmpty();
        Files.writeString(directory.cameras(), "{");
        assertThatThrownBy(() -> CamerasFile.read(directory.cameras()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say which cameras");
    }
}
