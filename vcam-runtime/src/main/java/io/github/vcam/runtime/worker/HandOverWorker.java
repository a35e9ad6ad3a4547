// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.PacketCopy;
import io.github.vcam.ffmpeg.PartsOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Hands an input of this machine on for a camera that lives elsewhere: says in a line whether it is there, and then writes its
 * packets to standard output, as a {@link PartsOutput} does. Its order: a {@link HandOverOrder} in JSON.
 */
final class HandOverWorker {
    private HandOverWorker() {}

    static WorkerProcess.Body body(String order) {
        return out -> handOver(WorkerEvent.GSON.fromJson(order, HandOverOrder.class), out);
    }

    private static void handOver(HandOverOrder order, PrintStream out) {
        try (PacketCopy packets = PacketCopy.open(order.input(), order.access(), order.loop())) {
            out.println(new WorkerEvent.HandedOver(packets.isLive()).toJson());
            PartsOutput parts = new PartsOutput(new Checked(out));
            while (packets.writeTo(parts)) {
                parts.endPart();
            }
        } catch (IOException e) {
            return; // nobody reads
        } catch (VcamException e) {
            System.err.println(e.getMessage()); // standard output may have packets already
            throw e;
        }
    }

    /** Says that nobody reads any more, which a PrintStream keeps to itself. */
    private static final class Checked extends OutputStream {
        private final PrintStream out;

        Checked(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
            if (out.checkError()) {
                throw new IOException("nobody reads");
            }
        }
    }
}
