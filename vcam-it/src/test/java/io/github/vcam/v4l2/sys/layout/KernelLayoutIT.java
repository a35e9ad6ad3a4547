// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.v4l2.sys.Ioctl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares sizes, offsets and request numbers with those that the C compiler finds in the kernel's headers. */
@Tag("outside")
class KernelLayoutIT {
    private static final Path OURS =
            Path.of(System.getProperty("vcam.it.root"), "v4l2loopback-kmod/src/main/c/include/uapi");

    /** What C shall print, and what it shall be. */
    private final Map<String, Long> expected = new LinkedHashMap<>();

    @TempDir
    Path directory;

    @Test
    void structuresAndNumbers_areThoseOfTheCompiler() throws Exception {
        expectStructures();
        for (Ioctl ioctl : Ioctl.values()) {
            expected.put("(long) (unsigned int) " + ioctl.name(), ioctl.request());
        }

        assertThat(askCompiler()).isEqualTo(expected);
    }

    private void expectStructures() {
        struct("v4l2_capability", Capability.SIZE)
                .at("driver", Capability.DRIVER)
                .at("card", Capability.CARD)
                .at("bus_info", Capability.BUS_INFO)
                .at("version", Capability.VERSION)
                .at("capabilities", Capability.CAPABILITIES)
                .at("device_caps", Capability.DEVICE_CAPS);
        struct("v4l2_format", Format.SIZE)
                .at("type", Format.TYPE)
                .at("fmt.pix.width", Format.WIDTH)
                .at("fmt.pix.height", Format.HEIGHT)
                .at("fmt.pix.pixelformat", Format.PIXEL_FORMAT)
                .at("fmt.pix.field", Format.FIELD)
                .at("fmt.pix.bytesperline", Format.BYTES_PER_LINE)
                .at("fmt.pix.sizeimage", Format.SIZE_IMAGE)
                .at("fmt.pix.colorspace", Format.COLORSPACE)
                .at("fmt.pix.priv", Format.PRIV)
                .at("fmt.pix.flags", Format.FLAGS)
                .at("fmt.pix.ycbcr_enc", Format.YCBCR_ENCODING)
                .at("fmt.pix.quantization", Format.QUANTIZATION)
                .at("fmt.pix.xfer_func", Format.TRANSFER_FUNCTION);
        struct("v4l2_fmtdesc", FormatDescription.SIZE)
                .at("index", FormatDescription.INDEX)
                .at("type", FormatDescription.TYPE)
                .at("flags", FormatDescription.FLAGS)
                .at("description", FormatDescription.DESCRIPTION)
                .at("pixelformat", FormatDescription.PIXEL_FORMAT)
                .at("mbus_code", FormatDescription.MBUS_CODE);
        struct("v4l2_requestbuffers", RequestBuffers.SIZE)
                .at("count", RequestBuffers.COUNT)
                .at("type", RequestBuffers.TYPE)
                .at("memory", RequestBuffers.MEMORY)
                .at("capabilities", RequestBuffers.CAPABILITIES);
        struct("v4l2_buffer", Buffer.SIZE)
                .at("index", Buffer.INDEX)
                .at("type", Buffer.TYPE)
                .at("bytesused", Buffer.BYTES_USED)
                .at("flags", Buffer.FLAGS)
                .at("field", Buffer.FIELD)
                .at("timestamp.tv_sec", Buffer.SECONDS)
                .at("timestamp.tv_usec", Buffer.MICROSECONDS)
                .at("sequence", Buffer.SEQUENCE)
                .at("memory", Buffer.MEMORY)
                .at("m.offset", Buffer.OFFSET)
                .at("m.userptr", Buffer.USER_POINTER)
                .at("m.fd", Buffer.FILE_DESCRIPTOR)
                .at("length", Buffer.LENGTH)
                .at("request_fd", Buffer.REQUEST_FD);
        struct("v4l2_exportbuffer", ExportBuffer.SIZE)
                .at("type", ExportBuffer.TYPE)
                .at("index", ExportBuffer.INDEX)
                .at("plane", ExportBuffer.PLANE)
                .at("flags", ExportBuffer.FLAGS)
                .at("fd", ExportBuffer.FILE_DESCRIPTOR);
        expectTheRest();
    }

    private void expectTheRest() {
        struct("v4l2_streamparm", StreamParameters.SIZE)
                .at("type", StreamParameters.TYPE)
                .at("parm.output.capability", StreamParameters.CAPABILITY)
                .at("parm.output.outputmode", StreamParameters.MODE)
                .at("parm.output.timeperframe.numerator", StreamParameters.NUMERATOR)
                .at("parm.capture.timeperframe.denominator", StreamParameters.DENOMINATOR)
                .at("parm.output.extendedmode", StreamParameters.EXTENDED_MODE)
                .at("parm.output.writebuffers", StreamParameters.BUFFERS);
        struct("v4l2_event", Event.SIZE)
                .at("type", Event.TYPE)
                .at("u.src_change.changes", Event.SOURCE_CHANGES)
                .at("pending", Event.PENDING)
                .at("sequence", Event.SEQUENCE)
                .at("timestamp.tv_sec", Event.SECONDS)
                .at("timestamp.tv_nsec", Event.NANOSECONDS)
                .at("id", Event.ID);
        struct("v4l2_event_subscription", EventSubscription.SIZE)
                .at("type", EventSubscription.TYPE)
                .at("id", EventSubscription.ID)
                .at("flags", EventSubscription.FLAGS);
        struct("v4l2_frmsizeenum", FrameSizes.SIZE)
                .at("index", FrameSizes.INDEX)
                .at("pixel_format", FrameSizes.PIXEL_FORMAT)
                .at("type", FrameSizes.TYPE)
                .at("discrete.width", FrameSizes.WIDTH)
                .at("discrete.height", FrameSizes.HEIGHT)
                .at("stepwise.min_width", FrameSizes.MINIMUM_WIDTH)
                .at("stepwise.max_width", FrameSizes.MAXIMUM_WIDTH)
                .at("stepwise.step_width", FrameSizes.STEP_WIDTH)
                .at("stepwise.min_height", FrameSizes.MINIMUM_HEIGHT)
                .at("stepwise.max_height", FrameSizes.MAXIMUM_HEIGHT)
                .at("stepwise.step_height", FrameSizes.STEP_HEIGHT);
        struct("v4l2_create_buffers", CreateBuffers.SIZE)
                .at("index", CreateBuffers.INDEX)
                .at("count", CreateBuffers.COUNT)
                .at("memory", CreateBuffers.MEMORY)
                .at("format.type", CreateBuffers.TYPE)
                .at("format.fmt.pix.width", CreateBuffers.WIDTH)
                .at("format.fmt.pix.height", CreateBuffers.HEIGHT)
                .at("format.fmt.pix.pixelformat", CreateBuffers.PIXEL_FORMAT)
                .at("format.fmt.pix.sizeimage", CreateBuffers.SIZE_IMAGE)
                .at("capabilities", CreateBuffers.CAPABILITIES)
                .at("flags", CreateBuffers.FLAGS);
        struct("dma_buf_sync", DmabufSync.SIZE).at("flags", DmabufSync.FLAGS);
        struct("udmabuf_create", UdmabufCreate.SIZE)
                .at("memfd", UdmabufCreate.MEMFD)
                .at("flags", UdmabufCreate.FLAGS)
                .at("offset", UdmabufCreate.OFFSET)
                .at("size", UdmabufCreate.LENGTH);
        struct("dma_heap_allocation_data", HeapAllocation.SIZE)
                .at("len", HeapAllocation.LENGTH)
                .at("fd", HeapAllocation.FILE_DESCRIPTOR)
                .at("fd_flags", HeapAllocation.FILE_FLAGS)
                .at("heap_flags", HeapAllocation.HEAP_FLAGS);
        struct("v4l2_loopback_config", LoopbackConfig.SIZE)
                .at("output_nr", LoopbackConfig.OUTPUT_NR)
                .at("capture_nr", LoopbackConfig.CAPTURE_NR)
                .at("card_label", LoopbackConfig.CARD_LABEL)
                .at("max_buffers", LoopbackConfig.MAX_BUFFERS)
                .at("announce_all_caps", LoopbackConfig.ANNOUNCE_ALL_CAPS);
        struct("v4l2loopback_behind", LoopbackBehind.SIZE)
                .at("sequence", LoopbackBehind.SEQUENCE)
                .at("count", LoopbackBehind.COUNT)
                .at("pid", LoopbackBehind.PID)
                .at("comm", LoopbackBehind.COMM);
        struct("v4l2loopback_placeholder", LoopbackPlaceholder.SIZE)
                .at("pixelformat", LoopbackPlaceholder.PIXEL_FORMAT)
                .at("width", LoopbackPlaceholder.WIDTH)
                .at("height", LoopbackPlaceholder.HEIGHT)
                .at("bytesused", LoopbackPlaceholder.BYTES_USED)
                .at("data", LoopbackPlaceholder.DATA);
        struct("v4l2_control", Control.SIZE).at("id", Control.ID).at("value", Control.VALUE);
        struct("pollfd", PollRequests.SIZE)
                .at("fd", PollRequests.FD)
                .at("events", PollRequests.EVENTS)
                .at("revents", PollRequests.REVENTS);
    }

    private record Fields(Map<String, Long> expected, String name) {
        Fields at(String field, long offset) {
            expected.put("(long) offsetof(struct " + name + ", " + field + ")", offset);
            return this;
        }
    }

    private Fields struct(String name, long size) {
        expected.put("(long) sizeof(struct " + name + ")", size);
        return new Fields(expected, name);
    }

    private Map<String, Long> askCompiler() throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder("""
                #include <stddef.h>
                #include <stdio.h>
                #include <poll.h>
                #include <linux/dma-buf.h>
                #include <linux/dma-heap.h>
                #include <linux/udmabuf.h>
                #include <linux/v4l2loopback.h>
                #include <linux/videodev2.h>
                int main(void) {
                """);
        expected.keySet()
                .forEach(term ->
                        source.append("printf(\"%ld\\n\", ").append(term).append(");\n"));
        Path program = directory.resolve("layout.c");
        Files.writeString(program, source.append("return 0; }\n"));
        run("gcc", "-I", OURS.toString(), "-o", "layout", "layout.c");
        String[] numbers = run(directory.resolve("layout").toString()).split("\n", -1);
        Map<String, Long> found = new LinkedHashMap<>();
        int line = 0;
        for (String term : expected.keySet()) {
            found.put(term, Long.valueOf(numbers[line++]));
        }
        return found;
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
