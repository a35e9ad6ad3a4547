// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleStateTest {
    private static final String FACTS = """
        loaded\t0.15.4\tABCDEF
        parameter\tallowed_gid\t-1
        parameter\tvideo_nr\t10,-1
        loaded-with\tABCDEF video_nr=10 devices=1
        installed-filename\t/lib/modules/6.1.0/updates/v4l2loopback.ko
        installed-srcversion\tABCDEF
        node\t0\tno\tvivid-000
        node\t10\tyes\tMy Cam
        counter\t10\tdevice card=My\\040Cam video_nr=10 format=YUYV width=640 height=360 interval=1/30 frames=42
        counter\t10\topener pid=7 comm=java role=producer method=mmap frames_in=42 frames_out=0 dropped=0
        counter\t10\topener pid=8 comm=cat role=consumer method=read frames_in=0 frames_out=40 dropped=2 \
        copied=40 copied_bytes=18432000 latency_count=4 latency_sum_ns=6000000 latency_max_ns=2500500
        holder\t7\tlrwx------\t/dev/video10\tjava
        holder\t9\tlr-x------\t/dev/video0\tcheese
        """;

    private final ModuleState state = ModuleState.parse(FACTS);

    @Test
    void moduleIsLoaded_versionParametersAndNoteAreKnown() {
        ModuleState.Loaded loaded = state.loaded().orElseThrow();
        assertThat(loaded.version()).isEqualTo("0.15.4");
        assertThat(loaded.ours()).isTrue();
        assertThat(loaded.with()).isEqualTo("ABCDEF video_nr=10 devices=1");
        assertThat(loaded.parameters()).containsEntry("video_nr", "10,-1");
    }

    @Test
    void parameterOfOursIsMissing_moduleIsForeign() {
        assertThat(ModuleState.parse("loaded\t0.12.7\tX\nparameter\tdebug\t0\n")
                        .loaded()
                        .orElseThrow()
                        .ours())
                .isFalse();
    }

    @Test
    void nothingIsLoaded_stateIsEmpty() {
        ModuleState empty = ModuleState.parse("");
        assertThat(empty.loaded()).isEmpty();
        assertThat(empty.devices()).isEmpty();
        assertThat(new StatusReport(empty).lines()).containsExactly("v4l2loopback is not loaded");
    }

    @Test
    void onlyTheModulesNodesAreDevices() {
        assertThat(state.devices()).extracting(ModuleState.Device::node).containsExactly("/dev/video10");
        assertThat(state.moduleHolders()).extracting(Object::toString).containsExactly("java (pid 7)");
    }

    @Test
    void counters_belongToTheDeviceAndItsOpeners() {
        ModuleState.Device device = state.devices().get(0);
        assertThat(device.facts()).containsEntry("card", "My Cam").containsEntry("frames", "42");
        assertThat(device.openers()).extracting(opener -> opener.get("role")).containsExactly("producer", "consumer");
    }

    @Test
    void report_showsWhoFeedsAndWhoWatches() {
        assertThat(new StatusReport(state).lines())
                .containsExactly(
                        "v4l2loopback 0.15.4, loaded with video_nr=10 devices=1",
                        "/dev/video10  My Cam  YUYV 640x360 every 1/30 s, 42 frames in",
                        "    producer  java (pid 7) by mmap, 42 frames in",
                        "    consumer  cat (pid 8) by read, 40 frames out, 2 dropped, 40 copied (18432000 bytes),"
                                + " latency 1.500 ms, at most 2.501 ms");
    }

    @Test
    void producersMemoryIsNotShown_theReportSaysWhy() {
        ModuleState brought = ModuleState.parse("loaded\t0.15.4\tX\nparameter\tallowed_gid\t-1\nnode\t10\tyes\tMy Cam\n"
                + "counter\t10\topener pid=7 comm=app role=producer method=userptr frames_in=9 copied=8"
                + " copied_bytes=80 copies=few_buffers\n");
        assertThat(new StatusReport(brought).lines())
                .contains(
                        "    producer  app (pid 7) by userptr, 9 frames in, 8 copied (80 bytes), the last for: few buffers");
    }

    @Test
    void seenWithoutRootsRights_theReportSaysWhatIsMissing() {
        ModuleState seen = ModuleState.parse("loaded\t0.15.4\tX\nparameter\tallowed_gid\t-1\nnode\t10\tyes\tMy Cam\n");
        assertThat(new StatusReport(seen).lines())
                .startsWith("v4l2loopback 0.15.4")
                .last()
                .asString()
                .contains("root's to see");
    }

    @Test
    void json_hasTheSameFactsAsItsDescriptionSays() throws IOException {
        String json = new StatusReport(state).json();
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema().validate(new StatusReport(ModuleState.NOTHING).json(), InputFormat.JSON))
                .isEmpty();
        assertThat(schema().validate(json.replace("\"mode\"", "\"mood\""), InputFormat.JSON))
                .isNotEmpty();
        JsonObject read = JsonParser.parseString(json).getAsJsonObject();
        assertThat(read.get("loaded").getAsBoolean()).isTrue();
        JsonObject device = read.getAsJsonArray("devices").get(0).getAsJsonObject();
        assertThat(device.get("node").getAsString()).isEqualTo("/dev/video10");
        assertThat(device.getAsJsonObject("facts").get("frames").getAsString()).isEqualTo("42");
        assertThat(device.getAsJsonArray("openers")).hasSize(2);
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/status.schema.json")));
    }
}
