// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import java.nio.ByteBuffer;

/** Puts a native frame into a buffer in the form that the buffer's owner wants. For one thread. */
sealed interface FrameWriter extends AutoCloseable permits RawWriter, JpegWriter, PacketWriter {

    /** Returns the bytes used. */
    int write(NativeFrame frame, ByteBuffer target);

    @Override
    void close();
}
